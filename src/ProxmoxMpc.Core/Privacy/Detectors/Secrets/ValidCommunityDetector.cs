using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Communities of Windows' SNMP service, which are the names of values below a key of the registry: <c>"X"=dword:00000004</c> below <c>[…\ValidCommunities]</c>,
/// <c>reg add …\ValidCommunities /v X</c>, <c>New-ItemProperty …\ValidCommunities -Name X</c>.
/// </summary>
internal sealed class ValidCommunityDetector : Detector
{
    private const int MostLines = 24;

    private static readonly byte[][] Options = Phrases.Of(" /v ", " -Name ");

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("valid-community", PrivacyKind.Password, "Communities in the registry of Windows");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("ValidCommunities", IgnoreCase: true, WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (Bytes.At(text, at - 1) != '\\') return;
        var line = Bytes.LineEnd(text, at);
        var rest = text[(at + length)..line];
        foreach (var option in Options)
            if (rest.IndexOf(option) is >= 0 and var name)
            {
                var value = DeviceText.Next(text, at + length + name + option.Length, line);
                if (value.Length > 1 && !KeyValueText.IsReference(text[value.Start..value.End])) found.Replace(value.Start, value.Length, Rule.Kind);
                return;
            }
        if (rest is not [(byte)']', ..]) return;
        for (var lines = 0; lines < MostLines && Bytes.NextLine(text, ref line, out var start); lines++)
        {
            if (Bytes.At(text, start) != '"' || SecretText.Quoted(text, start, "\""u8) is not { Length: > 1 } community || !Bytes.StartsWithAt(text, community.End, "\"=dword:"u8)) return;
            found.Replace(community.Start, community.Length, Rule.Kind);
        }
    }
}
