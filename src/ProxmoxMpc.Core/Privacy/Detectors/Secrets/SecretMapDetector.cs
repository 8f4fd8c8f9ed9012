using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Maps of secrets, whose keys say whose they are: <c>passwords = { jane = "x" }</c>, <c>db_passwords:</c> and the keys below it, a Terraform variable of that
/// name with its default. In a map of users only what looks like nothing but a password is taken.
/// </summary>
internal sealed class SecretMapDetector : Detector
{
    private const int Reach = 2000, MostKeys = 64;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("secret-map", PrivacyKind.Password, "Maps of passwords, tokens and keys by their owner");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [.. new[] { "passwords", "passwds", "passphrases", "communities", "tokens", "secrets", "apikeys", "credentials" }.Select(word => new Anchor(word, IgnoreCase: true)), new("psks", IgnoreCase: true, WordStart: true), new("api_keys", IgnoreCase: true, WordStart: true), .. from word in new[] { "users", "logins", "accounts" } from joint in new[] { " = {", "={", ": {", "\": {", "\":{", "\" {" } select new Anchor(word + joint, WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var strict = text[at + length - 1] != '{' && Bytes.ToLower(text[at + length - 1]) == 's';
        var i = strict ? at + length : at + length - 1;
        if (strict)
        {
            if (Bytes.IsLetterOrDigit(Bytes.At(text, i)) || Bytes.At(text, i) == '_') return;
            i += SecretText.QuoteAt(text, i).Length;
            i = Bytes.SkipBlanks(text, i);
            if (Bytes.At(text, i) is (byte)':' or (byte)'=') i = Bytes.SkipBlanks(text, i + 1);
            else if (Bytes.At(text, i) != '{') return;
        }
        else if (length > 0 && text[at + length - 3] == '"')
        {
            // variable "users" { … default = { jane = "x" } }
            var block = text[i..Math.Min(text.Length, i + Reach)];
            if (block.IndexOf("default"u8) is not (> 0 and var given) || block[(given + 7)..].TrimStart(" ="u8) is not [(byte)'{', ..]) return;
            i += given + block[given..].IndexOf((byte)'{');
        }
        if (strict && Bytes.At(text, i) == '{' && text[Bytes.LineStart(text, at)..at].IndexOf("variable"u8) >= 0 && text[i..Math.Min(text.Length, i + Reach)].IndexOf("default"u8) is > 0 and var preset && text[(i + preset)..].IndexOf((byte)'{') is >= 0 and var open) i += preset + open;
        if (Bytes.At(text, i) == '{') Flow(text, i + 1, strict, found);
        else if (strict && i >= Bytes.LineEnd(text, at)) Lines(text, at, found);
    }

    /// <summary><c>{ jane = "x", bob: 'y' }</c>, on one line or many. What holds maps again is left to others.</summary>
    private void Flow(ReadOnlySpan<byte> text, int at, bool strict, Findings found)
    {
        var limit = Math.Min(text.Length, at + Reach);
        for (var keys = 0; keys < MostKeys; keys++)
        {
            while (at < limit && (Bytes.IsBlank(text[at]) || text[at] == ',')) at++;
            if (at >= limit || text[at] == '}') return;
            if (text[at] is (byte)'#' or (byte)'/')
            {
                at = Bytes.LineEnd(text, at);
                continue;
            }
            var quote = SecretText.QuoteAt(text, at);
            var key = at + quote.Length;
            var end = key;
            while (end < limit && (Bytes.IsLetterOrDigit(text[end]) || text[end] is (byte)'.' or (byte)'-' or (byte)'_' or (byte)'@' or (byte)'!')) end++;
            if (end == key) return;
            at = Bytes.SkipBlanks(text, end + quote.Length);
            if (Bytes.At(text, at) is not ((byte)'=' or (byte)':')) return;
            at = Bytes.SkipBlanks(text, Bytes.At(text, at + 1) == '>' ? at + 2 : at + 1);
            if (Bytes.At(text, at) is (byte)'{' or (byte)'[') return;
            var mark = SecretText.QuoteAt(text, at);
            var value = mark.Length > 0 && SecretText.Quoted(text, at, mark) is { } quoted ? quoted : new Extent(at, Math.Min(limit, SecretText.WordEnd(text, at)));
            Take(text, key, end, value, mark.Length > 0, strict, found);
            at = Math.Max(value.End, at) + mark.Length;
        }
    }

    /// <summary>The keys that are indented below, one a line.</summary>
    private void Lines(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        var indent = Bytes.SkipBlanks(text, line) - line;
        var end = Bytes.LineEnd(text, at);
        for (var keys = 0; keys < MostKeys && BlockScalarText.Next(text, ref end, indent) is { } item; keys++)
        {
            if (text[item.Start] is (byte)'-' or (byte)'#' || text[item.Start..item.End].IndexOf(": "u8) is not (> 0 and var colon)) return;
            var start = Bytes.SkipBlanks(text, item.Start + colon + 2);
            var mark = SecretText.QuoteAt(text, start);
            var value = mark.Length > 0 && SecretText.Quoted(text, start, mark) is { } quoted ? quoted : new Extent(start, Comment(text, start, item.End));
            Take(text, item.Start, item.Start + colon, value, mark.Length > 0, true, found);
        }
    }

    private static int Comment(ReadOnlySpan<byte> text, int start, int end) => text[start..end].IndexOf(" #"u8) is > 0 and var comment ? start + comment : end;

    /// <param name="strict">Whether the map is called by what it holds, so that all of its texts are secrets but references and words.</param>
    private void Take(ReadOnlySpan<byte> text, int key, int keyEnd, Extent value, bool isQuoted, bool strict, Findings found)
    {
        var span = text[value.Start..value.End];
        if (span.Length < 4 || KeyValueText.IsReference(span) || BlockScalarText.IsSign(text, value.Start) || span[0] is (byte)'/' or (byte)'.' or (byte)'~' or (byte)'!' or (byte)'&' or (byte)'*' || span.IndexOf("://"u8) >= 0 || span.IndexOf((byte)'!') > 0 && span.Contains((byte)'@')) return;
        if (strict && Settings.Contains(text[key..keyEnd].Trim("\"'"u8))) return;
        if (strict ? Vocabulary.IsWord(span) || !isQuoted && !HasTwoClasses(span) : !LooksMade(span)) return;
        found.Replace(value.Start, value.Length, Rule.Kind);
    }

    /// <summary>Keys of a block that is called so and says how something is done: <c>secrets: { driver: local }</c>.</summary>
    private static readonly WordSet Settings = WordSet.Of("name type path file driver provider mode kind backend url host user username enabled engine mount namespace source external environment description version role scope region ttl id client_id issuer email store target manager resource region profile");

    private static bool HasTwoClasses(ReadOnlySpan<byte> value)
    {
        var classes = Classes(value);
        return (classes & 8) != 0 || (classes & (classes - 1)) != 0;
    }

    /// <summary>No role, name or group: three of small letters, capitals, digits and signs, and nothing of an address.</summary>
    private static bool LooksMade(ReadOnlySpan<byte> value) => value.Length is >= 6 and <= 64 && value.IndexOfAny(" @/\\:"u8) < 0 && System.Numerics.BitOperations.PopCount((uint)Classes(value)) >= 3 && (Classes(value) & 4) != 0;

    private static int Classes(ReadOnlySpan<byte> value)
    {
        var classes = 0;
        foreach (var b in value) classes |= Bytes.IsLower(b) ? 1 : Bytes.IsUpper(b) ? 2 : Bytes.IsDigit(b) ? 4 : 8;
        return classes;
    }
}
