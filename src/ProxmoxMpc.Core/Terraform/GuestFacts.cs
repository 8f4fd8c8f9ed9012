using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>
/// What of a guest can be written as code: attribute path to value as Proxmox spells it, defaults that are spelled out
/// included, for the provider compares some values as text (a MAC's case, the size of a mount point).
/// </summary>
internal static class GuestFacts
{
    /// <summary>The values to write.</summary>
    public static AttributeMap Of(Guest guest)
    {
        var schema = GuestSchema.For(guest.Kind);
        var cloudInit = CloudInitDrive(guest);
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [AttributePath.Node] = guest.Node,
            [AttributePath.Started] = guest.IsRunning ? "1" : "0",
        };
        if (guest.Pool is { Length: > 0 } pool) values[AttributePath.Pool] = pool;
        foreach (var (name, raw) in guest.Config)
        {
            if (name == ProviderNames.TemplatePath && guest.Kind == GuestKind.Lxc) values[name] = raw;
            if (schema.FindKey(name) is not { } key) continue;
            if (guest.Kind == GuestKind.Qemu && key.IsCloudInit() && cloudInit is null) continue;
            if (key.IsDrive()) DriveFacts.Add(values, guest.VmId, name, key, raw, name == cloudInit);
            else if (key.Scalar is { } scalar) AddScalar(values, key, scalar, name, raw);
            else AddParts(values, key, name, raw);
        }
        // Volumes that are unpacked from a template tell by its name what they hold.
        if (guest.Kind == GuestKind.Lxc && !values.ContainsKey("ostype") && values.TryGetValue(ProviderNames.TemplatePath, out var template)
            && OsTypeOf(template) is { } osType) values["ostype"] = osType;
        return AttributeMap.From(values);
    }

    /// <summary>What the volumes' names tell beyond the values: the provider reads it, but it need not be written.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Derived(Guest guest)
    {
        foreach (var disk in guest.Config)
        {
            if (GuestSchema.For(guest.Kind).FindKey(disk.Key) is not { IsVolume: true } key || key.Attribute("format")?.Provider is null) continue;
            var parts = PropertyString.Parse(disk.Value, key);
            if (parts["media"] == "cdrom" || parts["format"] is not null || parts["file"] is not { } volume) continue;
            if (volume.EndsWith(".qcow2", StringComparison.Ordinal)) yield return new(AttributePath.Of(disk.Key, "format"), "qcow2");
            else if (volume.EndsWith(".vmdk", StringComparison.Ordinal)) yield return new(AttributePath.Of(disk.Key, "format"), "vmdk");
        }
    }

    /// <summary>The key of the drive that holds the guest's cloud-init data, or null.</summary>
    public static string? CloudInitDrive(Guest guest) => guest.Kind == GuestKind.Lxc ? null : guest.Config.Keys.FirstOrDefault(name =>
        GuestSchema.For(GuestKind.Qemu).FindKey(name) is { } key && key.IsDrive()
        && DriveFacts.IsCloudInit(guest.VmId, PropertyString.Parse(guest.Config[name], key)["file"]));

    private static void AddScalar(Dictionary<string, string> values, KeySchema key, AttributeSchema scalar, string name, string raw)
    {
        if (scalar.Provider is null || raw == " " || !scalar.IsSecret && !IsSayable(scalar, raw)) return;
        // That there is a password is all that may be known of it.
        if (scalar.IsSecret) values[name] = "";
        else values[name] = scalar.Name == "sshkeys" || scalar.Type == AttributeType.Description ? AttributeValue.Normalize(scalar, raw) : raw;
    }

    private static void AddParts(Dictionary<string, string> values, KeySchema key, string name, string raw)
    {
        var parsed = PropertyString.Parse(raw, key);
        foreach (var part in key.Parts.Where(part => !part.IsDerived))
        {
            if (parsed[part.Name] is not { } value) continue;
            if (part.IsDefaultKey && key.IsVolume)
            {
                var (storage, volume) = VolumeId.Split(value);
                if (storage is not null && key.Attribute("storage")?.Provider is not null) values[AttributePath.Of(name, "storage")] = storage;
                // Only a mount point's volume is written; of the others the provider knows the storage.
                if (key.Name == "mp" && volume.Length > 0 && !IsAllocation(volume)) values[AttributePath.Of(name, "volume")] = volume;
                if (IsAllocation(volume)) values.TryAdd(AttributePath.Of(name, "size"), volume + "G");
            }
            else if (part.Provider is not null && IsSayable(part, value)) values[AttributePath.Of(name, part.Name)] = value;
        }
        // The provider decodes them whether Proxmox says that they are encoded or not.
        if (key.Name == "smbios1") DecodeBase64(values, key, name);
        // One implies the other, in Proxmox and as the provider reads it.
        if (key.Name == "virtiofs" && AttributeValue.Boolean(parsed["expose-acl"] ?? "0") == true) values.TryAdd(AttributePath.Of(name, "expose-xattr"), "1");
        if (key.Name == "watchdog") values.TryAdd("watchdog.model", key.DefaultPart!.Default!);
    }

    /// <summary>Whether code can hold the value: a file that somebody wrote by hand may have a word where Terraform wants a number.</summary>
    private static bool IsSayable(AttributeSchema part, string value) =>
        (part.Type is AttributeType.Integer or AttributeType.Number && part.Provider!.Unit is not (ProviderUnit.GiB or ProviderUnit.List) && AttributeValue.IsPlainNumber(value))
        || HclConvert.ToHcl(part, value) is not { } code || HclConvert.FromHcl(part, code).Error is null;

    /// <summary>Whether the volume is a request for a new one (<c>local-lvm:32</c>), as a guest that is only planned has.</summary>
    internal static bool IsAllocation(string volume) => volume.Length > 0 && volume.All(c => char.IsAsciiDigit(c) || c == '.') && volume != "0";

    private static void DecodeBase64(Dictionary<string, string> values, KeySchema key, string name)
    {
        foreach (var part in key.Parts.Where(part => part.Name is not ("uuid" or "base64")))
        {
            var path = AttributePath.Of(name, part.Name);
            if (!values.TryGetValue(path, out var text)) continue;
            if (FromBase64(text) is { } decoded) values[path] = decoded;
        }
    }

    /// <summary>Whether it can be decoded, be the result text or not.</summary>
    internal static bool IsBase64(string text) => Convert.TryFromBase64String(text, new byte[text.Length], out _);

    /// <summary>The text that is encoded so; null where it is none.</summary>
    internal static string? FromBase64(string text)
    {
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length)) return null;
        try
        {
            return Strict.GetString(bytes, 0, length);
        }
        catch (System.Text.DecoderFallbackException)
        {
            return null;
        }
    }

    private static readonly System.Text.UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static string? OsTypeOf(string template)
    {
        var file = template[(template.LastIndexOf('/') + 1)..];
        var name = file.Split('-', '_')[0];
        return GuestSchema.For(GuestKind.Lxc).Find("ostype")!.Choices.Contains(name) ? name : null;
    }
}
