using System.Collections;
using System.Globalization;
using System.Management.Automation;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell;

/// <summary>Base of the cmdlets that write a guest's attributes into the code. A parameter that is not given changes nothing.</summary>
public abstract class GuestCodeCmdlet : SessionCmdlet
{
    private static readonly string[] OwnParameters = ["Workspace", "Name", "VmId", "NewName", "Node", "Pool", "Started", "Storage", "DiskGiB", "Bridge", "Attribute", "PassThru", "OsTemplate", "Privileged", "Tag", "SshKey", "Nameserver"];

    [Parameter]
    public string? Description { get; set; }

    [Parameter]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(TagCompleter))]
    public string[]? Tag { get; set; }

    [Parameter]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(PoolCompleter))]
    public string? Pool { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(NodeCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Node { get; set; }

    /// <summary>Number of CPU cores.</summary>
    [Parameter]
    public int Cores { get; set; }

    /// <summary>Memory, MiB.</summary>
    [Parameter]
    [Alias("Memory")]
    public int MemoryMiB { get; set; }

    [Parameter]
    public SwitchParameter OnBoot { get; set; }

    [Parameter]
    public SwitchParameter Protection { get; set; }

    /// <summary>Whether it shall run.</summary>
    [Parameter]
    public SwitchParameter Started { get; set; }

    [Parameter]
    public string[]? Nameserver { get; set; }

    [Parameter]
    public string? SearchDomain { get; set; }

    /// <summary>Any other attribute by its path in Proxmox's config, for example <c>@{ 'net0.bridge' = 'vmbr1'; 'scsi0.size' = '64G' }</c>; $null takes one back to its default.</summary>
    [Parameter]
    public Hashtable? Attribute { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>A property, not a field: an enumeration of the core in a field would load the core with the module.</summary>
    private protected abstract GuestKind Kind { get; }

    /// <summary>The edits that the given parameters mean.</summary>
    private protected GuestEdits Edits()
    {
        var edits = new GuestEdits(Kind);
        foreach (var (parameter, value) in MyInvocation.BoundParameters)
        {
            if (OwnParameters.Contains(parameter, StringComparer.Ordinal) || CommonParameters.Contains(parameter) || OptionalCommonParameters.Contains(parameter)) continue;
            edits.SetParameter(parameter, Text(value));
        }
        if (Tag is not null) edits.SetParameter(nameof(Tag), string.Join(';', Tag));
        if (Nameserver is not null) edits.SetParameter(nameof(Nameserver), string.Join(';', Nameserver));
        if (Pool is not null) edits.Set(AttributePath.Pool, Pool.Length == 0 ? null : Pool);
        if (MyInvocation.BoundParameters.ContainsKey(nameof(Started))) edits.Set(AttributePath.Started, Started ? "1" : "0");
        foreach (DictionaryEntry entry in Attribute ?? [])
            edits.Set(Text(entry.Key) ?? "", entry.Value is PSObject wrapped ? Text(wrapped.BaseObject) : Text(entry.Value));
        return edits;
    }

    private protected void Report(CodeEdit edit)
    {
        WriteVerbose($"{edit.File}\n{edit.Diff}");
        if (PassThru) WriteObject(edit);
    }

    private static string? Text(object? value) => value switch
    {
        null => null,
        SwitchParameter on => on ? "1" : "0",
        bool on => on ? "1" : "0",
        string[] several => string.Join(';', several),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
