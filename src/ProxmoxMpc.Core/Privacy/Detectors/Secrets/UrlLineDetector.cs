using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Lines of an address, a user and a password, as davfs2's secrets and lists of feeds have them: <c>https://dav.example.net/ jane "x"</c>.</summary>
internal sealed class UrlLineDetector : Detector
{
    private const int MostLines = 60;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("url-line", PrivacyKind.Password, "Lines of an address, a user and a password");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("\nhttps://"), new("\nhttp://"), new("davfs2/secrets", WordStart: true), new("davfs2.secrets", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == '\n')
        {
            Line(text, at, isSecrets: false, found);
            return;
        }
        // The file's lines below its name; a comment tells what their columns are.
        var end = Bytes.LineEnd(text, at);
        for (var lines = 0; lines < MostLines && Bytes.NextLine(text, ref end, out var start); lines++)
        {
            if (text[start] == '#' && Bytes.At(text, start + 1) != '#') continue;
            if (end == start || !Line(text, start - 1, isSecrets: true, found)) return;
        }
    }

    /// <summary>False where it is no such line.</summary>
    private bool Line(ReadOnlySpan<byte> text, int at, bool isSecrets, Findings found)
    {
        var line = Bytes.LineEnd(text, at + 1);
        if (text[(at + 1)..line].IndexOfAny(" \t"u8) is not (> 0 and var blank)) return false;
        var user = Bytes.SkipBlanks(text, at + 1 + blank);
        var count = NamedValue.NameLength(text, user);
        var userEnd = user + count;
        // jane@pve
        if (Bytes.At(text, userEnd) == '@') userEnd += 1 + NamedValue.NameLength(text, userEnd + 1);
        var start = Bytes.SkipBlanks(text, userEnd);
        if (count < 2 || start == userEnd || start >= line) return false;
        var quote = SecretText.QuoteAt(text, start);
        var value = quote.Length > 0 && SecretText.Quoted(text, start, quote) is { } quoted ? quoted : new Extent(start, SecretText.WordEnd(text, start));
        var rest = text[Math.Min(line, value.End + quote.Length)..line].Trim(" \t\r"u8);
        // The code of a second factor may stand behind it.
        var isCode = rest.Length == 6 && rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
        if (value.Length < 4 || rest.Length > 0 && !isCode) return false;
        var span = text[value.Start..value.End];
        // A sentence of three words has no digits and no signs in its last one.
        var isSure = isSecrets || isCode || userEnd > user + count && span.IndexOfAny("0123456789!#$%&+^~?*.-_"u8) > 0;
        if (!isSure && quote.Length == 0 && !(span.ContainsAnyInRange((byte)'0', (byte)'9') && span.IndexOfAnyInRange((byte)'A', (byte)'z') >= 0 && span.IndexOfAny(".:/"u8) < 0 || span.IndexOfAny("!#$%&+^~?*@"u8) >= 0) || KeyValueText.IsReference(span)) return false;
        if (isCode) found.Replace(Bytes.SkipBlanks(text, value.End + quote.Length), 6, PrivacyKind.OneTimeCode);
        found.Replace(value.Start, value.Length, Rule.Kind);
        var name = text.Slice(user, count);
        if (Vocabulary.CanBeName(name) && !Vocabulary.IsSystemUser(name) && !ServiceAccounts.Contains(name)) found.Replace(user, count, PrivacyKind.User);
        return true;
    }
}
