using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Who becomes somebody else, as the various su and doas log it: <c>Successful su for root by jane</c>, <c>+ /dev/pts/1 jane:root</c>, <c>su: jane to root on /dev/ttyp1</c>,
/// <c>BAD SU jane to root on /dev/ttyp0</c>, <c>doas: jane ran command ls as root from /home</c>, <c>doas: failed auth for jane</c>
/// </summary>
internal sealed class SwitchedUserDetector : Detector
{
    private const int Reach = 200;

    public override PrivacyRule Rule => AccountPhraseDetector.PhraseRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        new("su for ", IgnoreCase: true, WordStart: true), new("BAD SU ", WordStart: true), new(" on /dev/tty"), new(" on /dev/pts/"), new(": + /dev/pts/"), new(": - /dev/pts/"), new(": + pts/"), new(": - pts/"),
        new("failed command for ", WordStart: true), new("failed auth for ", WordStart: true), new("command not permitted for ", WordStart: true), new(" ran command "),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = text[Math.Max(Bytes.LineStart(text, at), at - Reach)..at];
        var start = at + length;
        switch (text[at])
        {
            case (byte)':':
                // su[811]: + pts/1 jane:root
                if (line.IndexOf(" su"u8) < 0) return;
                while (Bytes.IsDigit(Bytes.At(text, start))) start++;
                Pair(text, start + 1, ":"u8, found);
                break;
            case (byte)' ' when text[at + 1] == 'o':
                if (line.IndexOf(" su: "u8) >= 0 || line.IndexOf(" su["u8) >= 0) To(text, at, found);
                break;
            case (byte)' ':
                if (line.IndexOf("doas"u8) >= 0 && NamedValue.NameStart(text, at) is var name && text[..name].EndsWith(": "u8)) NamedValue.TakeUser(text, name, at - name, found);
                break;
            case (byte)'s' or (byte)'S':
                Pair(text, start, " by "u8, found);
                break;
            case (byte)'B':
                Pair(text, start, " to "u8, found);
                break;
            default:
                if (line.IndexOf("doas"u8) >= 0) NamedValue.TakeUser(text, start, NamedValue.NameLength(text, start), found);
                break;
        }
    }

    /// <summary>Two names, and what stands between them.</summary>
    private static void Pair(ReadOnlySpan<byte> text, int first, ReadOnlySpan<byte> between, Findings found)
    {
        var count = NamedValue.NameLength(text, first);
        var second = first + count + between.Length;
        if (count == 0 || !Bytes.StartsWithAt(text, second - between.Length, between)) return;
        NamedValue.TakeUser(text, first, count, found);
        NamedValue.TakeUser(text, second, NamedValue.NameLength(text, second), found);
    }

    /// <summary><c>su: jane to root on /dev/ttyp1</c>, read from its end.</summary>
    private static void To(ReadOnlySpan<byte> text, int end, Findings found)
    {
        var to = NamedValue.NameStart(text, end);
        if (!text[..to].EndsWith(" to "u8)) return;
        var start = NamedValue.NameStart(text, to - 4);
        // BAD SU jane to root: read from its beginning.
        if (!text[..start].EndsWith(": "u8)) return;
        NamedValue.TakeUser(text, start, to - 4 - start, found);
        NamedValue.TakeUser(text, to, end - to, found);
    }
}
