using System.Text;
using System.Text.Json;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Core.Api.Objects;

/// <summary>
/// Settings from Proxmox's JSON, the same for the same object: lists and the parts of objects come in the order of Perl's
/// hashes, so those whose order says nothing are sorted.
/// </summary>
internal static class SettingsReading
{
    // What changes by itself, or says the same as another key.
    private static readonly HashSet<string> Volatile = new(StringComparer.Ordinal) { "digest", "next-run", "allowed-tags", "active", "exists", "priority", "families", "tfa-locked-until", "ipversion", "realm-type" };

    private static readonly HashSet<string> Sets = new(StringComparer.Ordinal)
    {
        "content", "nodes", "groups", "users", "privs", "resources", "registered-tags",
    };

    private static readonly HashSet<string> Secrets = new(StringComparer.Ordinal) { "password", "keys", "client-key", "bind-password", "keyring" };

    /// <summary>Every key but those that change by themselves and those left out.</summary>
    internal static GuestConfig Of(JsonElement entry, params string[] without) => GuestConfig.From(entry.EnumerateObject()
        .Where(member => !Volatile.Contains(member.Name) && !without.Contains(member.Name))
        .Select(member => (member.Name, Value: Value(member.Name, member.Value)))
        .Where(pair => pair.Value is not null)
        .Select(pair => KeyValuePair.Create(pair.Name, pair.Value!)));

    /// <summary>The value as one text; null for null.</summary>
    internal static string? Value(string name, JsonElement value)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.Array when value.EnumerateArray().All(item => IsScalar(item) && item.AsText()?.Contains(',', StringComparison.Ordinal) != true) =>
                string.Join(',', value.EnumerateArray().Select(item => item.AsText())),
            JsonValueKind.Object when value.EnumerateObject().All(member => IsScalar(member.Value)) =>
                string.Join(',', value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal).Select(member => $"{member.Name}={member.Value.AsText()}")),
            JsonValueKind.Object or JsonValueKind.Array => Canonical(value),
            _ => value.AsText(),
        };
        if (text is null) return null;
        if (Secrets.Contains(name)) return text.Length == 0 ? text : SettingText.Hidden;
        if (Sets.Contains(name)) return string.Join(',', SettingText.List(text).Distinct(StringComparer.Ordinal).Order(NaturalOrder.Instance));
        return name == "http_proxy" ? WithoutPassword(text) : text;
    }

    private static bool IsScalar(JsonElement value) => value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array);

    /// <summary>JSON with sorted members.</summary>
    private static string Canonical(JsonElement value)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream)) Write(writer, value);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static void Write(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(member.Name);
                    Write(writer, member.Value);
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray()) Write(writer, item);
                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    // A proxy's address may hold a password: http://user:secret@proxy:3128
    private static string WithoutPassword(string address)
    {
        var at = address.LastIndexOf('@');
        var scheme = address.IndexOf("://", StringComparison.Ordinal);
        return at < 0 ? address : (scheme < 0 ? "" : address[..(scheme + 3)]) + SettingText.Hidden + address[at..];
    }
}
