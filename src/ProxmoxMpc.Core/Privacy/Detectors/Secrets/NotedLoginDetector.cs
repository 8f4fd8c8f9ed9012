using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Logins of the accounts that machines and devices are shipped with, in short notes: <c>fw01 – root – X</c>, <c>UPS web: apc, X</c>, <c>- pve1..pve4 root: X</c>,
/// <c>mit root und X</c>, <c>use Administrator with X</c>. The password ends its clause and looks like nothing else.
/// </summary>
internal sealed class NotedLoginDetector : Detector
{
    private const int LongestLine = 120, Shortest = 7, Longest = 40;

    private static readonly string[] Accounts = ["root", "admin", "Administrator", "administrator", "ADMIN", "apc", "ubnt", "USERID"];

    private static readonly string[] Joins = [" – ", " - ", ", ", ": ", " und ", " and ", " with ", " mit ", " met ", " en ", " avec ", " et ", " con ", " // "];

    public override PrivacyRule Rule => LoginText.PairRule;

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. from account in Accounts from sign in Joins select new Anchor(account + sign, WordStart: true), .. Accounts.Select(account => new Anchor($"({account}:", WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineEnd(text, at);
        var own = Bytes.LineStart(text, at);
        if (line - own > LongestLine || !(text[at] == '(' || IsBorder(Bytes.At(text, at - 1))) || IsLogged(text[own..at])) return;
        var word = ToldText.Word(text, at + length, line, out var next);
        var span = text[word.Start..word.End];
        if (span.Length is < Shortest or > Longest || !IsPassword(span) || !EndsSo(text, next, line)) return;
        found.Replace(word.Start, word.Length, Rule.Kind);
    }

    private static bool IsBorder(byte before) => before is 0 or (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'(' or (byte)'|' or (byte)'`' or (byte)'"' or (byte)'>';

    /// <summary>A line of a log begins with a time, and a column of a listing stands behind others.</summary>
    private static bool IsLogged(ReadOnlySpan<byte> before) => before.Count((byte)':') > 1 || before.IndexOf("  "u8) > 0 || before.IndexOf("]: "u8) >= 0;

    /// <summary>Made up, or capitals, small letters and digits in one word.</summary>
    private static bool IsPassword(ReadOnlySpan<byte> word) => ToldText.ShapeOf(word) switch
    {
        ToldShape.Made => true,
        ToldShape.Mixed => word.IndexOfAny("-_."u8) < 0 && word.ContainsAnyInRange((byte)'0', (byte)'9') && word.ContainsAnyInRange((byte)'a', (byte)'z') && Bytes.IsLetter(word[0]),
        _ => false,
    };

    /// <summary>At the end of the line or of the clause.</summary>
    private static bool EndsSo(ReadOnlySpan<byte> text, int next, int line)
    {
        var rest = text[Math.Min(next, line)..line].Trim(" \t\r"u8);
        if (rest.IsEmpty || Bytes.At(text, next - 1) is (byte)',' or (byte)'.' or (byte)';' or (byte)')') return true;
        return rest[0] is (byte)'(' or (byte)'-' or (byte)'|' or 0xE2 || rest.IndexOf((byte)' ') is > 0 and var blank && Clauses.Contains(rest[..blank]);
    }

    private static readonly WordSet Clauses = WordSet.Of("until and or for on bis und oder auf for please bitte till port");
}
