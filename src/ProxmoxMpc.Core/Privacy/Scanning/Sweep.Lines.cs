using System.Text;
using ProxmoxMpc.Core.Privacy.Detectors;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>What the line tells in which an address stands.</summary>
internal sealed partial class Sweep
{
    /// <summary>A lease of dnsmasq: <c>1732449600 bc:24:11:aa:01:02 10.0.0.77 name 01:…</c>. It is asked behind an address that a MAC precedes.</summary>
    private void LearnLease(ReadOnlySpan<byte> text, int at)
    {
        if (Bytes.At(text, at) != ' ') return;
        var name = Detectors.NamedValue.NameLength(text, at + 1);
        var after = Bytes.At(text, at + 1 + name);
        if (name > 2 && after is 0 or (byte)' ' or (byte)'\n' or (byte)'\r' && Vocabulary.IsTelling(text.Slice(at + 1, name)) && text[(at + 1)..(at + 1 + name)].IndexOf((byte)'.') < 0) _found.Learn(PrivacyKind.Host, text.Slice(at + 1, name));
    }

    /// <summary>
    /// Who is at an address, right before it: <c>lyra[10.0.0.5]</c> of Postfix, <c>(lyra) [10.0.0.5]</c> of Exim, <c>lyra/10.0.0.5:2181</c> of Java, <c>(lyra) 10.0.0.5-&gt;/var/log</c> of OSSEC.
    /// </summary>
    private void LearnPeer(ReadOnlySpan<byte> text, int at, int end)
    {
        var sign = text[at - 1];
        var after = Bytes.At(text, end);
        var name = at - 1;
        var isBracketed = false;
        if (sign == '[' && after == ']')
        {
            isBracketed = text[at - 2] == ' ' && text[at - 3] == ')';
            if (isBracketed) name = at - 3;
        }
        else if (sign == ' ' && text[at - 2] == ')' && Bytes.StartsWithAt(text, end, "->"u8)) (isBracketed, name) = (true, at - 2);
        else if (!(sign == '/' && after == ':' && Bytes.IsDigit(Bytes.At(text, end + 1)))) return;
        var start = NamedValue.NameStart(text, name);
        var before = Bytes.At(text, start - 1);
        // A path goes on before it, and what a protocol is called is in front of an address, too.
        if (isBracketed ? before != '(' : before is not ((byte)' ' or (byte)'(' or (byte)'=' or (byte)'[' or (byte)'<' or (byte)'\n' or (byte)'\t')) return;
        var host = text[start..name];
        if (host.Contains((byte)'.') || !Vocabulary.IsTelling(host) || NoNames.Contains(host) || NoNames.IsVariable(host)) return;
        // Chrome/131.0.0.0: a program, and what version it has.
        if (sign == '/' && host.ContainsAnyInRange((byte)'A', (byte)'Z')) return;
        _found.Learn(PrivacyKind.Host, host);
    }

    /// <summary>A list of machines, as people write it: <c>  edge-fw   10.0.0.1   outside</c>. A setting is called by words: <c>bind-address  10.0.0.1</c></summary>
    private void LearnRow(ReadOnlySpan<byte> text, int at)
    {
        var end = at;
        while (end > 0 && text[end - 1] == ' ') end--;
        var start = NamedValue.NameStart(text, end);
        var name = text[start..end];
        if (name.Length < 4 || name[^1] == ':' || text[Bytes.LineStart(text, start)..start].IndexOfAnyExcept(" >"u8) >= 0) return;
        if (name.LastIndexOf((byte)'-') is not (> 1 and var dash) || !Vocabulary.IsTelling(name) || NoNames.IsVariable(name)) return;
        var first = name[..name.IndexOf((byte)'-')];
        if (CommonWords.Contains(first) || Vocabulary.IsWord(first) || !RoleNames.IsSuffix(name[dash..])) return;
        _found.Learn(PrivacyKind.Host, name);
    }

