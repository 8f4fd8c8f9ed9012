namespace ProxmoxMpc.Core.Privacy;

/// <summary>What looks like a domain or a mailbox and is none: files, options, names of settings, the numbers of messages.</summary>
internal sealed partial class Sweep
{
    /// <summary>Whether a file is called as a machine: <c>hosts/lyra.tf</c>, <c>host_vars/lyra.yml</c>.</summary>
    private static bool IsFileOf(ReadOnlySpan<byte> text, int start, int end, PrivacyKind kind)
    {
        // Somebody's key: ~/jane.pub, yubi-jane
        if (kind == PrivacyKind.User)
        {
            if (IsBehindDevice(text, start)) return true;
            var ending = end + 1;
            while (ending < text.Length && Bytes.IsAsciiLetterOrDigit(text[ending])) ending++;
            if (Bytes.At(text, start - 1) != '/' || Bytes.At(text, end) != '.') return false;
            return KeyEnds.Contains(text[(end + 1)..ending]) && Bytes.At(text, ending) is not ((byte)'.' or (byte)'-' or (byte)'_');
        }
        if (kind is not (PrivacyKind.Node or PrivacyKind.Guest or PrivacyKind.Host) || end - start < 4 || Bytes.At(text, start - 1) is not ((byte)'/' or (byte)' ' or (byte)'\n' or (byte)'\\') && !(kind == PrivacyKind.Node && Bytes.At(text, start - 1) is (byte)'-' or (byte)'_') || Bytes.At(text, end) != '.') return false;
        var stop = end + 1;
        while (stop < text.Length && Bytes.IsAsciiLetterOrDigit(text[stop])) stop++;
        return FileEnds.Contains(text[(end + 1)..stop]) && Bytes.At(text, stop) is not ((byte)'.' or (byte)'-' or (byte)'_');
    }

    /// <summary>A folder that every system has at its root, and a machine or an account may be called as: <c>/srv/http</c>.</summary>
    private static bool IsStandardFolder(ReadOnlySpan<byte> text, int start, int end) =>
        Bytes.At(text, start - 1) == '/' && Bytes.At(text, end) is 0 or (byte)'/' or (byte)' ' or (byte)'"' or (byte)'\'' or (byte)'\r' or (byte)'\n' && Folders.Contains(text[start..end])
        && Bytes.At(text, start - 2) is 0 or (byte)' ' or (byte)'"' or (byte)'\'' or (byte)'=' or (byte)'\n' or (byte)'\t' or (byte)'(' or (byte)'`';

    private static readonly WordSet Folders = WordSet.Of("bin boot dev etc home lib lib64 media mnt opt proc root run sbin srv sys tmp usr var data");

    /// <summary>Whether an address stands there that a robot tells of itself, in what it gives as its program: <c>(compatible; XBot/1.0; +https://</c></summary>
    private static bool IsOfRobot(ReadOnlySpan<byte> text, int start)
    {
        const int Reach = 160;
        if (Bytes.At(text, start - 1) != '/' || Bytes.At(text, start - 2) != '/') return false;
        var before = text[Math.Max(0, start - Reach)..start];
        var isSigned = before.EndsWith("+http://"u8) || before.EndsWith("+https://"u8);
        return isSigned && (before.IndexOf("compatible;"u8) >= 0 || before.IndexOf("ot/"u8) >= 0 || before.IndexOf("awler"u8) >= 0 || before.IndexOf("Mozilla/"u8) >= 0);
    }

    /// <summary>Whether a device stands before somebody who is known: <c>yubi-jane</c>.</summary>
    private static bool IsBehindDevice(ReadOnlySpan<byte> text, int start)
    {
        if (Bytes.At(text, start - 1) is not ((byte)'-' or (byte)'_')) return false;
        var word = start - 1;
        while (word > 0 && Bytes.IsAsciiLetterOrDigit(text[word - 1]) && start - word < 16) word--;
        return Detectors.SshKeyDetector.Devices.Contains(text[word..(start - 1)].TrimEnd("0123456789"u8));
    }

    private static readonly WordSet KeyEnds = WordSet.Of("pub key crt cer pem csr p12 pfx ovpn");

