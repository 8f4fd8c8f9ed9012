using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// A user and a password that a shell is told to encode for a header: <c>echo -n 'jane:x' | base64</c>, <c>printf 'jane:x' | openssl base64</c>,
/// <c>base64 &lt;&lt;&lt; jane:x</c>.
/// </summary>
internal sealed class EncodedPairDetector : Detector
{
    private const int Shortest = 4;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("encoded-pair", PrivacyKind.Password, "Users and passwords that a shell is told to encode");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("| base64"), new("|base64"), new("| openssl "), new("base64 <<< ", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        var start = at + length;
        if (text[at] == '|')
        {
            var rest = text[start..Bytes.LineEnd(text, start)];
            // What is decoded is read by others.
            if (rest.StartsWith(" -d"u8) || rest.StartsWith(" -D"u8) || rest.StartsWith(" --d"u8)) return;
            if (text[start - 1] == ' ' && !rest.StartsWith("base64"u8) && !rest.StartsWith("enc -base64"u8)) return;
            start = Argument(text, line, at);
        }
        if (start < 0) return;
        var end = SecretText.WordEnd(text, start);
        if (SecretText.QuoteAt(text, start) is { Length: 1 } quote && SecretText.Quoted(text, start, quote) is { } quoted) (start, end) = (quoted.Start, quoted.End);
        if (text[start..end].EndsWith("\\n"u8)) end -= 2;
        var user = NamedValue.NameLength(text, start);
        // jane@pam:x
        if (Bytes.At(text, start + user) == '@') user += 1 + NamedValue.NameLength(text, start + user + 1);
        var password = start + user + 1;
        if (user < 2 || password + Shortest > end || text[password - 1] != ':') return;
        var value = text[password..end];
        if (value.StartsWith("//"u8) || value.ContainsAny(" {<"u8) || KeyValueText.IsReference(value) || value.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0) return;
        found.Replace(password, value.Length, Rule.Kind);
        if (!text[start..password].Contains((byte)'@')) NamedValue.TakeUser(text, start, user, found);
    }

    /// <summary>What echo or printf is told to print, behind its options; -1 where none of them stands before the pipe.</summary>
    private static int Argument(ReadOnlySpan<byte> text, int line, int at)
    {
        var before = text[line..at];
        var command = Math.Max(before.LastIndexOf("echo "u8), before.LastIndexOf("printf "u8));
        if (command < 0) return -1;
        var start = line + command + before[command..].IndexOf((byte)' ') + 1;
        while (Bytes.At(text, start) == '-' && Bytes.At(text, start + 1) is (byte)'e' or (byte)'n' && text[start..at].Contains((byte)' '))
            start = Bytes.SkipBlanks(text, start + text[start..].IndexOf((byte)' '));
        // printf '%s' jane:x: a form, and what it is filled with.
        if (Bytes.StartsWithAt(text, start, "'%s' "u8) || Bytes.StartsWithAt(text, start, "\"%s\" "u8)) start += 5;
        return start < at ? start : -1;
    }
}
