using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Codes of a second factor that a program asks for or prints: the answer of oathtool, the prompt of google-authenticator, the list of emergency codes below its title.</summary>
internal sealed class PromptedCodeDetector : Detector
{
    private const int MostLines = 16;

    private static readonly string[] Titles = ["scratch code", "backup code", "recovery code", "emergency code", "notfallcode", "backup-code", "wiederherstellungscode", "wiederherstellungsschlüssel", "codes de secours", "codes de récupération"];

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("prompted-code", PrivacyKind.OneTimeCode, "Codes of a second factor that programs ask for and print");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("oathtool ", WordStart: true), new("pass otp ", WordStart: true), new("bw get totp", WordStart: true), new("ykman oath", WordStart: true), new("code from app", IgnoreCase: true), new("Passcode or option"), .. Titles.Select(title => new Anchor(title, IgnoreCase: true, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = Bytes.LineEnd(text, at);
        if (text[at + length - 1] is (byte)' ' or (byte)'h' || length == 11 && text[at] == 'b')
        {
            Answer(text, end, found);
            return;
        }
        if (text[at + length - 1] is (byte)'p' or (byte)'n')
        {
            // Enter code from app (-1 to skip): 137811
            var colon = text[at..end].IndexOf((byte)':');
            if (colon > 0 && Bytes.SkipBlanks(text, at + colon + 1) is var typed) Code(text, typed, end, found);
            return;
        }
        List(text, end, found);
    }

    /// <summary>The line below a command: a code alone, or behind the name of its account.</summary>
    private void Answer(ReadOnlySpan<byte> text, int end, Findings found)
    {
        if (text[end..].IndexOf((byte)'\n') is not (>= 0 and var feed) || end + feed + 1 >= text.Length) return;
        var start = end + feed + 1;
        var line = text[start..Bytes.LineEnd(text, start)].TrimEnd(" \t\r"u8);
        Code(text, start + line.LastIndexOfAny(" \t"u8) + 1, start + line.Length, found);
    }

    private void Code(ReadOnlySpan<byte> text, int start, int end, Findings found)
    {
        var stop = start;
        while (stop < end && Bytes.IsDigit(text[stop])) stop++;
        if (stop - start is >= 6 and <= 8 && Bytes.SkipBlanks(text, stop) >= end) found.Replace(start, stop - start, Rule.Kind);
    }

    /// <summary>Lines of codes and nothing else, numbered or not.</summary>
    private void List(ReadOnlySpan<byte> text, int end, Findings found)
    {
        for (var lines = 0; lines < MostLines && text[end..].IndexOf((byte)'\n') is >= 0 and var feed; lines++)
        {
            var start = end + feed + 1;
            if (start >= text.Length) return;
            end = Bytes.LineEnd(text, start);
            var first = start;
            while (first < end && (Bytes.IsBlank(text[first]) || text[first] is (byte)'-' or (byte)'*' or (byte)'>' or (byte)'|')) first++;
            if (first == end) continue;
            if (!IsList(text[first..end])) return;
            for (var i = first; i < end;)
            {
                var word = i;
                while (i < end && !Bytes.IsBlank(text[i])) i++;
                if (i - word >= 6) found.Replace(word, i - word, Rule.Kind);
                while (i < end && Bytes.IsBlank(text[i])) i++;
            }
        }
    }

    private static bool IsList(ReadOnlySpan<byte> line)
    {
        var codes = 0;
        while (!(line = line.TrimStart(" \t\r"u8)).IsEmpty)
        {
            var word = line.IndexOfAny(" \t\r"u8) is >= 0 and var blank ? line[..blank] : line;
            line = line[word.Length..];
            // 1. or 1) before it.
            if (word.Length <= 3 && word.TrimEnd(".):"u8).IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0) continue;
            if (word.Length is < 6 or > 40 || !word.ContainsAnyInRange((byte)'0', (byte)'9')) return false;
            foreach (var b in word)
                if (!Bytes.IsAsciiLetterOrDigit(b) && b != '-') return false;
            codes++;
        }
        return codes > 0;
    }
}
