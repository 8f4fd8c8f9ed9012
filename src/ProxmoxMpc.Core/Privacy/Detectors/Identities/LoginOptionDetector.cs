using System.Collections.Immutable;
using System.Text;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Users that a command is told by a short option: <c>sqlcmd -S db -U jane</c>, <c>fence_ipmilan -l jane</c>, <c>xfreerdp /u:jane</c>, <c>realm join -U jane</c>.</summary>
internal sealed class LoginOptionDetector : Detector
{
    private static readonly Dictionary<string, string[]> Commands = new()
    {
        ["sqlcmd "] = ["-U"], ["bcp "] = ["-U"], ["isql "] = ["-U"], ["realm join "] = ["-U", "--user"], ["samba-tool "] = ["-U"], ["net ads "] = ["-U"], ["net rpc "] = ["-U"], ["smbclient "] = ["-U"], ["rpcclient "] = ["-U"], ["wbinfo "] = ["-U"], ["winexe "] = ["-U"],
        ["fence_"] = ["-l", "--username"], ["ipmitool "] = ["-U"], ["ipmi-"] = ["-u"], ["ipmipower "] = ["-u"], ["ipmiconsole "] = ["-u"], ["racadm "] = ["-u"], ["ncftp"] = ["-u"], ["xfreerdp "] = ["/u:", "-u"], ["wfreerdp "] = ["/u:"], ["rdesktop "] = ["-u"], ["psexec "] = ["-u"], ["wmic "] = ["/user:"], ["openconnect "] = ["-u"], ["openfortivpn "] = ["-u"],
        ["snmpwalk "] = ["-u"], ["snmpget "] = ["-u"], ["snmpbulkwalk "] = ["-u"], ["snmpset "] = ["-u"], ["rbd "] = ["--id"], ["ceph "] = ["--id"], ["rados "] = ["--id"], ["ceph-fuse "] = ["--id"], ["swaks "] = ["-au", "--auth-user"], ["mongodump "] = ["-u"], ["mongorestore "] = ["-u"], ["mongo "] = ["-u"], ["ansible "] = ["-u"], ["ansible-playbook "] = ["-u"], ["docker login "] = ["-u"], ["podman login "] = ["-u"],
        ["helm registry login "] = ["-u"], ["az login "] = ["-u"], ["evil-winrm "] = ["-u"], ["upsrw "] = ["-u"], ["upscmd "] = ["-u"], ["sshfs "] = ["-u"], ["hdbsql "] = ["-u"], ["cadaver "] = ["-u"],
    };

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("login-option", PrivacyKind.User, "Users that commands are told by a short option");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Commands.Keys.Select(command => new Anchor(command, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = CommandTargetDetector.CommandEnd(text, at + length);
        foreach (var option in Commands[Encoding.ASCII.GetString(text.Slice(at, length))])
        {
            var name = Encoding.ASCII.GetBytes(option);
            for (var i = at + length; i < end && text[i..end].IndexOf(name) is >= 0 and var next; i += next + name.Length)
            {
                var start = i + next + name.Length;
                if (!Bytes.IsBlank(Bytes.At(text, i + next - 1))) continue;
                if (name[^1] != ':' && !Bytes.IsBlank(Bytes.At(text, start)) && Bytes.At(text, start) != '=') continue;
                start = Bytes.At(text, start) == '=' ? start + 1 : Bytes.SkipBlanks(text, start);
                if (Bytes.At(text, start) is (byte)'"' or (byte)'\'') start++;
                var count = NamedValue.NameLength(text, start);
                // A domain's account and a userid are read by those who know them.
                if (Bytes.At(text, start + count) is not ((byte)'\\' or (byte)'@' or (byte)'/') && Vocabulary.IsTelling(text.Slice(start, count))) NamedValue.TakeUser(text, start, count, found);
            }
        }
    }
}
