using System.Collections.Immutable;
using System.Text;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Passwords below their head in a table that nothing but blanks divides: <c>Host  User  Password</c>, and rows below it. Taken is what looks like a password and begins where its head
/// does.
/// </summary>
internal sealed class PasswordColumnDetector : Detector
{
    private const int LongestHead = 160, MostRows = 200, Shortest = 5, Longest = 80, Slack = 2;

    private static readonly string[] Heads = ["Password", "password", "PASSWORD", "Passwort", "Kennwort", "Wachtwoord", "Passwd", "Contraseña", "Passphrase", "Community", "Community Name", "PSK"];

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("password-column", PrivacyKind.Password, "Passwords below their head in a table of blanks");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Heads.Select(head => new Anchor(head, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        var end = Bytes.LineEnd(text, at);
        var after = at + length;
        // The first column of a table, or one behind two blanks.
        var isFirst = text[line..at].IndexOfAnyExcept(" \t"u8) < 0 && after < end && text[after] is (byte)' ' or (byte)'\t';
        if (!isFirst && !(Bytes.At(text, at - 1) == '\t' || Bytes.At(text, at - 1) == ' ' && Bytes.At(text, at - 2) == ' ') || end - line > LongestHead || !IsEndOfColumn(text, after, end) || !IsHead(text[line..end])) return;
        var column = Column(text, line, at);
        for (var rows = 0; rows < MostRows && Bytes.NextLine(text, ref end, out var start); rows++)
        {
            var row = text[start..end].TrimEnd(" \r"u8);
            if (row.IsEmpty) return;
            if (row.IndexOfAnyExcept("-=+ \t"u8) < 0) continue;
            if (ValueAt(text, start, start + row.Length, column) is not { Length: >= Shortest and <= Longest } value) continue;
            var span = text[value.Start..value.End];
            if (!span.Contains((byte)' ') && IsPassword(span)) found.Replace(value.Start, value.Length, Rule.Kind);
        }
    }

    private static bool IsEndOfColumn(ReadOnlySpan<byte> text, int at, int end) =>
        at >= end || text[at] is (byte)'\t' or (byte)'\r' || text[at] == ' ' && (at + 1 >= end || text[at + 1] is (byte)' ' or (byte)'\r');

    /// <summary>Words and blanks: no sign that a sentence or a setting has, and no value that was hidden, which had such signs most likely.</summary>
    private static bool IsHead(ReadOnlySpan<byte> line) => line.IndexOf("REDACTED-"u8) < 0 && line.IndexOfAny(":=;,.\"'`|<>{}[]"u8) < 0 && !line.TrimStart(" \t"u8).IsEmpty;

    /// <summary>How many characters stand before a place of a line.</summary>
    private static int Column(ReadOnlySpan<byte> text, int line, int at) => Encoding.UTF8.GetCharCount(text[line..at]);

    /// <summary>What begins at a column, or a little beside it, behind a blank.</summary>
    private static Extent? ValueAt(ReadOnlySpan<byte> text, int start, int end, int column)
    {
        var characters = 0;
        for (var i = start; i < end; i++)
        {
            if ((text[i] & 0xC0) == 0x80) continue;
            if (characters > column + Slack) return null;
            if (characters++ < column - Slack || Bytes.IsBlank(text[i]) || i > start && !Bytes.IsBlank(text[i - 1])) continue;
            var stop = i;
            while (stop < end && text[stop] != '\t' && !(text[stop] == ' ' && (stop + 1 == end || text[stop + 1] is (byte)' ' or (byte)'\t'))) stop++;
            return new Extent(i, stop);
        }
        return null;
    }

    private static bool IsPassword(ReadOnlySpan<byte> value) =>
        KeySentenceText.LooksLikePassword(value, false) && !KeyValueText.IsReference(value) && !AddressText.TryParseIpv4(value, (byte)'.', out _) && value.IndexOf("://"u8) < 0
        && !Domains.IsDomain(value, out _, out _, out _);
}
