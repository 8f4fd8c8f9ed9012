using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// The answer to a question for a password in a chat: a message of one word that no language has, <c>[09:13] jane: X</c> below <c>[09:12] max: pw for the nas?</c>.
/// </summary>
internal sealed class ChatAnswerDetector : Detector
{
    private const int LongestLine = 160, LongestHead = 48, MostLines = 3, Shortest = 6, Longest = 48;

    private static readonly byte[][] Questions = Phrases.Of("what", "which", "send me", "need the", "wie ist", "was ist", "wie lautet", "welches", "schick", "quel ", "cuál", "wat is", "hoe is", "qual è");

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("chat-answer", PrivacyKind.Password, "One word that answers a question for a password in a chat");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        .. new[] { "passw", "passphrase", "kennwort", "wachtwoord", "mot de passe", "contraseña" }.Select(noun => new Anchor(noun, IgnoreCase: true, WordStart: noun[0] != 'p' && noun[0] != 'k')),
        new("pw ", IgnoreCase: true, WordStart: true), new("pw?", IgnoreCase: true, WordStart: true), new("pwd ", IgnoreCase: true, WordStart: true), new("pwd?", IgnoreCase: true, WordStart: true), new("psk?", IgnoreCase: true, WordStart: true),
        new("enable secret", IgnoreCase: true, WordStart: true), new("shared secret", IgnoreCase: true, WordStart: true), new("radius secret", IgnoreCase: true, WordStart: true),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = Bytes.LineStart(text, at);
        var end = Bytes.LineEnd(text, at);
        if (end - start > LongestLine) return;
        var question = text[start..end];
        for (var lines = 0; lines < MostLines && Bytes.NextLine(text, ref end, out var line); lines++)
        {
            if (end - line > LongestLine) return;
            var message = MessageAt(text, line, end);
            if (message.IsEmpty || IsHead(text[message.Start..message.End])) continue;
            // Most lines below one are no answer: whether it asks is the longer look.
            if (IsAnswer(text[message.Start..message.End]) && IsQuestion(question, at - start)) found.Replace(message.Start, message.Length, Rule.Kind);
            return;
        }
    }

    private static bool IsQuestion(ReadOnlySpan<byte> line, int noun) =>
        line[noun..].TrimEnd(" \r"u8) is [.., (byte)'?'] || ToldText.Holds(line[..noun], Questions);

    /// <summary>What is said, behind the time and the name of who says it: <c>[09:13] jane: </c>, <c>&lt;jane> </c>, <c>09:13 jane: </c>.</summary>
    private static Extent MessageAt(ReadOnlySpan<byte> text, int line, int end)
    {
        var start = Bytes.SkipBlanks(text, line);
        if (start < end && text[start] is (byte)'[' or (byte)'<' or (byte)'(' && text[start..Math.Min(end, start + LongestHead)].IndexOfAny("]>)"u8) is > 0 and var close)
            start = Bytes.SkipBlanks(text, start + close + 1);
        var head = text[start..Math.Min(end, start + LongestHead)];
        if (head.LastIndexOf(": "u8) is > 0 and var colon) start = Bytes.SkipBlanks(text, start + colon + 2);
        start = Math.Min(start, end);
        var rest = text[start..end].Trim(" \t\r`\"*"u8);
        return rest.IsEmpty ? default : new Extent(start + text[start..end].IndexOf(rest), start + text[start..end].IndexOf(rest) + rest.Length);
    }

    /// <summary>A name and a time above the message itself: <c>jane  09:13</c>.</summary>
    private static bool IsHead(ReadOnlySpan<byte> message)
    {
        var last = message[(message.LastIndexOf((byte)' ') + 1)..];
        return last.Length < message.Length && last.Length is >= 4 and <= 8 && last.Contains((byte)':') && last.IndexOfAnyExcept("0123456789:"u8) < 0;
    }

    private static bool IsAnswer(ReadOnlySpan<byte> word)
    {
        if (word.Length is < Shortest or > Longest || word.ContainsAny(" \t"u8) || KeyValueText.IsReference(word) || ToldText.IsCraft(word)) return false;
        return ToldText.ShapeOf(word) != ToldShape.None || KeySentenceText.LooksLikePassword(word, false) && word.IndexOfAny("/\\:@"u8) < 0 && word.ContainsAny("!#$%&+=^~?*"u8);
    }
}
