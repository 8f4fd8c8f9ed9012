using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary><c>"web-01" = "10.0.0.1"</c>, <c>"web-01": ["10.0.0.1"]</c>: a map of machines. Keys that are made of everyday words (public-ip) are settings.</summary>
internal sealed class AddressMapDetector : Detector
{
    public override PrivacyRule Rule => AddressedNameDetector.AddressRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new(" = \"1"), new("\": \"1"), new(" = \"2"), new("\": [\"1"), new(" = [\"1")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        // Signs of equality may stand below one another.
        while (at > 0 && text[at] == ' ' && text[at - 1] == ' ') at--;
        var address = text[at..].IndexOfAnyInRange((byte)'0', (byte)'9') + at;
        if (text[at] == ' ') at--;
        if (Bytes.At(text, at) != '"') return;
        var start = at;
        while (start > 0 && (Bytes.IsLetterOrDigit(text[start - 1]) || text[start - 1] == '-')) start--;
        if (start == at || Bytes.At(text, start - 1) != '"' || !AddressedNameDetector.IsAddress(text, address, (byte)'"')) return;
        var name = text[start..at];
        if (!Vocabulary.IsTelling(name) || !name.ContainsAny("-0123456789"u8) && !IsPlainMachine(name, text[at + 1])) return;
        // end-address, tftp-ip: a setting.
        if (Settings.Contains(name[(name.LastIndexOf((byte)'-') + 1)..])) return;
        if (HoldsUnknownPart(name) || text[at + 2] == '=' && IsOfMachines(text, start)) NamedValue.TakeName(text, start, name.Length, PrivacyKind.Host, found);
    }

    /// <summary>In Terraform a plain word is a machine's, too; in JSON it is a setting's as often.</summary>
    private static bool IsPlainMachine(ReadOnlySpan<byte> name, byte sign) =>
        sign == ' ' && name.Length >= 5 && name.IndexOfAnyExceptInRange((byte)'a', (byte)'z') < 0 && !name.EndsWith("ip"u8) && !name.EndsWith("addr"u8);

    private static bool HoldsUnknownPart(ReadOnlySpan<byte> name)
    {
        while (!name.IsEmpty)
        {
            var dash = name.IndexOf((byte)'-');
            var part = (dash < 0 ? name : name[..dash]).TrimEnd("0123456789"u8);
            name = dash < 0 ? default : name[(dash + 1)..];
            if (part.Length >= 3 && !Vocabulary.IsWord(part) && !CommonWords.Contains(part)) return true;
        }
        return false;
    }

    /// <summary>Whether the map is one of machines by its own name: <c>hosts = { "bucket-sync" = "10.0.0.1" }</c>, on one line or over some.</summary>
    private static bool IsOfMachines(ReadOnlySpan<byte> text, int at)
    {
        var line = Bytes.LineStart(text, at);
        var head = text[line..at];
        for (var lines = 0; lines < MostLines && head.IndexOf((byte)'{') < 0; lines++)
        {
            if (line == 0 || at - line > Reach || head.Contains((byte)'}')) return false;
            var end = line;
            line = Bytes.LineStart(text, line - 1);
            head = text[line..end];
        }
        if (head.IndexOf((byte)'{') is not (> 0 and var brace)) return false;
        head = head[..brace].TrimEnd(" =:\""u8);
        var start = head.Length;
        while (start > 0 && (Bytes.IsAsciiLetterOrDigit(head[start - 1]) || head[start - 1] is (byte)'_' or (byte)'-')) start--;
        var name = head[start..];
        return Machines.Contains(name[(name.LastIndexOfAny("_-"u8) + 1)..]);
    }

    private const int MostLines = 24, Reach = 2048;

    private static readonly WordSet Machines = WordSet.Of("hosts nodes servers machines vms guests containers workers instances");

    private static readonly WordSet Settings = WordSet.Of(
        "address addresses addr ip ips ip4 ip6 ipv4 ipv6 gateway gw server servers host from to start end cidr net network subnet peer dns nameserver source target range");
}