    private static readonly WordSet FileEnds = WordSet.Of("conf cfg crt pem key csr srl pw pub enc keyring cred secret token log json yml yaml zone tf tfvars sh txt md xml csv ini env img qcow2 raw vmdk iso fw tgz tar gz xz zst zip bak gpg asc cer pfx p12 p7b der rdp evtx ppk kdbx");

    /// <summary>
    /// What every Active Directory calls parts of its zones, up to the dot: <c>DomainDnsZones.firma.de</c>, <c>Default-First-Site-Name._sites.firma.de</c>; 0 for
    /// others.
    /// </summary>
    private static int PartitionLength(ReadOnlySpan<byte> name)
    {
        if (name.IndexOf((byte)'.') is not (> 1 and < 24 and var dot)) return 0;
        return Partitions.Contains(name[..dot]) || Locators.Contains(name[..dot]) && name[(dot + 1)..].StartsWith("_msdcs."u8) ? dot + 1 : 0;
    }

    private static readonly WordSet Partitions = WordSet.Of("DomainDnsZones ForestDnsZones Default-First-Site-Name");

    private static readonly WordSet Locators = WordSet.Of("gc dc pdc domains");

    /// <summary>The name of a setting that ends as a domain might: <c>node.session.iface.name = </c>.</summary>
    private static bool IsSettingsName(ReadOnlySpan<byte> text, int start, int end, ReadOnlySpan<byte> name)
    {
        // quorum.device.net.host (str) = 10.0.0.5, as corosync-cmapctl prints its map.
        if (Bytes.At(text, end) == ' ' && Bytes.At(text, end + 1) == '(' && (Bytes.StartsWithAt(text, end, " (str) ="u8) || Bytes.At(text, end + 2) is (byte)'u' or (byte)'i' && text[end..Bytes.LineEnd(text, end)].IndexOf(") ="u8) is 4 or 5)) return true;
        // lxc.net.0.link, lxc.mount.auto: settings of a container.
        if (name.StartsWith("lxc."u8) && name[4..].IndexOf((byte)'.') is > 2 and var part && ContainerSettings.Contains(name.Slice(4, part))) return true;
        // .env.local: variables of this machine only.
        if (name.StartsWith("env."u8) && Bytes.At(text, start - 1) == '.' && name.Count((byte)'.') == 1) return true;
        if (!(name.EndsWith(".name"u8) || name.EndsWith(".data"u8) || name.EndsWith(".host"u8) || name.EndsWith(".network"u8) || name.EndsWith(".services"u8) || name.EndsWith(".global"u8) || name.EndsWith(".media"u8))) return false;
        if (Bytes.LineStart(text, start) == start && Bytes.At(text, Bytes.SkipBlanks(text, end)) == '=') return true;
        return name.EndsWith(".name"u8) && IsOfWords(text, start, name[..^5]);
    }

    private static readonly WordSet ContainerSettings = WordSet.Of("mount net network start cgroup cgroup2 apparmor selinux hook hooks idmap pty tty uts rootfs signal seccomp cap init console environment log group prlimit sysctl proc namespace monitor execute");

    /// <summary>
    /// Whether it begins what an object of Kubernetes is labelled with: <c>reloader.stakater.com/auto: "true"</c>, further in than the first column, so that no log is meant. Whose the domain is
    /// has to be told elsewhere.
    /// </summary>
    private static bool IsLabel(ReadOnlySpan<byte> text, int start, int end, ReadOnlySpan<byte> name)
    {
        if (Bytes.At(text, end) != '/' || !LabelEndings.Contains(name[(name.LastIndexOf((byte)'.') + 1)..]) || Detectors.NamedValue.NameLength(text, end + 1) is not (> 1 and var key)) return false;
        var sign = end + 1 + key;
        if (Bytes.At(text, sign) is (byte)'"' or (byte)'\'') sign++;
        if (Bytes.At(text, sign) != ':' || Bytes.At(text, sign + 1) is not ((byte)' ' or (byte)'\r' or (byte)'\n')) return false;
        var line = Bytes.LineStart(text, start);
        return Bytes.IsBlank(text[line]) && text[line..start].IndexOfAnyExcept(" \t\"'#-"u8) < 0;
    }

    private static readonly WordSet LabelEndings = WordSet.Of("io com org dev sh net run app cloud");

