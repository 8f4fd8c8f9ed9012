using System.Security.Cryptography;
using System.Text;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Guests;

/// <summary>A guest's configuration as the text of its .conf file: what the digest is the SHA-1 of.</summary>
internal static class GuestFile
{
    public static string Digest(GuestState guest) => Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(Text(guest))));

    public static string Text(GuestState guest)
    {
        var text = new StringBuilder();
        Section(text, guest.Config, false);
        if (guest.Pending.Count + guest.PendingDelete.Count > 0)
        {
            text.Append("\n[PENDING]\n");
            var pending = new Dictionary<string, string>(guest.Pending, StringComparer.Ordinal);
            if (guest.PendingDelete.Count > 0)
                pending["delete"] = string.Join(',', guest.PendingDelete.Select(d => (d.Value ? "!" : "") + d.Key));
            Section(text, pending, true);
        }
        if (guest.CloudInit.Count > 0)
        {
            text.Append("\n[special:cloudinit]\n");
            Section(text, guest.CloudInit, false);
        }
        foreach (var (name, snapshot) in guest.Snapshots)
        {
            text.Append("\n[").Append(name).Append("]\n");
            Section(text, snapshot, false);
        }
        return text.ToString();
    }

    /// <summary>One configuration without what hangs on it: what a backup holds.</summary>
    public static string Text(IReadOnlyDictionary<string, string> config)
    {
        var text = new StringBuilder();
        Section(text, config, false);
        return text.ToString();
    }

    private static void Section(StringBuilder text, IReadOnlyDictionary<string, string> values, bool pending)
    {
        if (values.TryGetValue("description", out string? description))
        {
            foreach (string line in description.Split('\n'))
                text.Append('#').Append(TextRules.EncodeComment(line)).Append('\n');
            if (description.Length == 0 && !pending)
                text.Length -= 2;
        }
        foreach (var (key, value) in values.Where(v => v.Key != "description").OrderBy(v => v.Key, StringComparer.Ordinal))
            text.Append(key).Append(": ").Append(value).Append('\n');
    }
}
