using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Passwords in tables of wikis whose heads have a sign of their own: <c>||User||Password||</c> of Jira and Confluence and <c>^ User ^ Password ^</c> of DokuWiki, above rows
/// <c>|jane|X|</c>.
/// </summary>
internal sealed class WikiTableDetector : Detector
{
    private const int MostRows = 100, LongestHead = 400, Shortest = 5, Longest = 80;

    private static readonly string[] Heads = ["Password", "password", "Passwort", "Kennwort", "Wachtwoord", "Mot de passe", "Contraseña", "PSK", "Secret", "Community"];

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("wiki-table", PrivacyKind.Password, "Passwords in tables of wikis");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. from head in Heads from sign in new[] { "||", " ||", " ^" } select new Anchor(head + sign, WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        var sign = text[at + length - 1];
        if (at - line > LongestHead || Bytes.At(text, Bytes.SkipBlanks(text, line)) != sign || text[line..at].TrimEnd((byte)' ') is not { Length: > 0 } before || before[^1] != sign) return;
        var column = sign == '|' ? before.Count("||"u8) : before.Count((byte)'^');
        var end = Bytes.LineEnd(text, at);
        for (var rows = 0; rows < MostRows && Bytes.NextLine(text, ref end, out var start); rows++)
        {
            var first = Bytes.SkipBlanks(text, start);
            // The first cell of DokuWiki may be a head itself.
            if (first >= end || text[first] != '|' && text[first] != sign) return;
            if (Cell(text, first, end, column) is { Length: >= Shortest and <= Longest } cell) Take(text, cell, found);
        }
    }

    private static Extent? Cell(ReadOnlySpan<byte> text, int at, int end, int column)
    {
        for (; column > 0 && at < end; column--)
        {
            var start = at + 1;
            var next = text[start..end].IndexOf((byte)'|');
            at = next < 0 ? end : start + next;
            if (column > 1) continue;
            while (start < at && text[start] is (byte)' ' or (byte)'*' or (byte)'{' or (byte)'\'' or (byte)'`') start++;
            var stop = at;
            while (stop > start && text[stop - 1] is (byte)' ' or (byte)'\r' or (byte)'*' or (byte)'}' or (byte)'\'' or (byte)'`') stop--;
            return new Extent(start, stop);
        }
        return null;
    }

    private void Take(ReadOnlySpan<byte> text, Extent cell, Findings found)
    {
        var value = text[cell.Start..cell.End];
        if (!value.Contains((byte)' ') && KeySentenceText.LooksLikePassword(value, false) && !KeyValueText.IsReference(value) && value.IndexOf("://"u8) < 0) found.Replace(cell.Start, value.Length, Rule.Kind);
    }
}
