using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Machines in front of what daemons and commands say of them: <c>lyra role:Primary</c> of DRBD, <c>LYRA passed test Advertising</c>, <c>mon lyra is low on available space</c>,
/// <c>query failed (SERVFAIL) for lyra/IN/A</c>, <c>&lt;lyra> ESTABLISH SSH CONNECTION</c> of Ansible, <c>lyra   running (libvirt)</c> of Vagrant
/// </summary>
internal sealed class MachineBeforeDetector : Detector
{
    private const byte FirstOnLine = (byte)'\n';

    // What stands behind the name, and the sign before it: a blank also for the beginning of a line.
    private static readonly (string Behind, byte Before)[] Places =
    [
        (" could not be resolved (", (byte)' '), (" passed test ", (byte)' '), (" failed test ", (byte)' '), (" via RPC", (byte)'\\'), (" role:Primary", (byte)' '), (" role:Secondary", (byte)' '), (" role:Unknown", (byte)' '),
        (" is low on available space", (byte)' '), (" is very low on available space", (byte)' '), (" needs attention, ", FirstOnLine), (" not found: 3(", (byte)' '), (" not found: 2(", (byte)' '), (") failed", (byte)'('), (" is alive", FirstOnLine), (" is unreachable", FirstOnLine), (" is not responding", FirstOnLine), (")\tStatus: ", (byte)'('), (")\tPorts: ", (byte)'('), (" MSWinEventLog", (byte)' '), (": exited with exit code", (byte)' '),  ("\",\"IAS\",", (byte)'"'), ("/IN/", (byte)' '), ("): query", (byte)'('), 
        ("> ESTABLISH SSH CONNECTION", (byte)'<'), ("> SSH: EXEC", (byte)'<'), ("> ESTABLISH WINRM CONNECTION", (byte)'<'), (" status is now: ", (byte)' '),
        (" (libvirt)", (byte)0), (" (virtualbox)", (byte)0), (" (proxmox)", (byte)0),
        (" in ha-datacenter", (byte)0), (" JobId ", (byte)0),
    ];

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-before", PrivacyKind.Host, "Machines in front of what daemons say of them: x role:Primary, x passed test");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = 
    [
        // A word behind a blank begins there.
        .. Places.Select(place => IsWord(place.Behind) ? new Anchor(place.Behind[1..], WordStart: true) : new Anchor(place.Behind)),
    ];

    private static bool IsWord(string behind) => behind[0] == ' ' && Bytes.IsAsciiLetter((byte)behind[1]);

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (Bytes.IsAsciiLetter(text[at]))
        {
            if (at == 0) return;
            (at, length) = (at - 1, length + 1);
        }
        if (BeforeOf(text.Slice(at, length)) is not { } before) return;
        if (before == 0)
        {
            FirstColumn(text, at, found);
            return;
        }
        var start = NamedValue.NameStart(text, at);
        var sign = Bytes.At(text, start - 1);
        var isFirst = start == 0 || sign == '\n';
        // Zabbix agent on lyra is unreachable for 5 minutes
        if (before == FirstOnLine && !isFirst && text[at] == ' ' && Phrases.AnyEnds(text[..start], OfMachines)) before = (byte)' ';
        if (before == FirstOnLine ? !isFirst : sign != before && !(before == ' ' && (isFirst || sign == '\t'))) return;
        // AH00957: http: attempt to connect to 10.0.0.5:8080 (lyra) failed
        if (text[at] == ')' && text[at + 2] == 'f' && text[Bytes.LineStart(text, at)..at].IndexOf("attempt to connect to "u8) < 0) return;
        // The type of a record follows the class.
        if (text[at] == '/' && text[at + 1] == 'I' && !Bytes.IsUpper(Bytes.At(text, at + length))) return;
        if (text[at] == '>' && start > 1 && text[start - 2] != '\n') return;
        Take(text, start, at - start, found);
    }

    private static readonly byte[][] OfMachines = Phrases.Of(" on ", "host ", "Host ", "node ", "Node ", "server ", "Server ", " auf ");

    private static byte? BeforeOf(ReadOnlySpan<byte> anchor)
    {
        foreach (var (behind, before) in Places)
            if (System.Text.Ascii.Equals(anchor, behind)) return before;
        return null;
    }

    /// <summary>What Vagrant says of a machine: its name, how it is, and who runs it; what ESXi says of a guest and its host.</summary>
    private static void FirstColumn(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        // 13-Nov 01:00 lyra-dir JobId 711: Bacula's daemons are called by their machine.
        if (text[at + 1] == 'J')
        {
            var daemon = NamedValue.NameStart(text, at);
            if (text[daemon..at].LastIndexOf((byte)'-') is > 1 and var dash && at - daemon - dash is 3 or 4) Take(text, daemon, dash, found);
            return;
        }
        // Event 712 : web-01 on lyra.firma.lan in ha-datacenter is powered on
        if (text[at + 1] == 'i')
        {
            if (text[line..at].LastIndexOf(" on "u8) is not (> 0 and var on)) return;
            var start = NamedValue.NameStart(text, line + on);
            if (Bytes.At(text, start - 1) == ' ') Take(text, start, line + on - start, found);
            return;
        }
        var count = NamedValue.NameLength(text, line);
        if (count > 1 && Bytes.StartsWithAt(text, line + count, "  "u8) && text[(line + count)..at].IndexOfAny(":=\"(,"u8) < 0 && Bytes.IsLower(text[at - 1])) Take(text, line, count, found);
    }

    private static void Take(ReadOnlySpan<byte> text, int start, int count, Findings found)
    {
        var name = text.Slice(start, count);
        if (count < 2 || name.Contains((byte)'.') || !Vocabulary.IsTelling(name)) return;
        NamedValue.TakeName(text, start, count, PrivacyKind.Host, found);
    }
}