    /// <summary>After the time of a log's line stand the host and a program: <c>10:00:01 pve1 pvedaemon[123]:</c>.</summary>
    private void LearnSyslogHost(ReadOnlySpan<byte> text, int at)
    {
        // Fractions and a zone: 10:00:01.123+02:00
        while (at < text.Length && (Bytes.IsDigit(text[at]) || text[at] is (byte)'.' or (byte)'+' or (byte)'-' or (byte)':' or (byte)'Z')) at++;
        if (Bytes.At(text, at) != ' ' || text[at - 1] == ':') return;
        // Junos sets the name off.
        if (Bytes.At(text, at + 1) == ' ') at++;
        var start = ++at;
        while (at < text.Length && (Bytes.IsLetterOrDigit(text[at]) || text[at] is (byte)'-' or (byte)'.' or (byte)'_')) at++;
        // syslog-ng tells the way that a line took: src@web-01/web-01
        var isWay = at > start && Bytes.At(text, at) is (byte)'@' or (byte)'/';
        if (isWay)
        {
            start = ++at;
            while (at < text.Length && (Bytes.IsLetterOrDigit(text[at]) || text[at] is (byte)'-' or (byte)'.' or (byte)'_' or (byte)'/')) at++;
            if (text[start..at].LastIndexOf((byte)'/') is >= 0 and var last) start += last + 1;
        }
        var host = text[start..at];
        if (Bytes.At(text, at) != ' ' || _found.HasLearnt(PrivacyKind.Host, host) || !Vocabulary.CanBeName(host) || NoNames.IsMessageNumber(host)) return;
        var program = ++at;
        if (IsOfDevice(text, program) && Vocabulary.IsTelling(host) && BeginsLogLine(text, start)) _found.Learn(PrivacyKind.Host, host);
        if (!Bytes.IsLetter(Bytes.At(text, program))) return;
        while (at < text.Length && (Bytes.IsLetterOrDigit(text[at]) || text[at] is (byte)'-' or (byte)'_' or (byte)'/' or (byte)'.' or (byte)'(' or (byte)')')) at++;
        if (at == program || !(Bytes.At(text, at) is (byte)'[' or (byte)':' || IsRfc5424(text, at))) return;
        // A source of messages that is called as code is: ParameterBinding Information:
        if (Bytes.At(text, at) == ':' && HasHumps(host)) return;
        _found.Learn(PrivacyKind.Host, host);
        // An everyday word is hidden at this place only, and where a program's number leaves no doubt.
        var isCertain = Bytes.At(text, at) != ':' || Unnumbered.Contains(text[program..at]) && BeginsLogLine(text, start);
        if (isCertain && !isWay && _rules.Names && !_rules.IsAllowed(host) && !host.SequenceEqual("localhost"u8) && !HoldsAddress(host)) _found.Replace(start, host.Length, PrivacyKind.Host);
    }

    /// <summary>What devices have where others have a program: the number of an event (<c>00076 ports:</c>), the version of a record (<c>1,2025/11/13</c>), a MAC and a model (<c>00155d4a5b70,U7PG2-6.6.77:</c>).</summary>
    private static bool IsOfDevice(ReadOnlySpan<byte> text, int at)
    {
        var end = SecretText.HexEnd(text, at);
        if (end - at == 12) return Bytes.At(text, end) == ',';
        if (end - at == 1) return text[at] == '1' && Bytes.At(text, end) == ',' && Bytes.StartsWithAt(text, end + 1, "20"u8) && Bytes.At(text, end + 5) == '/';
        return end - at == 5 && Bytes.At(text, end) == ' ' && Bytes.IsLetter(Bytes.At(text, end + 1)) && Bytes.At(text, end + 1 + NamedValue.NameLength(text, end + 1)) == ':' && text[at..end].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
    }

    // Programs that log without their number.
    private static readonly WordSet Unnumbered = WordSet.Of("kernel sudo su doas rsyslogd syslogd syslog-ng systemd audit auditd dhclient");

    /// <summary>Whether an everyday word is known to be a machine, too.</summary>
    private bool IsPlainHost(ReadOnlySpan<byte> name)
    {
        if (_names is null || name.Length < 2 || name.Length > _lower.Length) return false;
        for (var i = 0; i < name.Length; i++) _lower[i] = Bytes.ToLower(name[i]);
        return _names.Find(_lower.AsSpan(0, name.Length)) is { Strength: NameIndex.Strength.Structure, Kind: PrivacyKind.Host or PrivacyKind.Node or PrivacyKind.Guest };
    }

    /// <summary>Whether only the time of a log of the system stands before a place on its line: <c>Mar  3 10:00:01 </c>, <c>2026-03-03T10:00:01.5+00:00 </c></summary>
    private static bool BeginsLogLine(ReadOnlySpan<byte> text, int at)
    {
        const int LongestTime = 40;
        var line = text[Math.Max(0, at - LongestTime)..at];
        if (line.LastIndexOf((byte)'\n') is >= 0 and var feed) line = line[(feed + 1)..];
        else if (at > LongestTime) return false;
        line = line.TrimEnd((byte)' ');
        // Behind a date with a blank other programs say how grave it is.
        return line.Contains((byte)' ') ? line.Length is >= 14 and <= 16 && Bytes.IsUpper(line[0]) && line[3] == ' ' : line.Contains((byte)'T');
    }

    /// <summary>Letters in humps, as code has them: a small one, a capital, a small one.</summary>
    internal static bool HasHumps(ReadOnlySpan<byte> word)
    {
        for (var i = 1; i + 1 < word.Length; i++)
            if (Bytes.IsUpper(word[i]) && Bytes.IsLower(word[i - 1]) && Bytes.IsLower(word[i + 1])) return word.IndexOfAnyInRange((byte)'0', (byte)'9') < 0;
        return false;
    }

