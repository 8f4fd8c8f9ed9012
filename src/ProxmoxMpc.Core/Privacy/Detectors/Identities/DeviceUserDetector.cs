using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Users that switches, routers and controllers tell of: <c>Global AP User Name......... jane</c>, <c>User name: jane</c> of SNMPv3, <c>Last configured: … by jane</c>,
/// <c>Configured from console by jane on vty0</c>, <c>! Last configuration change at … by jane</c>, <c>2026-11-24 10:00:00 UTC by jane via cli</c>.
/// </summary>
internal sealed class DeviceUserDetector : Detector
{
    private const int MostDots = 64;

    private static readonly string[] Changes = ["Last configured: ", "Last configuration change at ", "NVRAM config last updated at ", "Startup config last updated at "];

    public override PrivacyRule Rule => SpokenUserDetector.SpokenRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        new("User Name..", WordStart: true), new("Username ..", WordStart: true), new("Username..", WordStart: true), new("User name: ", WordStart: true),
        .. Changes.Select(change => new Anchor(change, WordStart: true)),
        new("Configured from ", WordStart: true), new(" via cli"), new(" via netconf"), new(" via junoscript"),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        var end = Bytes.LineEnd(text, at);
        switch (text[at])
        {
            case (byte)' ':
                var name = NamedValue.NameStart(text, at);
                if (text[line..name].EndsWith(" by "u8)) Take(text, name, at - name, found);
                break;
            case (byte)'C':
                // %SYS-5-CONFIG_I: Configured from console by jane on vty0 (10.0.0.1)
                if (text[at..end].IndexOf(" by "u8) is > 0 and var who && NamedValue.NameLength(text, at + who + 4) is > 2 and var count
                    && Bytes.StartsWithAt(text, at + who + 4 + count, " on "u8)) Take(text, at + who + 4, count, found);
                break;
            case (byte)'U':
                var value = at + length;
                while (value < end && value - at < MostDots + length && text[value] is (byte)'.' or (byte)' ' or (byte)':') value++;
                TakeWhole(text, value, end, found);
                break;
            default:
                if (text[at..end].LastIndexOf(" by "u8) is > 0 and var by) TakeWhole(text, at + by + 4, end, found);
                break;
        }
    }

    /// <summary>A name that ends its line.</summary>
    private static void TakeWhole(ReadOnlySpan<byte> text, int start, int end, Findings found)
    {
        var count = NamedValue.NameLength(text, start);
        if (text[Math.Min(start + count, end)..end].Trim(" \r"u8).IsEmpty) Take(text, start, count, found);
    }

    private static void Take(ReadOnlySpan<byte> text, int start, int count, Findings found)
    {
        if (Vocabulary.IsTelling(text.Slice(start, count))) NamedValue.TakeUser(text, start, count, found);
    }
}
