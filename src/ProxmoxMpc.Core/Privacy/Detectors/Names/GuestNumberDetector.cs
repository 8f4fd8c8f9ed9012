using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Names with the guest's number behind them, which says that they are one's: <c>web-01 (VM 118)</c>, <c>owncloud is VM 102</c></summary>
internal sealed class GuestNumberDetector : Detector
{
    public override PrivacyRule Rule => NoticeNameDetector.NoticeRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        new("is VM ", WordStart: true), new("ist VM ", WordStart: true), new("is CT ", WordStart: true), new("ist CT ", WordStart: true),
        .. new[] { "VM", "CT", "LXC", "VMID", "vmid", "CTID", "ID" }.SelectMany(word => new[] { new Anchor($" ({word} "), new Anchor($" ({word}: ") }),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var number = at + length;
        if (text[at] == ' ') TakeBefore(text, at, number, found);
        else if (at >= 2 && text[at - 1] == ' ' && Bytes.IsDigit(Bytes.At(text, number))) TakeBefore(text, at - 1, number, found);
    }

    private static void TakeBefore(ReadOnlySpan<byte> text, int at, int number, Findings found)
    {
        if (!IsNumber(text, number)) return;
        var end = at;
        while (end > 0 && text[end - 1] is (byte)'\'' or (byte)'"' or (byte)'`' or (byte)'*') end--;
        var start = end;
        while (start > 0 && (Bytes.IsLetterOrDigit(text[start - 1]) || text[start - 1] is (byte)'-')) start--;
        if (Bytes.At(text, start - 1) is (byte)'.' or (byte)'@' or (byte)'/' or (byte)'$' or (byte)'%' || !CanBeGuest(text[start..end])) return;
        NamedValue.TakeName(text, start, end - start, PrivacyKind.Guest, found);
    }

    /// <summary>Three to nine digits, and nothing that goes on with them.</summary>
    private static bool IsNumber(ReadOnlySpan<byte> text, int at)
    {
        var end = at;
        while (Bytes.IsDigit(Bytes.At(text, end))) end++;
        if (end - at is < 3 or > 9) return false;
        if (Bytes.At(text, end) is (byte)')' or (byte)',' or (byte)' ' or (byte)';' or (byte)'\r' or (byte)'\n' or 0) return true;
        return text[end] == '.' && !Bytes.IsLetterOrDigit(Bytes.At(text, end + 1));
    }

    /// <summary>A guest is called as the program that it runs, but by no other word.</summary>
    private static bool CanBeGuest(ReadOnlySpan<byte> name) => name.Length >= 2 && (Vocabulary.IsProgram(name) || !Vocabulary.IsWord(name) && !CommonWords.Contains(name));
}
