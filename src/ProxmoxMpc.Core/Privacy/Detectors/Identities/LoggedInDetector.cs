using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Who has logged in or out, as RouterOS and many others say it: <c>user jane logged in from 10.0.0.5 via winbox</c>, <c>jane logged out via ssh</c>; and who is at a session of
/// Windows, in the rows of <c>query user</c>: <c>>jane   rdp-tcp#1   2  Active</c>.
/// </summary>
internal sealed class LoggedInDetector : Detector
{
    private static readonly byte[][] Nouns = Phrases.Of("user ", "User ", "USER ", "account ", "Account ", "admin ");

    private static readonly byte[][] Ways = Phrases.Of(" from ", " via ");

    public override PrivacyRule Rule => AccountPhraseDetector.PhraseRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new(" logged in"), new(" logged out"), new(" logged on"), new(" logged off"), new("rdp-tcp#")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == 'r') Session(text, at, found);
        else if (At(text, at) is { IsEmpty: false } name && (Phrases.AnyEnds(text[..Quoted(text, name.Start)], Nouns) || Phrases.AnyStarts(text[(at + length)..], Ways))
            && !CommonWords.Contains(text[name.Start..name.End]) && Vocabulary.IsTelling(text[name.Start..name.End]))
            NamedValue.TakeUser(text, name.Start, name.Length, found);
    }

    /// <summary>The word that ends there, without its quotes.</summary>
    private static Extent At(ReadOnlySpan<byte> text, int end)
    {
        if (Bytes.At(text, end - 1) is (byte)'"' or (byte)'\'' or (byte)'`') end--;
        // User \"jane\" logged in with …
        if (Bytes.At(text, end - 1) == '\\') end--;
        var start = NamedValue.NameStart(text, end);
        return Bytes.At(text, start - 1) is (byte)'@' or (byte)'\\' or (byte)'/' ? default : new Extent(start, end);
    }

    private static int Quoted(ReadOnlySpan<byte> text, int start) => Bytes.At(text, start - 1) is (byte)'"' or (byte)'\'' or (byte)'`' ? start - (Bytes.At(text, start - 2) == '\\' ? 2 : 1) : start;

    /// <summary>The first column of the row.</summary>
    private static void Session(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var start = Bytes.SkipBlanks(text, Bytes.LineStart(text, at));
        if (Bytes.At(text, start) == '>') start++;
        var length = NamedValue.NameLength(text, start);
        if (start + length < at && Bytes.SkipBlanks(text, start + length) == at) NamedValue.TakeUser(text, start, length, found);
    }
}
