using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Accounts of an initial and a surname in texts that people write: <c>11:30 t.brandt: done</c>, <c>ask j.mueller</c>.</summary>
internal sealed class InitialNameDetector : Detector
{
    private const int Shortest = 4, Longest = 20;

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("initial-name", PrivacyKind.User, "Accounts of an initial and a surname: t.brandt");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. "abcdefghijklmnopqrstuvwxyz".Select(letter => new Anchor($" {letter}."))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var surname = at + length;
        var end = surname;
        while (end < text.Length && Bytes.IsLower(text[end]) && end - surname <= Longest) end++;
        if (end - surname is < Shortest or > Longest || !Ends(text, end)) return;
        var name = text[surname..end];
        // A field of an object, a file, a domain: i.name, a.conf, t.info. Code says more with its signs.
        if (!IsSurname(name)) return;
        var line = text[Bytes.LineStart(text, at)..Bytes.LineEnd(text, at)];
        if (line.IndexOfAny("(){}=;$"u8) >= 0 || line.IndexOf(":~"u8) >= 0 || line.IndexOf("]# "u8) >= 0) return;
        found.Learn(PrivacyKind.User, text[(at + 1)..end]);
        found.Replace(at + 1, end - at - 1, PrivacyKind.User);
    }

    /// <summary>Whether a word is none of a language, no ending of a domain and none of a file.</summary>
    internal static bool IsSurname(ReadOnlySpan<byte> word) => !CommonWords.Contains(word) && !Vocabulary.IsWord(word) && !OtherLanguages.Contains(word) && !Domains.IsEnding(word) && !Files.Contains(word);

    internal static bool IsFileEnd(ReadOnlySpan<byte> word) => Files.Contains(word);

    private static readonly WordSet Files = WordSet.Of("conf json html yaml toml service socket timer mount target path slice scope tfvars tfstate template sock lock patch diff orig pcap pcapng jpeg docx xlsx pptx tiff webp mpeg vmdk qcow vhdx ovpn zone keytab kdbx nvram local class java swift vapp info trace dump core xmlx marked part");

    private static bool Ends(ReadOnlySpan<byte> text, int end) =>
        Bytes.At(text, end) is 0 or (byte)' ' or (byte)',' or (byte)'\r' or (byte)'\n' || text[end] is (byte)':' or (byte)'.' or (byte)')' or (byte)'?' or (byte)'!' && Bytes.At(text, end + 1) is 0 or (byte)' ' or (byte)'\r' or (byte)'\n';
}
