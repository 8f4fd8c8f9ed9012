using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Secrets in what a router of MikroTik exports: the name of a community below <c>/snmp community</c>, and values that go on in the next line because the line was
/// long, <c>public-key="\</c>.
/// </summary>
internal sealed class RouterSecretDetector : Detector
{
    private const int MostLines = 40, LongestKey = 32, ShortestKey = 16;

    // A line that goes on ends so; the value is in quotes, which open on the one line or the other.
    private static readonly string[] Breaks =
        ["-key=\"\\", "-key=\\", "secret=\"\\", "secret=\\", "password=\"\\", "password=\\", "passphrase=\"\\", "passphrase=\\"];

    public override PrivacyRule Rule { get; } =
        PrivacyRule.Secret("router-secret", PrivacyKind.Password, "Communities and broken values in exports of MikroTik's routers");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("/snmp community"), .. Breaks.Select(sign => new Anchor(sign))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == '/') Communities(text, at + length, found);
        else if (Bytes.At(text, at + length) is (byte)'\n' or (byte)'\r')
            Broken(text, at + text.Slice(at, length).IndexOf((byte)'='), Bytes.LineEnd(text, at + length), found);
    }

    /// <summary><c>set [ find default=yes ] name=x</c> and <c>add name=x</c>, on the same line or on those below.</summary>
    private void Communities(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var end = Bytes.LineEnd(text, at);
        Community(text, at, end, found);
        for (var lines = 0; lines < MostLines && Bytes.NextLine(text, ref end, out var start); lines++)
        {
            // A value that goes on is indented.
            if (!text[start..end].StartsWith("set "u8) && !text[start..end].StartsWith("add "u8) && !text[start..end].StartsWith("    "u8)) return;
            Community(text, start, end, found);
        }
    }

    private void Community(ReadOnlySpan<byte> text, int at, int end, Findings found)
    {
        if (text[at..end].IndexOf(" name="u8) is not (>= 0 and var name)) return;
        var value = ValueAt(text, at + name + 6, end);
        if (!value.IsEmpty && !text[value.Start..value.End].SequenceEqual("public"u8)) found.Replace(value.Start, value.Length, Rule.Kind);
    }

    /// <summary>The value of a setting whose name says what it is, on the line below.</summary>
    private static void Broken(ReadOnlySpan<byte> text, int sign, int at, Findings found)
    {
        var name = sign;
        while (name > 0 && sign - name < LongestKey && (Bytes.IsAsciiLetterOrDigit(text[name - 1]) || text[name - 1] == '-')) name--;
        var isPublic = text[name..sign].SequenceEqual("public-key"u8);
        var meaning = KeyNames.MeaningOf(text[name..sign]);
        if (!isPublic && meaning == KeyMeaning.Nothing) return;
        if (text[at..].IndexOf((byte)'\n') is not (>= 0 and var feed)) return;
        at += feed + 1;
        var start = Bytes.SkipBlanks(text, at);
        // Without an indent it is no export.
        if (start == at) return;
        var end = Bytes.LineEnd(text, start);
        var value = Bytes.At(text, sign + 1) == '"' ? new Extent(start, start + Math.Max(0, text[start..end].IndexOf((byte)'"'))) : ValueAt(text, start, end);
        if (isPublic && value.Length < ShortestKey || KeyValueText.IsReference(text[value.Start..value.End])) return;
        found.Replace(value.Start, value.Length, isPublic ? PrivacyKind.PrivateKey : meaning == KeyMeaning.Password ? PrivacyKind.Password : PrivacyKind.ServiceToken);
    }

    private static Extent ValueAt(ReadOnlySpan<byte> text, int at, int end)
    {
        if (Bytes.At(text, at) == '"' && SecretText.Quoted(text, at, "\""u8) is { } quoted) return quoted;
        return new Extent(at, Math.Min(end, SecretText.WordEnd(text, at)));
    }
}
