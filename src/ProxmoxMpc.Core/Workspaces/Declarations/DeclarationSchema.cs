using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>The JSON Schema of files that declare guests, made of the schema of attributes, for editors to complete and check by.</summary>
public static class DeclarationSchema
{
    private const string Range = @"\[\d+(-\d+)?(,\d+(-\d+)?)*\]";

    // JSON's own escapes are for HTML, which this is not.
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The schema's text.</summary>
    public static string Text() => Root().ToJsonString(Readable).ReplaceLineEndings("\n") + "\n";

    private static JsonObject Root() => new()
    {
        ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
        ["$id"] = "urn:proxmox-mpc:guests:1",
        ["title"] = "Guests of Proxmox VE for Import-PmpcConfiguration",
        ["type"] = "object",
        ["required"] = new JsonArray("version", "guests"),
        ["additionalProperties"] = false,
        ["properties"] = new JsonObject
        {
            ["$schema"] = new JsonObject { ["type"] = "string" },
            ["version"] = new JsonObject { ["const"] = DeclarationReader.FormatVersion },
            ["defaults"] = Reference("defaults"),
            ["guests"] = Reference("guests"),
            ["environments"] = new JsonObject
            {
                ["description"] = "What environments have otherwise: Import-PmpcConfiguration -Environment NAME.",
                ["type"] = Types("object"),
                ["additionalProperties"] = new JsonObject
                {
                    ["type"] = Types("object"),
                    ["additionalProperties"] = false,
                    ["properties"] = new JsonObject { ["defaults"] = Reference("defaults"), ["guests"] = Reference("guests") },
                },
            },
        },
        ["$defs"] = new JsonObject
        {
            ["guests"] = new JsonObject
            {
                ["description"] = "Guests by name. A name with a range stands for many: web-[01-03].",
                ["type"] = Types("object"),
                ["propertyNames"] = new JsonObject { ["pattern"] = $"^([A-Za-z0-9.-]|{Range})+$" },
                ["additionalProperties"] = new JsonObject { ["anyOf"] = new JsonArray(Reference("vm"), Reference("container")) },
            },
            ["defaults"] = Defaults(),
            ["vm"] = Guest(GuestKind.Qemu),
            ["container"] = Guest(GuestKind.Lxc),
            ["range"] = new JsonObject { ["description"] = "One value for each guest of the entry.", ["type"] = "string", ["pattern"] = Range },
        },
    };

    private static JsonObject Defaults()
    {
        var both = Words();
        foreach (var kind in new[] { GuestKind.Lxc, GuestKind.Qemu })
            foreach (var key in GuestSchema.For(kind).Keys.Where(key => !key.IsFamily && IsDeclared(kind, key))) both[key.Name] = new JsonObject();
        return new()
        {
            ["description"] = "Settings of every guest that does not say otherwise; under vm and container those of one kind. What a kind does not have is passed over.",
            ["type"] = Types("object"),
            ["properties"] = With(both, ("vm", Reference("vm")), ("container", Reference("container"))),
            ["patternProperties"] = new JsonObject { ["^[a-z]+\\d+$"] = new JsonObject() },
            ["additionalProperties"] = false,
        };
    }

    private static JsonObject Guest(GuestKind kind)
    {
        var (properties, patterns) = (Words(), new JsonObject());
        foreach (var key in GuestSchema.For(kind).Keys.Where(key => IsDeclared(kind, key)).OrderBy(key => key.Name, StringComparer.Ordinal))
        {
            if (key.IsFamily) patterns[$"^{key.Name}({string.Join('|', Enumerable.Range(key.FirstIndex!.Value, key.LastIndex!.Value - key.FirstIndex.Value + 1))})$"] = Key(key);
            else properties[key.Name] = Key(key);
        }
        return new() { ["type"] = Types("object"), ["properties"] = properties, ["patternProperties"] = patterns, ["additionalProperties"] = false };
    }

    private static bool IsDeclared(GuestKind kind, KeySchema key) =>
        key.Name != kind.NameKey() && key.Name is not ("unused" or "cdrom") && key.Scalar is not { IsSecret: true } && key.Scalar?.Effect != ChangeEffect.ReadOnly;

