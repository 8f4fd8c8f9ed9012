using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Model.Schema;

/// <summary>What a value is, which decides how two of them are compared.</summary>
public enum AttributeType
{
    /// <summary>0 or 1; inside a property string also on/off, yes/no, true/false.</summary>
    Boolean,
    Integer,
    Number,
    Text,

    /// <summary>Free text of several lines; trailing blanks and line ends do not count.</summary>
    Description,
    Choice,

    /// <summary>A disk's size; <c>4G</c> equals <c>4096M</c>.</summary>
    Size,

    /// <summary>A MAC address; case does not count.</summary>
    Mac,

    /// <summary>Items in any order, separated by <c>;</c> (Proxmox also takes commas and blanks for tags).</summary>
    Set,

    /// <summary>Items whose order counts.</summary>
    List,

    /// <summary>Whole numbers and ranges of them in any order (<c>0;2-5</c>): CPUs, NUMA nodes, VLANs. <c>1;2;3</c> equals <c>1-3</c>.</summary>
    Ranges,

    /// <summary>A UUID; case does not count.</summary>
    Uuid,

    /// <summary>Percent-encoded inside the value, as <c>sshkeys</c> is.</summary>
    UrlEncoded,

    /// <summary>A volume id, a path, or a word such as <c>none</c>.</summary>
    Volume,
}

/// <summary>How a change takes effect on a running guest, mildest first.</summary>
public enum ChangeEffect
{
    /// <summary>At once.</summary>
    Live,

    /// <summary>At once where the guest's <c>hotplug</c> setting allows it, else after a restart.</summary>
    HotPlug,

    /// <summary>Stays pending until the guest is restarted.</summary>
    Restart,

    /// <summary>The guest must be stopped first.</summary>
    Stop,

    /// <summary>Only a new guest can have it.</summary>
    Replace,

    /// <summary>Data goes.</summary>
    DataLoss,

    /// <summary>The server sets it; nobody else does.</summary>
    ReadOnly,
}

/// <summary>Which of Terraform's units an attribute has where Proxmox has another.</summary>
public enum ProviderUnit
{
    Same,

    /// <summary>GiB, whole, rounded down.</summary>
    GiB,

    /// <summary>A list of strings.</summary>
    List,
}

/// <summary>An attribute as the provider bpg/proxmox has it.</summary>
/// <param name="Path">Block and attribute, for example <c>cpu.cores</c>.</param>
/// <param name="Default">The provider's own default as Proxmox would write it; null where it has none.</param>
/// <param name="Computed">Leaving it out plans no change: then the code has no opinion.</param>
public sealed record ProviderAttribute(string Path, string? Default = null, bool Computed = false, ProviderUnit Unit = ProviderUnit.Same);

/// <summary>All that is known of one guest attribute: a config key without parts, or one part of a property string.</summary>
public sealed record AttributeSchema
{
    /// <summary>The key, or the sub-key inside a property string.</summary>
    public required string Name { get; init; }

    public required AttributeType Type { get; init; }

    /// <summary>What Proxmox assumes where it is unset; null where it assumes nothing fixed.</summary>
    public string? Default { get; init; }

    /// <summary>Proxmox's schema does not state the default; it follows from what its code does with an unset value.</summary>
    public bool IsImplied { get; init; }

    /// <summary>
    /// Saying the default is not the same as saying nothing: <c>ipconfig0: ip=dhcp</c> asks for DHCP, an empty one for no
    /// address, although Proxmox's schema calls <c>dhcp</c> the default.
    /// </summary>
    public bool KeepsDefault { get; init; }

    public decimal? Minimum { get; init; }
    public decimal? Maximum { get; init; }
    public int? MaxLength { get; init; }
    public ImmutableArray<string> Choices { get; init; } = [];

    /// <summary>Proxmox's name of the format, for example <c>pve-bridge-id</c>; null where the type says it all.</summary>
    public string? Format { get; init; }

    /// <summary>What the whole text has to match, as Proxmox says it; null where anything goes.</summary>
    public string? Pattern { get; init; }

    /// <summary>A property string without this part is refused.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The part that must be there for this one to be; null: none.</summary>
    public string? Requires { get; init; }

    /// <summary>
    /// Proxmox refuses to remove the key once it is there, or takes it and is lost without it (a container's <c>arch</c>:
    /// every later change of it fails); it is set to its default instead.
    /// </summary>
    public bool IsKept { get; init; }

    /// <summary>Other names that Proxmox takes for it.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>Its value may stand in a property string without its name.</summary>
    public bool IsDefaultKey { get; init; }

    /// <summary>Read from the volume id or made by the server: never sent in a request by this name.</summary>
    public bool IsDerived { get; init; }

    /// <summary>Must never be shown, logged or stored.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Only <c>root@pam</c> with a ticket may set it; no API token may, not even one of <c>root@pam</c>.</summary>
    public bool IsRootOnly { get; init; }

    /// <summary>The one value that others may set too where <see cref="IsRootOnly"/> holds (<c>socket</c>, <c>spice</c>), or null.</summary>
    public string? RootOnlyUnless { get; init; }

    public ChangeEffect Effect { get; init; } = ChangeEffect.Restart;

    /// <summary>The <c>hotplug</c> feature that a <see cref="ChangeEffect.HotPlug"/> needs: <c>network</c>, <c>disk</c>, <c>usb</c>, <c>cpu</c>, <c>memory</c>; null: any.</summary>
    public string? HotPlugFeature { get; init; }

    /// <summary>Where the provider has it; null where it cannot be expressed in Terraform.</summary>
    public ProviderAttribute? Provider { get; init; }

    /// <summary>The cmdlets' parameter for it, or null.</summary>
    public string? Parameter { get; init; }
}
