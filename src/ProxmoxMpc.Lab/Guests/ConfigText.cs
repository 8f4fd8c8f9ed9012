using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Guests;

/// <summary>What becomes of a value on its way through the config file.</summary>
internal static class ConfigText
{
    /// <summary>Stores a value as it reads back: descriptions lose trailing blanks, an empty value becomes one blank or vanishes.</summary>
    public static void Store(GuestState guest, string key, string value) => Store(guest.Kind, guest.Config, key, value);

    public static void Store(string kind, Dictionary<string, string> config, string key, string value)
    {
        if (key == "description")
        {
            // A container's comment lines keep their blanks, but for lines at the end that are empty.
            value = kind == "qemu" ? value.TrimEnd() : value.TrimEnd('\n');
            if (string.IsNullOrWhiteSpace(value))
                config.Remove(key);
            else
                config[key] = value;
            return;
        }
        if (value.Length == 0)
        {
            // "tags: " parses as one blank; a key whose format refuses a blank is dropped on reading.
            value = " ";
            var errors = new Dictionary<string, string>(StringComparer.Ordinal);
            if (ApiTable.Default.GuestKeys(kind).Find(key) is { } spec)
                SchemaValidator.CheckValue(spec, value, key, errors);
            if (errors.Count > 0)
            {
                // A machine's old value stays as it was.
                if (kind != "qemu")
                    config.Remove(key);
                return;
            }
        }
        if (ApiTable.Default.GuestKeys(kind).Find(key)?.Type == "integer" && long.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out long whole))
            value = whole.ToString(System.Globalization.CultureInfo.InvariantCulture);
        config[key] = value;
    }

    /// <summary>Lower-cased, sorted, unique, joined by semicolons.</summary>
    public static string UniqueTags(LabState state, string text)
    {
        var style = PropertyString.TryParse(ApiTable.Default.Formats.GetValueOrDefault("tag-style") ?? new PropertyFormat("", false, new Dictionary<string, ParameterSpec>()), state.DatacenterOptions.GetValueOrDefault("tag-style", "")) ?? [];
        bool caseSensitive = style.GetValueOrDefault("case-sensitive") == "1";
        var tags = TextRules.SplitList(text).Select(t => caseSensitive ? t : t.ToLowerInvariant());
        if (style.GetValueOrDefault("ordering") != "config")
            tags = tags.OrderBy(t => t, StringComparer.Ordinal);
        return string.Join(';', tags.Distinct(StringComparer.Ordinal));
    }

    /// <summary>Every line must look like a public key.</summary>
    /// <exception cref="LabException">500.</exception>
    public static void RequireSshKeys(string text)
    {
        foreach (string line in text.Split('\n').Where(l => !string.IsNullOrWhiteSpace(l)))
        {
            var words = line.Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries);
            int type = Array.FindIndex(words, w => w.StartsWith("ssh-", StringComparison.Ordinal) || w.StartsWith("ecdsa-", StringComparison.Ordinal) || w.StartsWith("sk-", StringComparison.Ordinal));
            if (type < 0 || type + 1 >= words.Length || !IsKey(words[type], words[type + 1]))
                throw LabException.Die("SSH public key validation error");
        }
    }

    // The blob is a row of length-prefixed fields, its own type first, and nothing after them.
    private static bool IsKey(string type, string blob)
    {
        var bytes = new byte[blob.Length];
        if (!Convert.TryFromBase64String(blob, bytes, out int length))
            return false;
        var fields = new List<byte[]>();
        for (int at = 0; at < length;)
        {
            int size = length - at < 4 ? -1 : System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at));
            if (size < 0 || size > length - at - 4)
                return false;
            fields.Add(bytes[(at + 4)..(at + 4 + size)]);
            at += 4 + size;
        }
        return fields.Count > 1 && System.Text.Encoding.ASCII.GetString(fields[0]) == type && type switch
        {
            "ssh-ed25519" => fields.Count == 2 && fields[1].Length == 32,
            "ssh-rsa" => fields.Count == 3 && fields[2].Length >= 128,
            _ when type.StartsWith("ecdsa-sha2-", StringComparison.Ordinal) => fields.Count == 3,
            _ => true,
        };
    }
}
