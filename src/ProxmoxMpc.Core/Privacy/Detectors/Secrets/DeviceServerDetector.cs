using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Lines of switches and routers that name a server and what is shared with it: <c>snmp-server community X RO</c>,
/// <c>radius-server host 10.0.0.5 key 7 X</c>, <c>server-private 10.0.0.5 auth-port 1812 key X</c>.
/// </summary>
internal sealed class DeviceServerDetector : Detector
{
    public override PrivacyRule Rule => SecretPlace.Rule;

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        new("snmp community "), new("snmp-server community "), new("radius-server ", WordStart: true), new("tacacs-server ", WordStart: true),
        new("server-private ", WordStart: true),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineEnd(text, at);
        var after = at + length;
        if (text[at] != 's' || Bytes.At(text, at + 1) == 'e') SharedKey(text, after, line, found);
        else if (Bytes.At(text, at + 4) == '-') Take(text, DeviceText.Secret(text, after, line, out _), found);
        else Community(text, after, line, found);
    }

    /// <summary>Cisco and Aruba: behind key, and how it is written down.</summary>
    private void SharedKey(ReadOnlySpan<byte> text, int after, int line, Findings found)
    {
        if (text[(after - 1)..line].IndexOf(" key "u8) is >= 0 and var key) Take(text, DeviceText.Secret(text, after + key + 4, line, out _), found);
    }

    private void Take(ReadOnlySpan<byte> text, Extent secret, Findings found)
    {
        if (DeviceText.CanBeSecret(text[secret.Start..secret.End])) found.Replace(secret.Start, secret.Length, Rule.Kind);
    }

    /// <summary>Junos: <c>set snmp community X authorization read-only</c>; RouterOS: <c>/snmp community set 0 name=X</c>.</summary>
    private void Community(ReadOnlySpan<byte> text, int after, int line, Findings found)
    {
        var rest = text[after..line];
        if (rest.IndexOf("name="u8) < 0)
        {
            var end = SecretText.WordEnd(text, after);
            if (end - after > 3 && text[end..line].StartsWith(" authorization"u8)) found.Replace(after, end - after, Rule.Kind);
        }
        else if (rest.IndexOf(" name="u8) is >= 0 and var name)
        {
            var start = after + name + 6;
            found.Replace(start, SecretText.WordEnd(text, start) - start, Rule.Kind);
        }
    }
}
