using System.Globalization;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>
/// What a user wants of a guest, collected attribute by attribute and checked against the schema as it comes in. A null
/// value takes the attribute back to its default.
/// </summary>
public sealed class GuestEdits(GuestKind kind)
{
    private readonly SortedDictionary<string, string?> _changes = new(StringComparer.Ordinal);
    private readonly GuestSchema _schema = GuestSchema.For(kind);

    public GuestKind Kind => kind;

    /// <summary>Attribute path to canonical value.</summary>
    public IReadOnlyDictionary<string, string?> Changes => _changes;

    /// <summary>Sets an attribute by its path (<c>cores</c>, <c>net0.bridge</c>, <c>@pool</c>).</summary>
    /// <exception cref="PmpcException">The path or the value is none that Proxmox has; the message says what would be.</exception>
    public GuestEdits Set(string path, string? value)
    {
        if (AttributePath.IsOutsideConfig(path) || path == AttributePath.OsTemplate)
        {
            _changes[path] = value;
            return this;
        }
        if (_schema.Find(path) is not { } attribute)
        {
            // A property string given whole, as Proxmox writes it: scsi0=local-lvm:32,iothread=1
            if (_schema.FindKey(path) is { IsPropertyString: true } key) return SetKey(path, key, value);
            throw new PmpcException("PmpcAttributeUnknown", PmpcErrorKind.InvalidArgument, $"A {kind.DisplayName()} has no attribute '{path}'.",
                "Name a key of Proxmox's config, or a part of one: cores, memory, net0.bridge, scsi0.size.", path);
        }
        if (attribute.IsSecret)
            throw new PmpcException("PmpcAttributeSecret", PmpcErrorKind.InvalidArgument, $"'{path}' is a secret, and code is no place for secrets.",
                "Set it on the server: qm set VMID --cipassword, or a sensitive variable for Terraform's own apply.", path);
        if (attribute.Effect == ChangeEffect.ReadOnly)
            throw new PmpcException("PmpcAttributeReadOnly", PmpcErrorKind.InvalidArgument, $"'{path}' is set by the server alone.", target: path);
        _changes[path] = value is null ? null : AttributeValue.Canonical(attribute, Check(path, attribute, value), keepDefault: IsKept(path, attribute));
        return this;
    }

    /// <summary>Sets the attribute that a cmdlet's parameter stands for.</summary>
    public GuestEdits SetParameter(string parameter, string? value)
    {
        foreach (var key in _schema.Keys)
        {
            if (key.Scalar?.Parameter == parameter) return Set(key.Name, value);
            if (!key.IsFamily && key.Parts.FirstOrDefault(part => part.Parameter == parameter) is { } part) return Set(AttributePath.Of(key.Name, part.Name), value);
        }
        throw new PmpcException("PmpcParameterUnknown", PmpcErrorKind.InvalidArgument, $"No attribute of a {kind.DisplayName()} is called {parameter}.");
    }

    private bool IsKept(string path, AttributeSchema attribute) =>
        attribute.IsDefaultKey && _schema.FindKey(AttributePath.Split(path).Key) is { IsDevice: true };

    private GuestEdits SetKey(string name, KeySchema key, string? value)
    {
        foreach (var known in _changes.Keys.Where(path => AttributePath.Split(path).Key == name).ToArray()) _changes.Remove(known);
        if (value is null)
        {
            _changes[name] = null;
            return this;
        }
        var parsed = PropertyString.Parse(value, key);
        foreach (var (part, text) in parsed.ToAttributes(key))
        {
            if (key.Attribute(part) is not { } attribute)
                throw new PmpcException("PmpcAttributeUnknown", PmpcErrorKind.InvalidArgument, $"{name} has no part '{part}'; it has {string.Join(", ", key.Parts.Where(one => !one.IsDerived).Select(one => one.Name))}.", target: name);
            if (!attribute.IsDerived) Check(AttributePath.Of(name, part), attribute, text);
            _changes[AttributePath.Of(name, part)] = text;
        }
        if (key.IsVolume) NewVolume(name);
        return this;
    }

    /// <summary><c>local-lvm:32</c> asks for a new volume of 32 GiB, as it does in Proxmox.</summary>
    private void NewVolume(string name)
    {
        var volume = AttributePath.Of(name, "volume");
        if (_changes.GetValueOrDefault(volume) is not { } text || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var gib)) return;
        _changes.Remove(volume);
        _changes[AttributePath.Of(name, "size")] = string.Create(CultureInfo.InvariantCulture, $"{gib}G");
    }

    private static string Check(string path, AttributeSchema attribute, string value)
    {
        string? wrong = attribute.Type switch
        {
            AttributeType.Boolean when AttributeValue.Boolean(value) is null => "0 or 1",
            AttributeType.Choice when !attribute.Choices.Contains(value) => string.Join(", ", attribute.Choices),
            AttributeType.Integer when !long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) => "a whole number",
            AttributeType.Number when !decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _) => "a number",
            AttributeType.Size when DiskSize.TryParse(value) is null => "a size such as 32G",
            AttributeType.Integer or AttributeType.Number when OutOfRange(attribute, value) => Range(attribute),
            _ when attribute.MaxLength is { } length && value.Length > length => $"at most {length} characters",
            _ when attribute.Format == "dns-name" && !IsDnsName(value) => "a DNS name: letters, digits, '-' and '.'",
            _ when attribute.Name is "bridge" or "storage" && !IsId(value) => "a name: letters, digits, '-', '_' and '.'",
            _ => null,
        };
        return wrong is null ? value : throw new PmpcException("PmpcAttributeInvalid", PmpcErrorKind.InvalidArgument,
            $"'{value}' is no value for {AttributePath.Display(path)}: it takes {wrong}.", target: path);
    }

    private static bool OutOfRange(AttributeSchema attribute, string value)
    {
        var number = decimal.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture);
        return number < attribute.Minimum || number > attribute.Maximum;
    }

    private static string Range(AttributeSchema attribute) => (attribute.Minimum, attribute.Maximum) switch
    {
        ({ } low, { } high) => string.Create(CultureInfo.InvariantCulture, $"{low} to {high}"),
        ({ } low, null) => string.Create(CultureInfo.InvariantCulture, $"{low} or more"),
        (_, { } high) => string.Create(CultureInfo.InvariantCulture, $"at most {high}"),
        _ => "another number",
    };

    private static bool IsId(string value) => value.Length > 0 && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    // Proxmox wants a guest's name to be a DNS name and refuses an underscore.
    private static bool IsDnsName(string value) => value.Length is > 0 and <= 253
        && value.Split('.').All(label => label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-' && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'));
}
