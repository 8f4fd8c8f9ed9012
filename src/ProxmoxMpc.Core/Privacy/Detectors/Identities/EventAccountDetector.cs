using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Users and their domains in the events of Windows: <c>&lt;Data Name="TargetUserName">jane&lt;/Data></c></summary>
internal sealed class EventAccountDetector : Detector
{
    private const int Reach = 80;

    public override PrivacyRule Rule => AccountDetector.AccountRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("UserName\">"), new("DomainName\">"), new("UserName'>"), new("AccountName'>"), new("DomainName'>")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        var close = text[start..Math.Min(text.Length, start + Reach)].IndexOf((byte)'<');
        if (close < 2) return;
        if (text[at] == 'D') AccountValue.TakeDomain(text, start, close, found);
        else AccountValue.Take(text, new Extent(start, start + close), found, learns: true);
    }
}
