using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Devices of a controller of UniFi: the name in an object that says whether it has been adopted and what model it is, and those that
/// events tell of, <c>"sw_name": "x"</c>.
/// </summary>
internal sealed class ControllerDeviceDetector : Detector
{
    // An object begins and ends so far from the key at most.
    private const int Reach = 4000;

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-controller-device", PrivacyKind.Host, "Devices of a controller of UniFi");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        new("\"adopted\""), .. new[] { "sw", "ap", "gw", "dm", "xg" }.Select(device => new Anchor($"\"{device}_name\"")),
        new("\"uplink_device_name\""), new("\"last_uplink_name\""),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at + 1] != 'a' || text[at + 2] != 'd')
        {
            Take(text, at + length - 1, found);
            return;
        }
        var (start, end) = ObjectAround(text, at);
        if (Bytes.At(text, start - 1) != '{' || text[start..end].IndexOf("\"model\""u8) < 0 || text[start..end].IndexOf("\"mac\""u8) < 0) return;
        if (KeyIn(text, start, end) is > 0 and var name) Take(text, name + 5, found);
    }

    private static void Take(ReadOnlySpan<byte> text, int keyEnd, Findings found)
    {
        var (start, count) = NamedValue.After(text, keyEnd);
        if (count > 0 && NamedValue.NameLength(text, start) == count && !Vocabulary.IsWord(text.Slice(start, count)))
            NamedValue.TakeName(text, start, count, PrivacyKind.Host, found);
    }

    /// <summary>From behind the brace that opens an object to the one that closes it, as far as they are in reach.</summary>
    private static (int Start, int End) ObjectAround(ReadOnlySpan<byte> text, int at)
    {
        var (start, end) = (at, at);
        for (var depth = 0; start > 0 && at - start < Reach; start--)
        {
            if (text[start - 1] == '}') depth++;
            else if (text[start - 1] == '{' && --depth < 0) break;
        }
        for (var depth = 0; end < text.Length && end - at < Reach; end++)
        {
            if (text[end] == '{') depth++;
            else if (text[end] == '}' && --depth < 0) break;
        }
        return (start, end);
    }

    /// <summary>Where the object has its own name, and none of another object in it; -1 for none.</summary>
    private static int KeyIn(ReadOnlySpan<byte> text, int start, int end)
    {
        for (var (at, depth) = (start, 0); at < end; at++)
        {
            if (text[at] is (byte)'{' or (byte)'[') depth++;
            else if (text[at] is (byte)'}' or (byte)']') depth--;
            else if (depth == 0 && text[at] == '"' && Bytes.StartsWithAt(text, at, "\"name\""u8)) return at;
        }
        return -1;
    }
}
