using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// The number of an event's provider, which is the same on every Windows: <c>&lt;Provider Name='…' Guid='{54849625-…}'/></c>, <c>"providerGuid":"{54849625-…}"</c>. It
/// stays, and so does that of a class, <c>HKCR\CLSID\{20D04FE0-…}</c>, and of a module of PowerShell.
/// </summary>
internal sealed class ProviderGuidDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("provider-guid", PrivacyKind.Uuid, "Leaves the GUIDs of Windows' event providers as they are");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("Guid='{"), new("Guid=\"{"), new("providerGuid\":", IgnoreCase: true), new("CLSID\\{", IgnoreCase: true), new("Module Guid: ", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at + length - 2] == '\\' || text[at + length - 1] == ' ')
        {
            if (SecretText.IsUuid(text, at + length)) found.Keep(at + length, 36);
        }
        else if (text[at + length - 1] == ':')
        {
            var start = Bytes.SkipBlanks(text, at + length);
            if (Bytes.StartsWithAt(text, start, "\"{"u8) && SecretText.IsUuid(text, start + 2)) found.Keep(start + 2, 36);
        }
        else if (text[Math.Max(0, at - 120)..at] is var before && (before.LastIndexOf((byte)'<') is >= 0 and var tag && before[tag..].StartsWith("<Provider "u8) || before[Bytes.LineStart(before, before.Length)..].IndexOf("Provider Name="u8) >= 0) && SecretText.IsUuid(text, at + length)) found.Keep(at + length, 36);
    }
}
