namespace ProxmoxMpc.Core.Model.Schema;

/// <summary>The words in which the schema's tables are written.</summary>
internal static class Define
{
    public const string Options = "VM.Config.Options";
    public const string Cpu = "VM.Config.CPU";
    public const string Memory = "VM.Config.Memory";
    public const string HardwareType = "VM.Config.HWType";
    public const string Drives = "VM.Config.Disk";
    public const string CdRom = "VM.Config.CDROM";
    public const string Network = "VM.Config.Network";
    public const string CloudInit = "VM.Config.Cloudinit";
    public const string Power = "VM.PowerMgmt";
    public const string Allocate = "VM.Allocate";

    public static KeySchema Key(AttributeSchema scalar) => new() { Name = scalar.Name, Scalar = scalar };

    public static KeySchema Key(string name, params AttributeSchema[] parts) => new() { Name = name, Parts = [.. parts] };

    public static KeySchema Family(string name, int first, int last, AttributeSchema scalar) =>
        new() { Name = name, FirstIndex = first, LastIndex = last, Scalar = scalar };

    public static KeySchema Family(string name, int first, int last, params AttributeSchema[] parts) =>
        new() { Name = name, FirstIndex = first, LastIndex = last, Parts = [.. parts] };

    public static KeySchema Device(this KeySchema key) => key with { IsDevice = true };

    /// <summary>A running guest takes and gives it up at once where <c>hotplug</c> has the feature.</summary>
    public static KeySchema Plugs(this KeySchema key, string feature) =>
        key with { Added = ChangeEffect.HotPlug, Removed = ChangeEffect.HotPlug, HotPlugFeature = feature };

    public static KeySchema Plugged(this KeySchema key, ChangeEffect added, ChangeEffect removed) => key with { Added = added, Removed = removed };

    /// <summary>The privilege on <c>/vms/{vmid}</c> without which nobody but root changes it.</summary>
    public static KeySchema Needs(this KeySchema key, string privilege) => key with { Privilege = privilege };

    public static KeySchema VolumeKey(this KeySchema key) => key with { IsVolume = true };

    public static KeySchema Models(this KeySchema key, params string[] aliases) => key with { ModelAliases = [.. aliases] };

    public static AttributeSchema Boolean(string name, string? @default = null) => New(name, AttributeType.Boolean, @default);

    public static AttributeSchema Integer(string name, string? @default = null, decimal? minimum = null, decimal? maximum = null) =>
        New(name, AttributeType.Integer, @default) with { Minimum = minimum, Maximum = maximum };

    public static AttributeSchema Number(string name, string? @default = null, decimal? minimum = null, decimal? maximum = null) =>
        New(name, AttributeType.Number, @default) with { Minimum = minimum, Maximum = maximum };

    public static AttributeSchema Text(string name, string? @default = null) => New(name, AttributeType.Text, @default);

    public static AttributeSchema Description(string name) => New(name, AttributeType.Description, null);

    public static AttributeSchema Choice(string name, string[] choices, string? @default = null) =>
        New(name, AttributeType.Choice, @default) with { Choices = [.. choices] };

    public static AttributeSchema Size(string name) => New(name, AttributeType.Size, null);

    public static AttributeSchema Mac(string name) => New(name, AttributeType.Mac, null);

    public static AttributeSchema Set(string name, string? @default = null) => New(name, AttributeType.Set, @default);

    public static AttributeSchema Ranges(string name) => New(name, AttributeType.Ranges, null);

    public static AttributeSchema Uuid(string name) => New(name, AttributeType.Uuid, null);

    public static AttributeSchema List(string name) => New(name, AttributeType.List, null);

    public static AttributeSchema UrlEncoded(string name) => New(name, AttributeType.UrlEncoded, null);

    /// <summary>The part that holds the volume id, which readers see as <c>storage</c> and <c>volume</c>.</summary>
    public static AttributeSchema Volume(string name, params string[] aliases) =>
        New(name, AttributeType.Volume, null) with { IsDefaultKey = true, Aliases = [.. aliases] };

    /// <summary>A part of the volume id.</summary>
    public static AttributeSchema Derived(string name) => New(name, AttributeType.Text, null) with { IsDerived = true };

    public static AttributeSchema Format(this AttributeSchema it, string format) => it with { Format = format };

    public static AttributeSchema KeepsDefault(this AttributeSchema it) => it with { KeepsDefault = true };

    public static AttributeSchema MaxLength(this AttributeSchema it, int length) => it with { MaxLength = length };

    public static AttributeSchema DefaultKey(this AttributeSchema it) => it with { IsDefaultKey = true };

    public static AttributeSchema Alias(this AttributeSchema it, params string[] aliases) => it with { Aliases = [.. aliases] };

    public static AttributeSchema Live(this AttributeSchema it) => it with { Effect = ChangeEffect.Live };

    public static AttributeSchema HotPlug(this AttributeSchema it, string feature) => it with { Effect = ChangeEffect.HotPlug, HotPlugFeature = feature };

    public static AttributeSchema Replace(this AttributeSchema it) => it with { Effect = ChangeEffect.Replace };

    public static AttributeSchema ReadOnly(this AttributeSchema it) => it with { Effect = ChangeEffect.ReadOnly };

    public static AttributeSchema Stop(this AttributeSchema it) => it with { Effect = ChangeEffect.Stop };

    public static AttributeSchema Implied(this AttributeSchema it) => it with { IsImplied = true };

    public static AttributeSchema Pattern(this AttributeSchema it, string pattern) => it with { Pattern = pattern };

    public static AttributeSchema Required(this AttributeSchema it) => it with { IsRequired = true };

    public static AttributeSchema Requires(this AttributeSchema it, string part) => it with { Requires = part };

    public static AttributeSchema Kept(this AttributeSchema it) => it with { IsKept = true };

    public static AttributeSchema Secret(this AttributeSchema it) => it with { IsSecret = true };

    public static AttributeSchema RootOnly(this AttributeSchema it, string? unless = null) => it with { IsRootOnly = true, RootOnlyUnless = unless };

    public static AttributeSchema Parameter(this AttributeSchema it, string parameter) => it with { Parameter = parameter };

    public static AttributeSchema Terraform(this AttributeSchema it, string path, string? @default = null, bool computed = false, ProviderUnit unit = ProviderUnit.Same) =>
        it with { Provider = new(path, @default, computed, unit) };

    private static AttributeSchema New(string name, AttributeType type, string? @default) =>
        new() { Name = name, Type = type, Default = @default };
}
