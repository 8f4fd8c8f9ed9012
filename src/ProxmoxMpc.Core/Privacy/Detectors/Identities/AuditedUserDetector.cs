using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The user among the arguments of a program as auditd lists them: <c>a3="-u" a4="jane"</c></summary>
internal sealed class AuditedUserDetector : Detector
{
    public override PrivacyRule Rule => AccountDetector.AccountRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("\"-u\" a"), new("\"-U\" a")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var argument = at + length;
        while (Bytes.IsDigit(Bytes.At(text, argument))) argument++;
        if (!Bytes.StartsWithAt(text, argument, "=\""u8)) return;
        var start = argument + 2;
        AccountValue.Take(text, new Extent(start, start + NamedValue.NameLength(text, start)), found, sure: true);
    }
}
