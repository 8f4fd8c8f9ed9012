using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Machines in the configurations and tables of switches, routers and firewalls, and in what RADIUS and Samba log: <c>sysname x</c>, <c>ip host x 10.0.0.1</c>,
/// <c>set hostname x</c>, <c>(from client x port 0</c>, <c>smbd_audit: jane|10.0.0.1|x|share</c>.
/// </summary>
internal sealed class DeviceNameDetector : Detector
{
    // First on their line, and the name ends it.
    private static readonly string[] Commands = ["sysname ", "switchname ", "set hostname ", "set system name ", "set prompt ", "system-name ", "device-name ", "configure snmp sysname ", "hostname host ", "set deviceconfig system hostname "];

    // What stands behind them is a machine wherever they stand.
    private static readonly string[] Places = ["(from client ", "hostname='", "hostname=\""];

    /// <summary>The rule, which labels and tables of devices share.</summary>
    public static PrivacyRule DeviceRule { get; } =
        PrivacyRule.Standard("name-device", PrivacyKind.Host, "Machines in configurations and tables of switches, routers and firewalls");

    public override PrivacyRule Rule => DeviceRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [.. Commands.Select(command => new Anchor(command, IgnoreCase: true, WordStart: true)), .. Places.Select(place => new Anchor(place, WordStart: true)), new("ip host ", WordStart: true), new("smbd_audit: ", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = Bytes.SkipBlanks(text, at + length);
        switch (text[at])
        {
            case (byte)'i':
                // ip host x 10.0.0.1
                var count = NamedValue.NameLength(text, start);
                var address = Bytes.SkipBlanks(text, start + count);
                if (NamedValue.IsFirstOnLine(text, at) && address > start + count && AddressText.TryParseIpv4(text[address..Bytes.LineEnd(text, address)].Trim(" \r"u8), (byte)'.', out _)) NamedValue.TakeName(text, start, count, PrivacyKind.Host, found);
                return;
            case (byte)'s' when text[at + 1] == 'm':
                Audited(text, start, Bytes.LineEnd(text, start), found);
                return;
            case (byte)'(':
                Take(text, start, found);
                return;
            case (byte)'h' when text[at + length - 1] is (byte)'\'' or (byte)'"':
                // uci set system.@system[0].hostname='x'
                if (Bytes.At(text, at - 1) == '.' && Bytes.At(text, start + NamedValue.NameLength(text, start)) == text[at + length - 1]) Take(text, start, found);
                return;
            default:
                if (!NamedValue.IsFirstOnLine(text, at) && Bytes.At(text, at - 2) is not ((byte)'#' or (byte)'>' or (byte)'$')) return;
                var quote = Bytes.At(text, start) is (byte)'"' or (byte)'\'' ? 1 : 0;
                var size = NamedValue.NameLength(text, start + quote);
                if (text[(start + quote + size)..Bytes.LineEnd(text, start)].IndexOfAnyExcept("\"' ;\r"u8) < 0) Take(text, start + quote, found);
                return;
        }
    }

    /// <summary>The user, the address, the machine: as vfs_full_audit is set up nearly everywhere.</summary>
    private static void Audited(ReadOnlySpan<byte> text, int start, int end, Findings found)
    {
        var line = text[start..end];
        if (line.IndexOf((byte)'|') is not (> 0 and var first) || line[(first + 1)..].IndexOf((byte)'|') is not (> 0 and var second) || line[(first + second + 2)..].IndexOf((byte)'|') is not (> 0 and var third)) return;
        var user = line[..first];
        var address = line.Slice(first + 1, second);
        var machine = line.Slice(first + second + 2, third);
        if (!AddressText.TryParseIpv4(address, (byte)'.', out _) && !address.Contains((byte)':')) return;
        if (user.LastIndexOf((byte)'\\') is var slash && NamedValue.NameLength(text, start + slash + 1) == user.Length - slash - 1) NamedValue.TakeUser(text, start + slash + 1, user.Length - slash - 1, found);
        var at = start + user.Length + address.Length + 2;
        if (NamedValue.NameLength(text, at) == machine.Length && Vocabulary.IsTelling(machine)) NamedValue.TakeName(text, at, machine.Length, PrivacyKind.Host, found);
    }

    private static void Take(ReadOnlySpan<byte> text, int start, Findings found)
    {
        var count = NamedValue.NameLength(text, start);
        if (Vocabulary.IsTelling(text.Slice(start, count))) NamedValue.TakeName(text, start, count, PrivacyKind.Host, found);
    }
}
