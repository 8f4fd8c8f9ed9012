using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Machines and users that commands are told of: <c>ssh web-01</c>, <c>scp x jane@filer:</c>, <c>psql -h db-a -U shop</c>, <c>-ComputerName srv1,srv2</c>.</summary>
internal sealed class CommandTargetDetector : Detector
{
    // The first argument that is no option is the machine.
    private static readonly string[] Callers = ["tailscale ping ", "tailscale ssh ", "ssh ", "ping ", "ping6 ", "ssh-copy-id ", "ssh-keyscan ", "sftp ", "telnet ", "nslookup ", "dig ", "traceroute ", "mtr ", "mosh ", "showmount -e ", "nc ", "host ", "wakeonlan ", "Enter-PSSession ", "Test-Connection ", "Test-NetConnection ", "Resolve-DnsName ", "pvecm add ", "pvecm delnode "];

    // A guest or a job stands first, then the node.
    private static readonly string[] Movers = ["qm migrate ", "pct migrate ", "ha-manager migrate ", "ha-manager relocate ", "pvesr create-local-job ", "ha-manager crm-command migrate ", "ha-manager crm-command relocate "];

    // Arguments with a colon name a machine.
    private static readonly string[] Copiers = ["scp ", "rsync ", "mount "];

    // -h is the machine, -U or -u the user.
    private static readonly string[] Clients = ["psql ", "pg_dump ", "pg_dumpall ", "pg_basebackup ", "mysql ", "mysqldump ", "mariadb ", "mariadb-dump ", "redis-cli ", "mongosh ", "influx ", "mosquitto_sub ", "mosquitto_pub ", "ipmitool ", "upsc ", "nsca ", "createdb ", "mysqladmin "];

    private static readonly string[] Parameters = ["-ComputerName ", "-VMHost ", "-Node ", "-TargetNode ", "-HostName ", "-CimSession ", "-VMName ", "-SourceNode ", "-NewName ", "--backup-id ", "--target ", "--node ", "--nodename "];

