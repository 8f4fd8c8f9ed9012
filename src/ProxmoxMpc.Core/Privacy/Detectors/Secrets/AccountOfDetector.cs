using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Passwords of an account of which is said whose it is: <c>root of the guest: Quiet-1755-Otter</c>, <c>root do guest: x</c>, <c>admin vom Switch: x</c>. Taken is only
/// what has letters of both cases, digits and a sign, and ends what is said.
/// </summary>
internal sealed class AccountOfDetector : Detector
{
    private const int MostWords = 3, LongestWords = 40, Shortest = 8, Longest = 48;

    private static readonly string[] Accounts = ["root ", "admin ", "administrator "];

    /// <summary>How languages say whose something is.</summary>
    private static readonly string[] Links = ["of", "on", "do", "da", "de", "del", "dei", "della", "du", "des", "der", "vom", "von", "van", "im", "auf"];

    public override PrivacyRule Rule { get; } =
        PrivacyRule.Secret("account-of", PrivacyKind.Password, "Passwords behind an account and whose it is: root of the guest: x");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [.. from account in Accounts from link in Links select new Anchor($"{account}{link} ", IgnoreCase: true, WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        var line = text[start..Bytes.LineEnd(text, start)];
        if (line[..Math.Min(line.Length, LongestWords)].IndexOf(": "u8) is not (> 0 and var colon) || !IsWords(line[..colon])) return;
        start += colon + 2;
        var end = SecretText.WordEnd(text, start);
        var value = text[start..end];
        if (value.Length is < Shortest or > Longest || !EndsWhatIsSaid(text, end) || KeyValueText.IsReference(value) || value.ContainsAny("/\\:@="u8)) return;
        if (IsMixed(value) && !ToldText.IsCraft(value)) found.Replace(start, value.Length, Rule.Kind);
    }

    private static bool IsWords(ReadOnlySpan<byte> words) =>
        words.Count((byte)' ') < MostWords && words.IndexOfAny("\"'=,;|"u8) < 0;

    private static bool EndsWhatIsSaid(ReadOnlySpan<byte> text, int at) =>
        at >= text.Length || text[at] is (byte)'\r' or (byte)'\n' or (byte)'"' or (byte)'<' or (byte)',' or (byte)';' || Bytes.StartsWithAt(text, at, "\\n"u8);

    private static bool IsMixed(ReadOnlySpan<byte> value) =>
        value.IndexOfAnyInRange((byte)'A', (byte)'Z') >= 0 && value.IndexOfAnyInRange((byte)'a', (byte)'z') >= 0
        && value.ContainsAnyInRange((byte)'0', (byte)'9') && value[1..].IndexOfAny("-_.!#$%&+^~?*"u8) >= 0;
}
