using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>What is left of a distinguished name that PowerShell has cut in its middle: <c>(CN=jane,OU=S...rprise,DC=de:String)</c>.</summary>
internal sealed class CutDirectoryNameDetector : Detector
{
    private const int Longest = 63;

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("directory-name-cut", PrivacyKind.Domain, "Distinguished names that were cut in the middle");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("DC=", IgnoreCase: true, WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (Bytes.At(text, at - 1) != ',') return;
        var start = at - 1;
        while (start > 0 && at - start < Longest && (Bytes.IsLetterOrDigit(text[start - 1]) || text[start - 1] == '-')) start--;
        if (text[..start].EndsWith("..."u8)) found.Replace(start, at - 1 - start, Rule.Kind);
    }
}