    // Options of ssh and its kin that take an argument.
    private static readonly byte[] WithArgument = [.. "pilobcemwFJLRDSWEBP"u8];

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-command", PrivacyKind.Host, "Machines and users among the arguments of ssh, scp, psql, ping, -ComputerName and the like");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [.. Callers.Concat(Copiers).Concat(Clients).Concat(Movers).Select(command => new Anchor(command, WordStart: true)), .. Parameters.Select(parameter => new Anchor(parameter, IgnoreCase: true)), new(" type nfs"), new(" nfs "), new(" nfs4 "), new(" //"), new("'//"), new("\"//")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = CommandEnd(text, at + length);
        if (text[at] == '-')
        {
            // Rename-Item -NewName is a file's or a variable's.
            if (Bytes.ToLower(text[at + 1]) == 'n' && Bytes.ToLower(text[at + 2]) == 'e' && text[Bytes.LineStart(text, at)..at].IndexOf("-Item"u8) >= 0) return;
            for (var i = at + length; i < end; i += NamedValue.NameLength(text, i) + 1)
            {
                i = Bytes.SkipBlanks(text, i);
                if (Bytes.At(text, i) is (byte)'"' or (byte)'\'') i++;
                Take(text, i, found);
                var after = i + NamedValue.NameLength(text, i);
                if (Bytes.At(text, after) is (byte)'"' or (byte)'\'') after++;
                if (Bytes.At(text, after) != ',') return;
                i = after - NamedValue.NameLength(text, i);
            }
            return;
        }
        if (text[at + 1] == '/')
        {
            // //filer/share
            var count = NamedValue.NameLength(text, at + 3);
            if (count > 1 && Bytes.At(text, at + 3 + count) == '/' && Vocabulary.CanBeName(text.Slice(at + 3, count)) && !CommonWords.Contains(text.Slice(at + 3, count))) NamedValue.TakeName(text, at + 3, count, PrivacyKind.Host, found);
            return;
        }
        if (text[at] == ' ')
        {
            // filer:/export on /mnt type nfs, and the same in fstab.
            var line = Bytes.SkipBlanks(text, Bytes.LineStart(text, at));
            if (Bytes.StartsWithAt(text, line + NamedValue.NameLength(text, line), ":/"u8)) Take(text, line, found);
            return;
        }
        if (!IsCommand(text, at)) return;
        var name = System.Text.Encoding.ASCII.GetString(text.Slice(at, length));
        if (Array.IndexOf(Movers, name) >= 0)
        {
            var guest = Bytes.SkipBlanks(text, at + length);
            while (guest < end && !Bytes.IsBlank(text[guest])) guest++;
            Take(text, Bytes.SkipBlanks(text, guest), found);
        }
        else if (Array.IndexOf(Clients, name) >= 0) Options(text, at + length, end, found);
        else Arguments(text, at + length, end, Array.IndexOf(Copiers, name) >= 0, found);
    }

    /// <summary>Whether a command begins there: behind a prompt, a separator, or alone on its line.</summary>
    private static bool IsCommand(ReadOnlySpan<byte> text, int at)
    {
        var line = Bytes.LineStart(text, at);
        var before = text[line..at].TrimEnd(" \t"u8);
        if (before.EndsWith("sudo"u8) || before.EndsWith("exec"u8) || before.EndsWith("--"u8) || before.EndsWith("time"u8) || before.EndsWith("then"u8) || before.EndsWith("do"u8) || before.IndexOf("sshpass "u8) >= 0) return true;
        if (before.Length > 0 && before[^1] is (byte)'$' or (byte)'#' or (byte)'>' or (byte)';' or (byte)'&' or (byte)'|' or (byte)'(' or (byte)'%' or (byte)'`' or (byte)'\'' or (byte)'"' or (byte)'/' or (byte)'-') return true;
        // A line of a shell's history: its number, its time.
        if (before.IndexOfAnyExcept("0123456789 :-*[]T+"u8) < 0) return true;
        // PGPASSWORD=x psql
        if (before.Length > 0 && before[(before.LastIndexOf((byte)' ') + 1)..].IndexOf((byte)'=') > 0) return true;
        // Alone, in lower case, and no sentence: dig deeper.
        return before.Length == 0 && (Bytes.At(text, line) != ' ' || text[line..at].Length >= 2);
    }

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
            while (i < end && !Bytes.IsBlank(text[i])) i++;
            if (text[start] == '-')
            {
                if (i - start == 2 && WithArgument.AsSpan().Contains(text[start + 1]) && !copies)
                {
                    var value = Bytes.SkipBlanks(text, i);
                    i = value;
                    while (i < end && !Bytes.IsBlank(text[i])) i++;
                    if (text[start + 1] == 'J') Target(text, value, i, false, found);
                    if (text[start + 1] == 'l') TakeUser(text, value, i - value, found);
                }
                continue;
            }
            if (text[start] is (byte)'"' or (byte)'\'') start++;
            Target(text, start, i, copies, found);
            if (!copies) return;
        }
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
        Take(text, start, found);
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
            while (i < end && !Bytes.IsBlank(text[i])) i++;
            var option = text[start..i];
            var value = Bytes.SkipBlanks(text, i);
            if (option.IndexOf((byte)'=') is > 0 and var equals)
            {
                option = option[..equals];
                value = start + equals + 1;
            }
            // mysql takes them glued, too: -hdb-a -ushop
            else if (option.Length > 3 && option[0] == '-' && option[1] is (byte)'h' or (byte)'u' or (byte)'U')
            {
                option = option[..2];
                value = start + 2;
            }
            if (Bytes.At(text, value) is (byte)'"' or (byte)'\'') value++;
            if (option.SequenceEqual("-h"u8) || option.SequenceEqual("-H"u8) || option.SequenceEqual("--host"u8)) Take(text, value, found);
            else if (option.SequenceEqual("-U"u8) || option.SequenceEqual("-u"u8) || option.SequenceEqual("--user"u8) || option.SequenceEqual("--username"u8)) TakeUser(text, value, NamedValue.NameLength(text, value), found);
        }
    }

    private static void Take(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var count = NamedValue.NameLength(text, at);
        if (count < 2 || !Vocabulary.IsTelling(text.Slice(at, count)) || text.Slice(at, count).Contains((byte)'.')) return;
        NamedValue.TakeName(text, at, count, PrivacyKind.Host, found);
    }

    private static void TakeUser(ReadOnlySpan<byte> text, int at, int count, Findings found)
    {
        var name = text.Slice(at, count);
        if (count < 3 || !Vocabulary.CanBeName(name) || Vocabulary.IsSystemUser(name) || ServiceAccounts.Contains(name)) return;
        if (Vocabulary.IsTelling(name)) found.Learn(PrivacyKind.User, name);
        found.Replace(at, count, PrivacyKind.User);
    }
}
