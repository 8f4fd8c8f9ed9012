using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Host keys as PuTTY and its kin keep them: <c>rsa2@22:web-01    REG_SZ    0x10001,0xb831…</c>, <c>"ssh-ed25519@22:10.0.0.5"="0x8c9d…,0x983e…"</c>.</summary>
internal sealed class PuttyHostKeyDetector : Detector
{
    // Digits of a number that is no exponent.
    private const int Shortest = 30;

    private const int MostNumbers = 4;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("putty-host-key", PrivacyKind.SshKey, "Host keys of PuTTY and WinSCP");

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [new("rsa2@", WordStart: true), new("dss@", WordStart: true), new("ssh-ed25519@", WordStart: true), new("ssh-ed448@", WordStart: true), new("ecdsa-sha2-nistp", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = Bytes.LineEnd(text, at);
        // Behind the size of a curve.
        if (text[at] == 'e') length += 3;
        if (at + length > end || text[at + length - 1] != '@' && Bytes.At(text, at + length++) != '@') return;
        var port = at + length;
        var host = port;
        while (host < end && Bytes.IsDigit(text[host])) host++;
        if (host == port || Bytes.At(text, host++) != ':') return;
        var name = NamedValue.NameLength(text, host);
        if (text[host..end].IndexOf("0x"u8) is not (> 0 and var numbers)) return;
        NamedValue.TakeName(text, host, name, PrivacyKind.Host, found);
        var number = host + numbers;
        for (var count = 0; count < MostNumbers && Bytes.StartsWithAt(text, number, "0x"u8); count++)
        {
            var stop = SecretText.HexEnd(text, number + 2);
            if (stop - number - 2 >= Shortest) found.Replace(number + 2, stop - number - 2, Rule.Kind);
            number = Bytes.At(text, stop) == ',' ? stop + 1 : stop;
        }
    }
}
