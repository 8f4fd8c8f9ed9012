using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// The login of a device in a note, its user and password glued with a slash: <c>ipmi 10.0.0.5, opadmin/x</c>, <c>idrac: jane/x</c>. An address or
/// a word or two may stand between.
/// </summary>
internal sealed class DeviceLoginDetector : Detector
{
    private const int Reach = 64, MostBetween = 3, Shortest = 6, Longest = 32;

    private static readonly string[] Devices =
    [
        "ipmi", "idrac", "ilom", "bmc", "ilo", "webui", "web-ui", "web ui", "webgui", "web gui", "console", "rdp", "vnc", "ssh", "login", "logins", "creds",
        "nvr", "pdu", "ups", "kvm", "switch", "zugang", "telnet", "snmpv3", "ftp", "sftp",
    ];

    private static readonly WordSet NoUsers =
        WordSet.Of("http https tcp udp rx tx read write input output yes no and or on off in out either ssh rdp vnc ftp vm ct lxc qemu");

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("device-login", PrivacyKind.Password, "Logins of devices in notes");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [.. from device in Devices from sign in new[] { " ", ": ", ", " } select new Anchor(device + sign, IgnoreCase: true, WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var limit = Math.Min(Bytes.LineEnd(text, at), at + length + Reach);
        var i = at + length;
        for (var between = 0; between <= MostBetween && i < limit; between++)
        {
            i = Bytes.SkipBlanks(text, i);
            var end = SecretText.WordEnd(text, i);
            if (Take(text, i, end, found)) return;
            i = end;
            while (i < limit && text[i] is (byte)',' or (byte)';' or (byte)':' or (byte)')' or (byte)'"') i++;
            if (i == end && i < limit && !Bytes.IsBlank(text[i])) return;
        }
    }

    private bool Take(ReadOnlySpan<byte> text, int start, int end, Findings found)
    {
        while (start < end && text[start] is (byte)'(' or (byte)'[') start++;
        var name = NamedValue.NameLength(text, start);
        if (name < 2 || start + name >= end || text[start + name] != '/' || !Bytes.IsLower(Bytes.ToLower(text[start]))) return false;
        var password = start + name + 1;
        while (end > password && text[end - 1] == '.') end--;
        if (NoUsers.Contains(text.Slice(start, name)) || !IsPassword(text[password..end])) return false;
        found.Replace(password, end - password, Rule.Kind);
        NamedValue.TakeUser(text, start, name, found);
        return true;
    }

    /// <summary>Capitals, small letters and digits, or a sign among them: no path, no version, no speed.</summary>
    private static bool IsPassword(ReadOnlySpan<byte> value) =>
        value.Length is >= Shortest and <= Longest && value.IndexOfAny("/\\:"u8) < 0 && KeySentenceText.LooksLikePassword(value, false)
        && !KeyValueText.IsReference(value) && (value.IndexOfAny("!#$%&+=@^~?*"u8) >= 0 || IsMixed(value) && SecretText.LooksRandom(value));

    private static bool IsMixed(ReadOnlySpan<byte> value) =>
        value.ContainsAnyInRange((byte)'A', (byte)'Z') && value.ContainsAnyInRange((byte)'a', (byte)'z') && value.ContainsAnyInRange((byte)'0', (byte)'9');
}
