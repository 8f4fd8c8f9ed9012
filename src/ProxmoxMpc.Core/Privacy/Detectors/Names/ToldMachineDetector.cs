using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Machines in notices of daemons and commands that go on in one way only: <c>Connection to lyra closed.</c>, <c>Export list for lyra:</c>, <c>Current DC: lyra (version …)</c>,
/// <c>dial tcp: lookup lyra on 10.0.0.2:53</c>, <c>Self-heal Daemon on lyra</c>
/// </summary>
internal sealed class ToldMachineDetector : Detector
{
    // What stands before the name, and what goes on behind it; nothing for whatever ends a word.
    private static readonly Phrase[] Formats =
    [
        // Commands that go to another machine.
        new("Connection to ", " closed"), new("Shared connection to ", " closed"), new("Authenticating to ", ":22 as", ":2"),
        new("Message from syslogd@", " at "), new("nc: connect to ", " port "), new("Failed to connect to the host ", ":"), new("resolve host address '", "'"), new("resolve host address \u2018", "\u2019"),
        new("could not resolve ", "/", ": Name", ": Temp"), new("Name resolution of ", " failed"), new("Connecting to remote server ", " failed"),
        new("Can't connect to ", ":8006", ":8007", ":443", " ("),
        // What a library says where it does not find or reach a machine.
        new("UnknownHostException: "), new("ENOTFOUND "), new("EAI_AGAIN "), new("ECONNREFUSED ", ":"), new("ETIMEDOUT ", ":"), new("EHOSTUNREACH ", ":"), new("No such host is known. (", ":", ")"), new("server host '", "'"), new("translate host name \"", "\""),
        new("Failed to resolve '", "'"), new("Pool(host='", "'"), new("Connection refused: ", "/"), new("connecting to node ", ":"), new("connect to node ", ":"), new("connection to server at \"", "\""),
        new("hostname ", " does not resolve"), new("warning: hostname ", " does not"), new("pattern, ignoring: "), new("Got return from ", " for job"),
        new("rabbit@"), new("host ", " not found\n"), new("authorized SSH keys for node "), new("to node ", "\n"), new("[node ", "]"), new("sysName.0 = ", "\n"), new("sysName.0: ", "\n"), new("kube-proxy, ", "\n"), new("kubelet, ", "\n"), new("Failed to process VM ", "\n"), new("HOST STATE: ", ";"), new("SERVICE STATE: ", ";"), new("DOWNTIME ALERT: ", ";"), new("FLAPPING ALERT: ", ";"), new("SERVICE CHECK: ", ";"), new("HOST CHECK: ", ";"), new("rpc: server ", " not responding", " OK"), new("Connection refused for ", ":/"), new("mount - ", ":/"),
        // Networks and file systems.
        new("tcp: lookup ", " on ", ": no such", ": server"), new("udp: lookup ", " on ", ": no such", ": server"), new("host not found in upstream \"", "\"", ":"),
        new("Export list for ", ":"), new("mount request from ", " for /", ":"), new("while mounting ", ":/"), new("Brick ", ":/"),
        new("Self-heal Daemon on "), new("NFS Server on "), new("Bitrot Daemon on "), new("Scrubber Daemon on "), new("Quota Daemon on "), new("Snapshot Daemon on "),
        // Clusters.
        new("Current DC: ", " ("), new("with target '", "'"), new("target = ", ")", ","), new("Lock owner: ", ";"), new("I am (", ")"), new("following a leader (", ")"),
        new("EventMemberJoin: "), new("EventMemberFailed: "), new("EventMemberLeave: "), new("EventMemberUpdate: "), new("EventMemberReap: "), new("memberlist: Suspect ", " has failed"),
        new("started, ", ", http"), new("backend connection request [", "]"), new("endpoint '", "'"), new("for identity '", "'"),
        // What builds and backs up.
        new("Building remotely on ", " (", " in "), new("Running on ", " in /", "..."), new("Connected File Daemon ", " at ", "-fd at "), new("locked by PID "),
        // Inventories.
        new("Record name: ", "\n"), new("name-label ( RW): ", "\n"), new("name-label ( RO): ", "\n"), new("resident-on-name ( RO): ", "\n"), new("account name from fqdn: "),
        new("machine_id="), new("<<<<", ">>>>"), new("shutdown.exe (", ")"), new("backup-id=", "&", " ", "\""), new("backup-id\":\"", "\""), new("backup-id\": \"", "\""), new("commands on ", ":\n"), new("on host ", " restarted"), new("logged in from ", "\n"), new("==> ", ": Machine ", ": Destroying VM", ": Setting hostname", ": Checking if box", ": Running provisioner", ": Attempting graceful", ": Halting domain", ": Removing domain", ": Forcing shutdown", ": Importing base box", ": Box '"),
        new("get domain '", "'"), new("matching name '", "'"), new("Domain '", "' started", "' destroyed", "' is being", "' has been", "' defined", "' marked", "' XML", "' saved", "' resumed", "' suspended", "' created"),
        new("remote '", "' @ "), new("SCVMM ", "'", " Resources'", " Configuration'"), new("Joined '", "' to dns domain"), new("local  '", "' @ "),
    ];

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-told", PrivacyKind.Host, "Machines in notices of daemons and commands: Connection to x closed, Export list for x");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Formats.Select(format => new Anchor(format.Ahead, WordStart: Bytes.IsAsciiLetter((byte)format.Ahead[0])))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var anchor = text.Slice(at, length);
        foreach (var format in Formats)
        {
            if (!anchor.SequenceEqual(format.Bytes)) continue;
            var start = at + length;
            if (anchor.EndsWith("PID "u8)) Locked(text, start, found);
            else Take(text, start, format.Behind, found);
            return;
        }
    }

    private static void Take(ReadOnlySpan<byte> text, int start, byte[][] behind, Findings found)
    {
        var count = NamedValue.NameLength(text, start);
        // A daemon of Bacula is called by its machine and what it does.
        if (behind.Length > 1 && text.Slice(start, count).EndsWith("-fd"u8)) count -= 3;
        var after = start + count;
        // Consul's members of other places: lyra.dc1
        if (behind.Length < 2 && text.Slice(start, count).IndexOf((byte)'.') is > 0 and var dot && !Domains.IsDomain(text.Slice(start, count), out _, out _, out _)) count = dot;
        var name = text.Slice(start, count);
        if (count < 2 || name.Contains((byte)'.') || !Vocabulary.IsTelling(name) || !GoesOn(text, after, behind)) return;
        NamedValue.TakeName(text, start, count, PrivacyKind.Host, found);
        if (text[..start].EndsWith("Export list for "u8)) Clients(text, start, found);
    }

    /// <summary>Who may mount what is exported, below its head: <c>/export/iso   lyra,vega</c></summary>
    private static void Clients(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var end = Bytes.LineEnd(text, at);
        for (var rows = 0; rows < 200 && Bytes.NextLine(text, ref end, out var row) && text[row..end] is [(byte)'/', ..]; rows++)
        {
            if (text[row..end].TrimEnd(" \r"u8).LastIndexOf((byte)' ') is not (> 0 and var blank)) continue;
            for (var name = row + blank + 1; name < end;)
            {
                var count = NamedValue.NameLength(text, name);
                if (!text.Slice(name, count).Contains((byte)'.') && Vocabulary.IsTelling(text.Slice(name, count))) NamedValue.TakeName(text, name, count, PrivacyKind.Host, found);
                if (text[name..end].IndexOf((byte)',') is not (>= 0 and var comma)) break;
                name += comma + 1;
            }
        }
    }

    private static bool GoesOn(ReadOnlySpan<byte> text, int at, byte[][] behind)
    {
        if (behind.Length == 0) return Bytes.At(text, at) is 0 or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'.' or (byte)',' or (byte)'"';
        foreach (var phrase in behind)
            if (Bytes.StartsWithAt(text, at, phrase) || phrase[^1] == '\n' && EndsLine(text, at, phrase)) return true;
        return false;
    }

    /// <summary>Whether a line ends there, be it the last one or one that a carriage return ends.</summary>
    private static bool EndsLine(ReadOnlySpan<byte> text, int at, ReadOnlySpan<byte> phrase)
    {
        if (!Bytes.StartsWithAt(text, at, phrase[..^1])) return false;
        at += phrase.Length - 1;
        return at >= text.Length || Bytes.StartsWithAt(text, at, "\r\n"u8);
    }

    /// <summary><c>repository is already locked by PID 711 on lyra by jane (UID 1000, GID 1000)</c></summary>
    private static void Locked(ReadOnlySpan<byte> text, int at, Findings found)
    {
        while (Bytes.IsDigit(Bytes.At(text, at))) at++;
        if (!Bytes.StartsWithAt(text, at, " on "u8)) return;
        var host = at + 4;
        var count = NamedValue.NameLength(text, host);
        if (!Bytes.StartsWithAt(text, host + count, " by "u8)) return;
        if (!text.Slice(host, count).Contains((byte)'.')) NamedValue.TakeName(text, host, count, PrivacyKind.Host, found);
        var user = host + count + 4;
        NamedValue.TakeUser(text, user, NamedValue.NameLength(text, user), found);
    }

    /// <summary>What stands before a name, and what may stand behind it.</summary>
    private sealed class Phrase(string ahead, params string[] behind)
    {
        public string Ahead { get; } = ahead;

        public byte[] Bytes { get; } = System.Text.Encoding.UTF8.GetBytes(ahead);

        public byte[][] Behind { get; } = Phrases.Of(behind);
    }
}
