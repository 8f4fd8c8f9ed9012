using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Values that sops has enciphered, whatever their keys are called, and its sum of all of them: <c>ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]</c>.</summary>
internal sealed class SopsValueDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("sops-value", PrivacyKind.ServiceToken, "Values that sops has enciphered");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("ENC[AES256_GCM,data:", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var value = text[at..Bytes.LineEnd(text, at)];
        if (value.IndexOf((byte)']') is > 0 and var close && value[..close].IndexOfAny(" \"'"u8) < 0) found.Replace(at, close + 1, Rule.Kind);
    }
}
