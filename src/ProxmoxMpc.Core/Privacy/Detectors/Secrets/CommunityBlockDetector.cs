using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Communities where a device names them by a setting of its own: the name of an entry below <c>config system snmp community</c> of FortiGates, and what
/// <c>getcfg SNMP Community</c> of QNAP's storage answers on the line below; the head of a block of Junos, <c>community x {</c>, by the rights in it.
/// </summary>
internal sealed class CommunityBlockDetector : Detector
{
    private const int MostLines = 200, Shortest = 3, Longest = 64;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("community-block", PrivacyKind.Password, "Communities in blocks of FortiGates and in answers of getcfg");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("config system snmp community"), new("getcfg ", WordStart: true), new("authorization read-", WordStart: true), new("snmp {", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = Bytes.LineEnd(text, at);
        if (text[at] == 'a') Head(text, at, found);
        else if (text[at] == 's') Members(text, end, found);
        else if (text[at] == 'g') Answer(text, at + length, end, found);
        else Block(text, end, found);
    }

    /// <summary>Blocks are in each other, the hosts of a community in its own.</summary>
    private void Block(ReadOnlySpan<byte> text, int end, Findings found)
    {
        var depth = 1;
        for (var lines = 0; lines < MostLines && Bytes.NextLine(text, ref end, out var start); lines++)
        {
            var at = Bytes.SkipBlanks(text, start);
            if (Bytes.StartsWithAt(text, at, "config "u8)) depth++;
            else if (text[at..end].TrimEnd(" \r"u8).SequenceEqual("end"u8) && --depth == 0) return;
            else if (depth == 1 && Bytes.StartsWithAt(text, at, "set name "u8)) Take(text, DeviceText.Next(text, at + "set name ".Length, end), found);
        }
    }

    /// <summary>Junos: the block of a community, or the statement that has nothing else to say, within that of SNMP.</summary>
    private void Members(ReadOnlySpan<byte> text, int end, Findings found)
    {
        var depth = 1;
        for (var lines = 0; lines < MostLines && depth > 0 && Bytes.NextLine(text, ref end, out var start); lines++)
        {
            var at = Bytes.SkipBlanks(text, start);
            var line = text[at..end].TrimEnd(" \t\r"u8);
            if (depth == 1 && line is [.., (byte)'{' or (byte)';'] && line.StartsWith("community "u8))
            {
                var value = DeviceText.Next(text, at + "community ".Length, end);
                if (!value.IsEmpty && text[value.End - 1] == ';') value = value with { End = value.End - 1 };
                Take(text, value, found);
            }
            depth += line.Count((byte)'{') - line.Count((byte)'}');
        }
    }

    private void Head(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        if (line == 0 || !NamedValue.IsFirstOnLine(text, at)) return;
        var end = line - 1;
        var start = Bytes.SkipBlanks(text, Bytes.LineStart(text, end));
        if (!Bytes.StartsWithAt(text, start, "community "u8) || text[start..end].TrimEnd(" \r"u8) is not [.., (byte)'{']) return;
        var value = DeviceText.Next(text, start + "community ".Length, end);
        if (!text[value.Start..value.End].SequenceEqual("{"u8)) Take(text, value, found);
    }

    /// <summary>The section, the name of the setting, options; below it nothing but the value.</summary>
    private void Answer(ReadOnlySpan<byte> text, int at, int end, Findings found)
    {
        var section = DeviceText.Next(text, at, end);
        if (section.IsEmpty) return;
        var key = DeviceText.Next(text, DeviceText.After(text, section), end);
        var name = text[key.Start..key.End];
        if (name.IsEmpty || KeyNames.MeaningOf(name) is not (KeyMeaning.Password or KeyMeaning.Token) && !Bytes.StartsWithIgnoreCase(name, Math.Max(0, name.Length - 9), "community"u8)) return;
        if (!Bytes.NextLine(text, ref end, out var below)) return;
        var value = DeviceText.Next(text, below, end);
        if (value.Start == below && text[value.End..end].TrimEnd(" \r"u8).IsEmpty) Take(text, value, found);
    }

    private void Take(ReadOnlySpan<byte> text, Extent value, Findings found)
    {
        if (value.Length is >= Shortest and <= Longest && DeviceText.CanBeSecret(text[value.Start..value.End])) found.Replace(value.Start, value.Length, Rule.Kind);
    }
}
