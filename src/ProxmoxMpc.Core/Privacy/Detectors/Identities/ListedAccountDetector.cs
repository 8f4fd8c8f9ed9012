using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Accounts that lists of other systems show: those of a BMC as ipmitool lists them, and the local ones of an answer file of Windows' setup.</summary>
internal sealed class ListedAccountDetector : Detector
{
    private const int Reach = 400;

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("listed-account", PrivacyKind.User, "Accounts in ipmitool user list and in answer files of Windows");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. new[] { "ADMINISTRATOR", "OPERATOR", "NO ACCESS" }.Select(level => new Anchor(level, WordStart: true)), new("LocalAccount ", WordStart: true), new("LocalAccount>", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == 'L') Local(text, at + length, found);
        else Managed(text, at, found);
    }

    private static void Local(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var window = text[at..Math.Min(text.Length, at + Reach)];
        if (window.IndexOf("</LocalAccount"u8) is >= 0 and var close) window = window[..close];
        if (window.IndexOf("<Name>"u8) is not (>= 0 and var name)) return;
        var start = at + name + 6;
        NamedValue.TakeUser(text, start, NamedValue.NameLength(text, start), found);
    }

    /// <summary>A number, the name, what the account may do, its level: <c>3   jane   true    false      true       ADMINISTRATOR</c></summary>
    private static void Managed(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        var i = Bytes.SkipBlanks(text, line);
        var number = i;
        while (Bytes.IsDigit(Bytes.At(text, i))) i++;
        var start = Bytes.SkipBlanks(text, i);
        var count = NamedValue.NameLength(text, start);
        if (i == number || i - number > 2 || start == i || count == 0 || start + count > at) return;
        var rest = text[(start + count)..at];
        if (rest.IndexOfAnyExcept(" \ttruefalsTRUEFALS"u8) >= 0 || rest.IndexOf("true"u8) < 0 && rest.IndexOf("false"u8) < 0) return;
        NamedValue.TakeUser(text, start, count, found);
    }
}