    /// <summary>A chain of properties in code, <c>template.metadata.version.name</c>, and no domain of a person: <c>jane.smith.name</c>.</summary>
    private static bool IsOfWords(ReadOnlySpan<byte> text, int start, ReadOnlySpan<byte> labels)
    {
        if (Bytes.At(text, start - 1) is (byte)'@' or (byte)'/' || !labels.Contains((byte)'.')) return false;
        while (true)
        {
            var dot = labels.IndexOf((byte)'.');
            var label = dot < 0 ? labels : labels[..dot];
            if (!CommonWords.Contains(label) && !Vocabulary.IsWord(label) && label.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0) return false;
            if (dot < 0) return true;
            labels = labels[(dot + 1)..];
        }
    }

    private static bool IsFileEnd(ReadOnlySpan<byte> end) =>
        end.SequenceEqual("conf"u8) || end.SequenceEqual("cfg"u8) || end.SequenceEqual("crt"u8) || end.SequenceEqual("cer"u8) || end.SequenceEqual("pfx"u8) || end.SequenceEqual("pem"u8) || end.SequenceEqual("key"u8) || end.SequenceEqual("log"u8) || end.SequenceEqual("json"u8) || end.SequenceEqual("yml"u8) || end.SequenceEqual("yaml"u8) || end.SequenceEqual("zone"u8);

    /// <summary>A script in a folder (<c>/usr/local/bin/hook.pl</c>), or an option with dots (<c>--acme.email=</c>).</summary>
    private static bool IsFileOrOption(ReadOnlySpan<byte> text, int start, int end, ReadOnlySpan<byte> name)
    {
        var before = Bytes.At(text, start - 1);
        // A script that logs: acme.sh[2201]:
        if (Bytes.At(text, end) == '[' && Bytes.IsDigit(Bytes.At(text, end + 1)) && Bytes.At(text, DigitsEnd(text, end + 1)) == ']')
            return name.EndsWith(".sh"u8) || name.EndsWith(".py"u8) || name.EndsWith(".pl"u8);
        if (before == '-' && Bytes.At(text, start - 2) == '-') return Bytes.At(text, end) is (byte)'=' or (byte)' ';
        if (before != '/' || Bytes.At(text, start - 2) == '/') return false;
        return name.EndsWith(".pl"u8) || name.EndsWith(".sh"u8) || name.EndsWith(".py"u8) || name.EndsWith(".so"u8) || name.EndsWith(".md"u8) || name.EndsWith(".rs"u8) || name.EndsWith(".srl"u8) || name.EndsWith(".mk"u8) || name.EndsWith(".app"u8) || name.EndsWith(".private"u8) || name.EndsWith(".me"u8);
    }

    private static int DigitsEnd(ReadOnlySpan<byte> text, int at)
    {
        while (Bytes.IsDigit(Bytes.At(text, at))) at++;
        return at;
    }

    /// <summary>What a mail server counts its messages by, and nobody's mailbox: <c>Message-ID: &lt;x@mail.firma.de></c>, <c>message-id=&lt;x@pve1.firma.de></c>.</summary>
    private static bool IsMessageId(ReadOnlySpan<byte> text, int at)
    {
        var start = at;
        while (start > 0 && text[start - 1] is not ((byte)'<' or (byte)'>' or (byte)'\n' or (byte)' ') && at - start < 80) start--;
        if (Bytes.At(text, start - 1) != '<') return false;
        var line = text[Bytes.LineStart(text, start)..(start - 1)];
        foreach (var header in MessageHeaders)
            if (Bytes.StartsWithIgnoreCase(line, 0, header) || line.Length >= header.Length && Bytes.StartsWithIgnoreCase(line, line.Length - header.Length, header)) return true;
        return false;
    }

    private static readonly byte[][] MessageHeaders = [[.. "message-id"u8], [.. "message-id:"u8], [.. "message-id: "u8], [.. "message-id="u8], [.. "msgid="u8], [.. "in-reply-to:"u8], [.. "references:"u8], [.. "content-id:"u8], [.. " 2.6.0 "u8], [.. "write_log: id: "u8], [.. "message id: "u8], [.. "mid: "u8]];
}
