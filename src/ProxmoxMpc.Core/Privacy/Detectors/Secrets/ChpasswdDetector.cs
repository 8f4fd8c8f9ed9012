using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Pairs <c>user:password</c> that are fed to chpasswd, those of cloud-init's list of that name, and those that it makes up and tells on the console.
/// </summary>
internal sealed class ChpasswdDetector : Detector
{
    private const string Random = "Set the following 'random' passwords";

    private const int MostRandom = 100, Longest = 160;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("chpasswd", PrivacyKind.Password, "Passwords for chpasswd");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("chpasswd", WordStart: true), new(Random)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        if (length == Random.Length)
        {
            Told(text, at, found);
            return;
        }
        if (Bytes.At(text, at + length) == '"' && Bytes.At(text, at - 1) == '"')
        {
            Json(text, at + length, found);
            return;
        }
        if (Bytes.At(text, at + length) != ':')
        {
            var before = text[line..at];
            // chpasswd <<< 'jane:x'
            var rest = text[(at + length)..Bytes.LineEnd(text, at)];
            if (rest.IndexOf("<<<"u8) is >= 0 and < 16 and var here)
            {
                var start = Bytes.SkipBlanks(text, at + length + here + 3);
                Pair(text, start + SecretText.QuoteAt(text, start).Length, Bytes.LineEnd(text, at), found);
                return;
            }
            if (before.IndexOf("echo"u8) is >= 0 and var echo || (echo = before.IndexOf("printf"u8)) >= 0)
                Pair(text, Math.Max(line + echo + 4, line), at, found);
            return;
        }
        if (Bytes.At(text, Bytes.SkipBlanks(text, at + length + 1)) == '{')
        {
            Json(text, at + length, found);
            return;
        }
        if (Bytes.StartsWithAt(text, at + length, ":\\n"u8))
        {
            Escaped(text, at, at + length + 1, found);
            return;
        }
        var indent = at - line;
        var next = Bytes.LineEnd(text, at);
        while (Bytes.NextLine(text, ref next, out var start))
        {
            var first = Bytes.SkipBlanks(text, start);
            if (first - start <= indent && first < next) return;
            if (text[first..next].IndexOf((byte)':') is > 0 and var colon && Bytes.At(text, first + colon + 1) is not ((byte)' ' or 0 or (byte)'\n' or (byte)'\r')) Pair(text, first, next, found);
        }
    }

    /// <summary>A pair on each line below, each behind what a log begins its lines with: <c>cloud-init[612]: debian:x</c>.</summary>
    private void Told(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var isLogged = Bytes.At(text, at - 1) == ' ';
        var end = Bytes.LineEnd(text, at);
        for (var lines = 0; lines < MostRandom && Bytes.NextLine(text, ref end, out var start); lines++)
        {
            if (isLogged) start += text[start..end].LastIndexOf(": "u8) is >= 0 and var sign ? sign + 2 : 0;
            var pair = text[start..end].TrimEnd((byte)' ');
            if (pair.Length > Longest || NamedValue.NameLength(pair, 0) is not (> 0 and var user) || Bytes.At(pair, user) != ':') return;
            if (pair.Contains((byte)' ') || pair.Length - user < 6) return;
            Pair(text, start, start + pair.Length, found);
        }
    }

    /// <summary><c>"chpasswd": {"list": "jane:x\nbob:y"}</c>, and the same in a map of YAML.</summary>
    private void Json(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var end = Math.Min(Bytes.LineEnd(text, at), at + 600);
        if (text[at..end].IndexOf("list"u8) is not (> 0 and var list)) return;
        var behind = at + list + (Bytes.At(text, at + list + 4) == '"' ? 5 : 4);
        if (text[behind..end].IndexOf((byte)'"') is not (>= 0 and var quote)) return;
        var start = behind + quote + 1;
        if (SecretText.Quoted(text, start - 1, "\""u8) is not { IsEmpty: false } value) return;
        for (var i = value.Start; i < value.End;)
        {
            var stop = text[i..value.End].IndexOf("\\n"u8) is >= 0 and var feed ? i + feed : value.End;
            Pair(text, i, stop, found);
            i = stop + 2;
        }
    }

    /// <summary>The same list in a text of JSON, as a state of Terraform holds it: <c>chpasswd:\n  list: |\n    jane:x\n</c></summary>
    private void Escaped(ReadOnlySpan<byte> text, int at, int start, Findings found)
    {
        const int Most = 4000;
        var indent = IndentBefore(text, at);
        var limit = Math.Min(Bytes.LineEnd(text, start), start + Most);
        while (Bytes.StartsWithAt(text, start, "\\n"u8))
        {
            start += 2;
            var end = text[start..limit].IndexOfAny("\\\""u8) is >= 0 and var sign ? start + sign : limit;
            var first = Bytes.SkipBlanks(text, start);
            if (first - start <= indent && first < end) return;
            var value = text[first..Math.Max(first, end)].IndexOf((byte)':') + first + 1;
            if (value > first + 1 && value < end && text[value] != ' ') Pair(text, first, end, found);
            start = end;
        }
    }

    private static int IndentBefore(ReadOnlySpan<byte> text, int at)
    {
        var start = at;
        while (Bytes.At(text, start - 1) == ' ') start--;
        return at - start;
    }

    private void Pair(ReadOnlySpan<byte> text, int start, int limit, Findings found)
    {
        if (text[start..limit].IndexOf((byte)':') is not (> 0 and var colon)) return;
        var value = start + colon + 1;
        var end = value;
        while (end < limit && !Bytes.IsBlank(text[end]) && text[end] is not ((byte)'"' or (byte)'\'' or (byte)'|')) end++;
        // "echo \"jane:x\" | chpasswd" within a string: the backslash belongs to the quote.
        if (Bytes.At(text, end) is (byte)'"' or (byte)'\'') end = value + text[value..end].TrimEnd((byte)'\\').Length;
        if (end <= value || KeyValueText.IsReference(text[value..end])) return;
        found.Replace(value, end - value, Rule.Kind);
        var user = value - 1;
        while (user > start && (Bytes.IsLetterOrDigit(text[user - 1]) || text[user - 1] is (byte)'-' or (byte)'_' or (byte)'.')) user--;
        NamedValue.TakeUser(text, user, value - 1 - user, found);
    }
}