    /// <summary>The number of the process, a message's id and data: <c> 1733 - - </c>, <c> - RT_FLOW_SESSION_DENY [junos@2636.1.1.1.2.39 </c></summary>
    private static bool IsRfc5424(ReadOnlySpan<byte> text, int at)
    {
        if (Bytes.At(text, at++) != ' ') return false;
        while (Bytes.IsDigit(Bytes.At(text, at)) || Bytes.At(text, at) == '-') at++;
        if (text[at..].StartsWith(" - "u8) && Bytes.At(text, at + 3) is (byte)'-' or (byte)'[') return true;
        if (Bytes.At(text, at - 1) == ' ' || Bytes.At(text, at++) != ' ') return false;
        at += NamedValue.NameLength(text, at);
        if (!Bytes.StartsWithAt(text, at, " ["u8)) return false;
        // The data are called by whose they are: [junos@2636…
        var sign = at + 2 + NamedValue.NameLength(text, at + 2);
        return Bytes.At(text, sign) == '@' && Bytes.IsDigit(Bytes.At(text, sign + 1));
    }

    /// <summary><c>10.0.0.5 drawer.firma.de drawer</c>: behind an address and a full name its first label is the machine, be it an everyday word.</summary>
    private void EmitOwnLabel(ReadOnlySpan<byte> text, int start, int end, int length)
    {
        var at = Bytes.SkipBlanks(text, end);
        if (at == end || length < 2 || at + length > text.Length || !Ascii.EqualsIgnoreCase(text.Slice(at, length), text.Slice(start, length))) return;
        if (Bytes.IsLetterOrDigit(Bytes.At(text, at + length)) || Bytes.At(text, at + length) is (byte)'-' or (byte)'_' or (byte)'.') return;
        var before = start;
        while (before > 0 && text[before - 1] is (byte)' ' or (byte)'\t') before--;
        if (before == start || !Bytes.IsHex(Bytes.At(text, before - 1))) return;
        var address = before;
        while (address > 0 && before - address < 46 && (Bytes.IsHex(text[address - 1]) || text[address - 1] is (byte)'.' or (byte)':')) address--;
        if (text[address..before].IndexOfAny(".:"u8) < 0 || _rules.IsAllowed(text.Slice(at, length))) return;
        // What is no everyday word is found by itself.
        for (var i = 0; i < length; i++) _lower[i] = Bytes.ToLower(text[at + i]);
        if (_names?.Find(_lower.AsSpan(0, length)) is { Strength: NameIndex.Strength.Structure }) _found.Replace(at, length, PrivacyKind.Host);
    }

    /// <summary>Behind an address of a file of hosts stands a machine, be it called by an everyday word: <c>10.0.0.5 gateway</c></summary>
    private void EmitPlainHost(ReadOnlySpan<byte> text, int at)
    {
        var start = Bytes.SkipBlanks(text, at);
        if (start == at || _names is not { HasPlainHosts: true } || !_rules.Names) return;
        var count = NamedValue.NameLength(text, start);
        var name = text.Slice(start, count);
        if (count < 2 || Bytes.At(text, start + count) is not (0 or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')) return;
        if (!IsPlainHost(name) || EveryMachine.Contains(name) || _rules.IsAllowed(name) || !IsOfHostsFile(text, at)) return;
        _found.Replace(start, count, PrivacyKind.Host);
    }

    private static readonly WordSet EveryMachine = WordSet.Of("localhost pvelocalhost loghost ip6-localhost");

    /// <summary>Whether the machine itself stands above, by the name that it has in every file of hosts.</summary>
    private static bool IsOfHostsFile(ReadOnlySpan<byte> text, int at)
    {
        const int Reach = 4000;
        var above = text[Math.Max(0, at - Reach)..at];
        if (above.LastIndexOf("127.0.0.1"u8) is not (>= 0 and var own) || own > 0 && above[own - 1] != '\n') return false;
        var line = above[(own + 9)..];
        return line[..Math.Max(0, line.IndexOf((byte)'\n'))].IndexOf("localhost"u8) > 0;
    }

    /// <summary>A line of <c>/etc/hosts</c>: an address and names, nothing else.</summary>
    private void LearnHostsLine(ReadOnlySpan<byte> text, int at)
    {
        var line = text[at..Bytes.LineEnd(text, at)];
        if (line.Length == 0 || line[0] is not ((byte)' ' or (byte)'\t')) return;
        if (line.IndexOf((byte)'#') is >= 0 and var comment) line = line[..comment];
        Span<Range> words = stackalloc Range[8];
        var count = 0;
        for (var i = 0; i < line.Length;)
        {
            while (i < line.Length && Bytes.IsBlank(line[i])) i++;
            var start = i;
            while (i < line.Length && !Bytes.IsBlank(line[i])) i++;
            if (i == start) break;
            // tailscale status: 100.64.0.7  name  owner@  linux  idle
            if (count == 1 && line[i - 1] == '@')
            {
                if (Vocabulary.CanBeName(line[words[0]])) _found.Learn(PrivacyKind.Host, line[words[0]]);
                return;
            }
            if (count == words.Length || !Vocabulary.CanBeName(line[start..i])) return;
            words[count++] = start..i;
        }
        for (var i = 0; i < count; i++)
        {
            var name = line[words[i]];
            if (!name.StartsWith("localhost"u8) && !name.StartsWith("ip6-"u8) && !name.Contains((byte)'.')) _found.Learn(PrivacyKind.Host, name);
        }
    }
}
