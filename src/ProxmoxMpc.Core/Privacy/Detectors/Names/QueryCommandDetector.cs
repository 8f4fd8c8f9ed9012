using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Machines among the arguments of what asks and tells monitors: <c>zabbix_sender -z lyra -s "web-01"</c>, <c>snmpwalk -v2c -c x lyra 1.3.6.1</c>. Those of SNMP have the
/// machine behind their options, before what is asked.
/// </summary>
internal sealed class QueryCommandDetector : Detector
{
    private static readonly string[] Snmp =
    [
        "snmpwalk ", "snmpbulkwalk ", "snmpget ", "snmpgetnext ", "snmpbulkget ", "snmpset ", "snmpstatus ", "snmptable ", "snmptrap ", "snmpinform ", "snmpdf ",
    ];

    // Options of SNMP with an argument of their own where nothing is glued to them.
    private static readonly byte[] WithArgument = [.. "vcluaAxXnrtemMTZEN"u8];

    public override PrivacyRule Rule => CommandTargetDetector.CommandRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [.. Snmp.Select(command => new Anchor(command, WordStart: true)), new("zabbix_sender ", WordStart: true), new("zabbix_get ", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = CommandTargetDetector.CommandEnd(text, at);
        var start = Bytes.SkipBlanks(text, at + length);
        // In a sentence no option follows.
        if (Bytes.At(text, start) != '-') return;
        if (text[at] == 'z') Zabbix(text, start, end, found);
        else Agent(text, start, end, found);
    }

    /// <summary><c>-z</c> is the server, <c>-s</c> the machine that is told or asked of.</summary>
    private static void Zabbix(ReadOnlySpan<byte> text, int at, int end, Findings found)
    {
        for (var i = at; i < end;)
        {
            var stop = WordEnd(text, i, end);
            var next = Bytes.SkipBlanks(text, stop);
            if (text[i..stop].SequenceEqual("-z"u8) || text[i..stop].SequenceEqual("-s"u8)) CommandTargetDetector.TakeHost(text, Unquoted(text, next), found);
            i = Math.Max(next, i + 1);
        }
    }

    private static void Agent(ReadOnlySpan<byte> text, int at, int end, Findings found)
    {
        for (var i = at; i < end;)
        {
            var stop = WordEnd(text, i, end);
            if (text[i] != '-')
            {
                // udp:lyra:161
                if (Bytes.StartsWithAt(text, i, "udp:"u8) || Bytes.StartsWithAt(text, i, "tcp:"u8)) i += 4;
                CommandTargetDetector.TakeHost(text, Unquoted(text, i), found);
                return;
            }
            var next = Bytes.SkipBlanks(text, stop);
            if (stop - i == 2 && WithArgument.AsSpan().Contains(text[i + 1])) next = Bytes.SkipBlanks(text, WordEnd(text, next, end));
            i = Math.Max(next, i + 1);
        }
    }

    private static int Unquoted(ReadOnlySpan<byte> text, int at) => Bytes.At(text, at) is (byte)'"' or (byte)'\'' ? at + 1 : at;

    /// <summary>Where a word ends; a quoted one may hold blanks.</summary>
    private static int WordEnd(ReadOnlySpan<byte> text, int at, int end)
    {
        if (at < end && text[at] is (byte)'"' or (byte)'\'' && text[(at + 1)..end].IndexOf(text[at]) is >= 0 and var close) return at + close + 2;
        while (at < end && !Bytes.IsBlank(text[at])) at++;
        return at;
    }
}
