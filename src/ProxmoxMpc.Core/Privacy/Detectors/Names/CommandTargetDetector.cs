using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Machines and users that commands are told of: <c>ssh web-01</c>, <c>scp x jane@filer:</c>, <c>psql -h db-a -U shop</c>.</summary>
internal sealed class CommandTargetDetector : Detector
{
    // The first argument that is no option is the machine.
    private static readonly string[] Callers =
    [
        "ssh ", "tailscale ssh ", "ssh-copy-id ", "ssh-keyscan ", "sftp ", "telnet ", "mosh ", "nc ", "showmount -e ", "wakeonlan ",
        "ping ", "ping6 ", "tailscale ping ", "traceroute ", "mtr ", "nslookup ", "dig ", "host ",
        "Enter-PSSession ", "Test-Connection ", "Test-NetConnection ", "Resolve-DnsName ", "pvecm add ", "pvecm delnode ",
        "Restart-Computer ", "Stop-Computer ", "Test-WSMan ", "kubectl drain ", "kubectl cordon ", "kubectl uncordon ", "kubectl describe node ", "pvenode migrateall ", "logger -n ", "ssh-keygen -R ",
    ];

    // A guest or a job stands first, then the node.
    private static readonly string[] Movers =
    [
        "qm migrate ", "pct migrate ", "pvesr create-local-job ",
        "ha-manager migrate ", "ha-manager relocate ", "ha-manager crm-command migrate ", "ha-manager crm-command relocate ",
    ];

    // Arguments with a colon name a machine.
    private static readonly string[] Copiers = ["scp ", "rsync ", "mount ", "syncoid ", "pve-zsync sync ", "pve-zsync create "];

    // -h is the machine, -U or -u the user.
    private static readonly string[] Clients =
    [
        "psql ", "pg_dump ", "pg_dumpall ", "pg_basebackup ", "createdb ", "mysql ", "mysqldump ", "mysqladmin ", "mariadb ", "mariadb-dump ",
        "redis-cli ", "mongosh ", "influx ", "mosquitto_sub ", "mosquitto_pub ", "ipmitool ", "upsc ", "nsca ",
    ];

    private static readonly byte[][] MoverBytes = Phrases.Of(Movers), CopierBytes = Phrases.Of(Copiers), ClientBytes = Phrases.Of(Clients);

    // What a command stands behind on its line.
    private static readonly byte[][] Runners = Phrases.Of("sudo", "exec", "--", "time", "then", "do");

    private static readonly byte[][] HostOptions = Phrases.Of("-h", "-H", "--host", "-host", "-hostname");

    private static readonly byte[][] UserOptions = Phrases.Of("-U", "-u", "--user", "--username", "-user", "-username");

    // Programs written in Go have long options with one dash: influx -username x
    private static readonly byte[][] LongOptions = Phrases.Of("-host", "-hostname", "-user", "-username", "-help", "-url", "-unsafeSsl");

    // Options of ssh and its kin that take an argument.
    private static readonly byte[] WithArgument = [.. "pilobcemwFJLRDSWEBP"u8];

    /// <summary>The rule, which parameters and shares have as well.</summary>
    public static PrivacyRule CommandRule { get; } =
        PrivacyRule.Standard("name-command", PrivacyKind.Host, "Machines and users among the arguments of ssh, scp, psql, ping, -ComputerName and the like");