    private static JsonObject Words() => new()
    {
        ["kind"] = new JsonObject { ["enum"] = new JsonArray("vm", "container"), ["default"] = "vm" },
        ["vmid"] = Alternatives("The vmid, of a range of guests the first, or a range of its own. Without it: that of the guest of this name, or a free one.", new JsonObject { ["type"] = "integer", ["minimum"] = 100, ["maximum"] = 999999999 }, Reference("range")),
        ["node"] = Alternatives("The node; of several the guests of the entry take turns. Without it: the one with the fewest guests.", Plain("string"), new JsonObject { ["type"] = "array", ["items"] = Plain("string") }),
        ["pool"] = Described("The pool that it is a member of.", "string"),
        ["started"] = Described("Whether it runs.", "boolean"),
        ["clone"] = Described("The template or guest that a VM is cloned from, by name or vmid: its settings are the VM's, where the file does not say otherwise.", "string", "integer"),
        ["template"] = Described("The image that a container is made of: local:vztmpl/debian-13-standard_13.1-2_amd64.tar.zst.", "string"),
    };

    private static JsonObject Key(KeySchema key)
    {
        if (key.Scalar is { } scalar) return Value(scalar, key.Name is "swap" or "balloon" or "memory");
        var parts = new JsonObject();
        foreach (var part in key.Parts.Where(part => !part.IsSecret && part.Effect != ChangeEffect.ReadOnly).OrderBy(part => part.Name, StringComparer.Ordinal)) parts[part.Name] = Value(part, isMemory: false);
        return new()
        {
            ["anyOf"] = new JsonArray(
                new JsonObject { ["description"] = "As Proxmox writes it.", ["type"] = new JsonArray("string", "integer", "boolean", "null") },
                new JsonObject { ["type"] = "object", ["properties"] = parts, ["additionalProperties"] = false }),
        };
    }

    private static JsonObject Value(AttributeSchema attribute, bool isMemory)
    {
        var plain = attribute.Type switch
        {
            AttributeType.Boolean => new JsonObject { ["enum"] = new JsonArray(true, false, 0, 1) },
            AttributeType.Choice => new JsonObject { ["enum"] = new JsonArray([.. attribute.Choices.Select(choice => (JsonNode)choice)]) },
            AttributeType.Integer => Bounded("integer", attribute),
            AttributeType.Number => Bounded("number", attribute),
            AttributeType.Set or AttributeType.List or AttributeType.Ranges => new JsonObject { ["type"] = new JsonArray("string", "integer", "array"), ["items"] = new JsonObject { ["type"] = new JsonArray("string", "integer") } },
            _ => attribute.MaxLength is { } length ? new JsonObject { ["type"] = new JsonArray("string", "number"), ["maxLength"] = length } : new JsonObject { ["type"] = new JsonArray("string", "number") },
        };
        var alternatives = new JsonArray(plain, new JsonObject { ["type"] = "null" }, Reference("range"));
        if (isMemory) alternatives.Add((JsonNode)new JsonObject { ["description"] = "With a unit; without one it is MiB.", ["type"] = "string", ["pattern"] = "^\\d+ ?[GgMm](i?[Bb])?$" });
        // Numbers of a choice may stand without quotes.
        if (attribute.Type == AttributeType.Choice && attribute.Choices.Any(choice => decimal.TryParse(choice, CultureInfo.InvariantCulture, out _)))
            alternatives.Add((JsonNode)new JsonObject { ["enum"] = new JsonArray([.. attribute.Choices.Where(choice => decimal.TryParse(choice, CultureInfo.InvariantCulture, out _)).Select(choice => (JsonNode)decimal.Parse(choice, CultureInfo.InvariantCulture))]) });
        var value = new JsonObject { ["anyOf"] = alternatives };
        if (attribute.Default is { } text) value["description"] = $"Proxmox's default: {text}.";
        return value;
    }

    private static JsonObject Bounded(string type, AttributeSchema attribute)
    {
        var bounded = new JsonObject { ["type"] = type };
        if (attribute.Minimum is { } low) bounded["minimum"] = low;
        if (attribute.Maximum is { } high) bounded["maximum"] = high;
        return bounded;
    }

    private static JsonObject Plain(string type) => new() { ["type"] = type };

    private static JsonObject Described(string text, params string[] types) => new() { ["description"] = text, ["type"] = new JsonArray([.. types.Append("null").Select(type => (JsonNode)type)]) };

    private static JsonObject Alternatives(string text, params JsonObject[] alternatives) => new() { ["description"] = text, ["anyOf"] = new JsonArray([.. alternatives]) };

    private static JsonArray Types(string type) => new(type, "null");

    private static JsonObject Reference(string name) => new() { ["$ref"] = $"#/$defs/{name}" };

    private static JsonObject With(JsonObject all, params (string Name, JsonObject Value)[] more)
    {
        foreach (var (name, value) in more) all[name] = value;
        return all;
    }
}
