using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Lines of an address, a user and a password, as davfs2's secrets and lists of feeds have them: <c>https://dav.example.net/ jane "x"</c>.</summary>
internal sealed class UrlLineDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("url-line", PrivacyKind.Password, "Lines of an address, a user and a password");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("\nhttps://"), new("\nhttp://")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineEnd(text, at + 1);
        if (text[(at + 1)..line].IndexOfAny(" \t"u8) is not (> 0 and var blank)) return;
        var user = Bytes.SkipBlanks(text, at + 1 + blank);
        var count = NamedValue.NameLength(text, user);
        var start = Bytes.SkipBlanks(text, user + count);
        if (count < 2 || start == user + count || start >= line) return;
        var quote = SecretText.QuoteAt(text, start);
        var value = quote.Length > 0 && SecretText.Quoted(text, start, quote) is { } quoted ? quoted : new Extent(start, SecretText.WordEnd(text, start));
        if (value.Length < 4 || Bytes.SkipBlanks(text, value.End + quote.Length) < line) return;
        var span = text[value.Start..value.End];
        // A sentence of three words has no digits and no signs in its last one.
        if (quote.Length == 0 && !(span.ContainsAnyInRange((byte)'0', (byte)'9') && span.IndexOfAnyInRange((byte)'A', (byte)'z') >= 0 && span.IndexOfAny(".:/"u8) < 0 || span.IndexOfAny("!#$%&+^~?*@"u8) >= 0) || KeyValueText.IsReference(span)) return;
        found.Replace(value.Start, value.Length, Rule.Kind);
        var name = text.Slice(user, count);
        if (Vocabulary.CanBeName(name) && !Vocabulary.IsSystemUser(name) && !ServiceAccounts.Contains(name)) found.Replace(user, count, PrivacyKind.User);
    }
}