    public override PrivacyRule Rule => CommandRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [.. Callers.Concat(Copiers).Concat(Clients).Concat(Movers).Select(command => new Anchor(command, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        // pve_ssh "cat x": a function of a script.
        if (Bytes.At(text, at - 1) == '_') return;
        var command = text.Slice(at, length);
        if (!IsCommand(text, at) && !(IsLogged(text, at) && Phrases.AnyIs(command, ClientBytes))) return;
        var (start, end) = (at + length, CommandEnd(text, at + length));
        if (IsLabel(text, at, start, end)) return;
        if (Phrases.AnyIs(command, MoverBytes)) TakeSecond(text, start, end, found);
        else if (Phrases.AnyIs(command, ClientBytes)) Options(text, start, end, found);
        else Arguments(text, start, end, Phrases.AnyIs(command, CopierBytes), found);
    }

    /// <summary><c>qm migrate 100 lyra</c></summary>
    private static void TakeSecond(ReadOnlySpan<byte> text, int at, int end, Findings found)
    {
        var guest = Bytes.SkipBlanks(text, at);
        while (guest < end && !Bytes.IsBlank(text[guest])) guest++;
        TakeHost(text, Bytes.SkipBlanks(text, guest), found);
    }

    /// <summary>Whether a command begins there: behind a prompt, a separator, or alone on its line.</summary>
    private static bool IsCommand(ReadOnlySpan<byte> text, int at)
    {
        // from-zone junos-host to-zone untrust, apt-get install iputils-ping dnsutils: the end of another word.
        if (Bytes.At(text, at - 1) == '-' && Bytes.IsLetterOrDigit(Bytes.At(text, at - 2))) return false;
        var line = Bytes.LineStart(text, at);
        var before = text[line..at].TrimEnd(" \t"u8);
        if (Phrases.AnyEnds(before, Runners) || before.IndexOf("sshpass "u8) >= 0) return true;
        if (!before.IsEmpty && "$#>;&|(%`'\"/-"u8.Contains(before[^1])) return true;
        // A line of a shell's history: its number, its time.
        if (before.IndexOfAnyExcept("0123456789 :-*[]T+"u8) < 0) return true;
        // PGPASSWORD=x psql
        if (before.Length > 0 && before[(before.LastIndexOf((byte)' ') + 1)..].IndexOf((byte)'=') > 0) return true;
        // Alone, in lower case, and no sentence: dig deeper.
        return before.Length == 0 && (Bytes.At(text, line) != ' ' || text[line..at].Length >= 2);
    }

    /// <summary><c>    host lane count is 8</c>: what a transceiver tells.</summary>
    private static bool IsLabel(ReadOnlySpan<byte> text, int at, int start, int end) => text[at] == 'h' && text[start..end].IndexOf(" is "u8) > 0;

    /// <summary><c>pve-ha-crm[1500]: ipmitool -H lyra</c>: what a daemon has run; words that are no command's options say nothing there.</summary>
    private static bool IsLogged(ReadOnlySpan<byte> text, int at) => text[..at].EndsWith("]: "u8);

    internal static int CommandEnd(ReadOnlySpan<byte> text, int at)
    {
        var end = Bytes.LineEnd(text, at);
        var stop = text[at..end].IndexOfAny("|;&)"u8);
        return stop < 0 ? end : at + stop;
    }

    private static void Arguments(ReadOnlySpan<byte> text, int at, int end, bool copies, Findings found)
    {
        for (var i = Bytes.SkipBlanks(text, at); i < end; i = Bytes.SkipBlanks(text, i))
        {
            // A return within a line is no end of it.
            if (text[i] == '\r')
            {
                i++;
                continue;
            }
            var start = i;
            i = WordEnd(text, i, end);
            if (text[start] == '-')
            {
                if (!copies && i - start == 2 && WithArgument.AsSpan().Contains(text[start + 1])) i = SkipArgument(text, text[start + 1], Bytes.SkipBlanks(text, i), end, found);
                continue;
            }
            // dig DNSKEY x: what is asked for; host names, which: a sentence.
            if (!copies && RecordTypes.Contains(text[start..i]) && Bytes.IsUpper(text[start])) continue;
            if (!copies && text[i - 1] == ',') return;
            if (text[start] is (byte)'"' or (byte)'\'') start++;
            // ping vrf mgmt 10.0.0.1, and what a switch sets of its own server: ssh key-exchange group …
            var word = text[start..i];
            if (!copies && word.SequenceEqual("vrf"u8))
            {
                i = WordEnd(text, Bytes.SkipBlanks(text, i), end);
                continue;
            }
            if (!copies && Knobs.Contains(word)) return;
            Target(text, start, i, copies, found);
            if (!copies) return;
        }
    }

    private static readonly WordSet Knobs = WordSet.Of("stricthostkeycheck key-exchange login-attempts pubkey-chain server-listener scopy");

    private static readonly WordSet RecordTypes = WordSet.Of("A AAAA ANY MX NS PTR SOA SRV TXT CNAME CAA DS DNSKEY HTTPS SVCB NAPTR TLSA SSHFP AXFR a aaaa any mx ns ptr soa srv txt cname caa ds dnskey https svcb naptr tlsa sshfp axfr");

    private static int WordEnd(ReadOnlySpan<byte> text, int at, int end)
    {
        while (at < end && !Bytes.IsBlank(text[at])) at++;
        return at;
    }

    /// <summary>The argument of an option of ssh: <c>-J jane@jump</c>, <c>-l jane</c>. Returns where it ends.</summary>
    private static int SkipArgument(ReadOnlySpan<byte> text, byte option, int at, int end, Findings found)
    {
        var stop = WordEnd(text, at, end);
        if (option == 'J') Target(text, at, stop, false, found);
        if (option == 'l') TakeUser(text, at, stop - at, found);
        return stop;
    }

    private static void Target(ReadOnlySpan<byte> text, int start, int end, bool copies, Findings found)
    {
        var count = NamedValue.NameLength(text, start);
        if (Bytes.At(text, start + count) == '@' && start + count < end)
        {
            TakeUser(text, start, count, found);
            start += count + 1;
            count = NamedValue.NameLength(text, start);
        }
        if (copies && Bytes.At(text, start + count) != ':') return;
        if (Bytes.At(text, start + count) is (byte)'/' or (byte)'=' or (byte)'(') return;
        TakeHost(text, start, found);
    }

    private static void Options(ReadOnlySpan<byte> text, int at, int end, Findings found)
    {
        for (var i = Bytes.SkipBlanks(text, at); i < end; i = Bytes.SkipBlanks(text, i))
        {
            // A return within a line is no end of it.
            if (text[i] == '\r')
            {
                i++;
                continue;
            }
            var start = i;
            i = WordEnd(text, i, end);
            var option = text[start..i];
            var value = Bytes.SkipBlanks(text, i);
            if (option.IndexOf((byte)'=') is > 0 and var equals)
            {
                option = option[..equals];
                value = start + equals + 1;
            }
            // mysql takes them glued, too: -hdb-a -ushop
            else if (option.Length > 3 && option[0] == '-' && option[1] is (byte)'h' or (byte)'u' or (byte)'U' && !Phrases.AnyIs(option, LongOptions))
            {
                option = option[..2];
                value = start + 2;
            }
            if (Bytes.At(text, value) is (byte)'"' or (byte)'\'') value++;
            if (Phrases.AnyIs(option, HostOptions)) TakeHost(text, value, found);
            else if (Phrases.AnyIs(option, UserOptions)) TakeUser(text, value, NamedValue.NameLength(text, value), found);
        }
    }

    /// <summary>Takes a machine that is called by no word of a language and without its domain.</summary>
    internal static void TakeHost(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var count = NamedValue.NameLength(text, at);
        var name = text.Slice(at, count);
        if (count >= 2 && !name.Contains((byte)'.') && Vocabulary.IsTelling(name)) NamedValue.TakeName(text, at, count, PrivacyKind.Host, found);
    }

    private static void TakeUser(ReadOnlySpan<byte> text, int at, int count, Findings found)
    {
        var name = text.Slice(at, count);
        if (count < 3 || !Vocabulary.CanBeName(name) || Vocabulary.IsSystemUser(name) || ServiceAccounts.Contains(name)) return;
        if (Vocabulary.IsTelling(name)) found.Learn(PrivacyKind.User, name);
        found.Replace(at, count, PrivacyKind.User);
    }
}
