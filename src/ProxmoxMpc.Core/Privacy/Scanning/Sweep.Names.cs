using ProxmoxMpc.Core.Privacy.Detectors;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>Names: learnt ones, dotted ones, and what structure tells on the way.</summary>
internal sealed partial class Sweep
{
    private const int LongestDotted = 600;

    /// <summary>The longest learnt name that begins at a token. Returns where it ends, 0 where there is none.</summary>
    private int FindName(ReadOnlySpan<byte> text, ReadOnlySpan<byte> run, int p, int to)
    {
        if (to - p < 2 || !_rules.Names) return 0;
        var first = Bytes.ToLower(run[p]);
        if (!_names!.MayBegin(run[p..], NameIndex.HeadEnd(run, p) - p)) return 0;
        var longest = Math.Min(Math.Min(to - p, _lower.Length), _names.Longest);
        for (var i = 0; i < longest; i++) _lower[i] = Bytes.ToLower(run[p + i]);
        for (var length = longest; length >= 2; length--)
        {
            if (!_names.MayHaveLength(first, length)) continue;
            if (p + length < run.Length && Bytes.IsLetterOrDigit(run[p + length])) continue;
            if (!Bytes.IsLetterOrDigit(_lower[length - 1])) continue;
            if (_names.Find(_lower.AsSpan(0, length)) is not { } entry || entry.Strength == NameIndex.Strength.Structure) continue;
            // A unit of systemd is called by its own name: web-01.mount.
            if (p + length < run.Length && run[p + length] == '.' && IsUnit(run[(p + length + 1)..])) return p + length;
            if (IsPackaging(text, At0(p), At0(p + length))) return p + length;
            // monit__packages: a variable of the role of that name.
            if (p + length + 2 < run.Length && run[p + length] == '_' && run[p + length + 1] == '_' && Bytes.IsLower(run[p + length + 2]) && (p == 0 || run[p - 1] is not ((byte)'_' or (byte)'-'))) return p + length;
            if (IsPartOfProgram(text, At0(p), At0(p + length), out var whole)) return Math.Min(to, p + whole - At0(p));
            // Backup-DhcpServer: what a command is called, where a machine is called dhcpserver.
            if (Bytes.At(text, At0(p) - 1) == '-' && Bytes.IsUpper(run[p]) && HasHumps(run.Slice(p, length)) && PowerShellText.IsBehindVerb(text, At0(p) - 1)) return p + length;
            if (IsStandardFolder(text, At0(p), At0(p + length))) return p + length;
            // import pickle: a module of Python, where a guest is called so.
            if (IsModule(text, At0(p), At0(p + length))) return p + length;
            // An image that is called as a guest: ghcr.io/x/x:2.13
            if (IsImage(text, At0(p), At0(p + length))) return p + length;
            // Veeam Backup, where an account or a guest is called veeam: the product.
            if (Bytes.IsUpper(run[p]) && Bytes.IsLower(run[p + 1]) && Products.Contains(run.Slice(p, length)) && (entry.Kind == PrivacyKind.User || Bytes.At(text, At0(p + length)) == ' ' && Bytes.IsUpper(Bytes.At(text, At0(p + length) + 1)))) return p + length;
            // zed[1204]: a program that logs.
            if (entry.Kind == PrivacyKind.User && IsProcess(text, At0(p + length))) return p + length;
            // Realms stay, whole.
            if (entry.Kind == PrivacyKind.Realm) return p + length;
            if (entry.Strength == NameIndex.Strength.Weak && !StandsAlone(text, At0(p), At0(p + length), entry.Kind == PrivacyKind.Node && length > 3 || entry.Kind is PrivacyKind.Host or PrivacyKind.Guest && length > 4) && !IsFileOf(text, At0(p), At0(p + length), entry.Kind)) continue;
            if (!EmitWithAddress(run, p, p + length, entry.Kind)) Emit(p, p + length, entry.Kind);
            return p + length;
        }
        return 0;
    }

    /// <summary>Whether a name is a version's suffix (<c>2.2.6-pve1</c>, <c>8.1+pve0</c>), or the folder that the web interface is in (<c>/pve2/js/</c>).</summary>
    internal static bool IsPackaging(ReadOnlySpan<byte> text, int start, int end)
    {
        var before = Bytes.At(text, start - 1);
        // type=q35+pve0
        if (before == '+' && end - start > 3 && Bytes.StartsWithIgnoreCase(text, start, "pve"u8) && text[(start + 3)..end].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0) return true;
        if (before is (byte)'-' or (byte)'+' or (byte)'~' && Bytes.IsDigit(Bytes.At(text, start - 2)))
        {
            var at = start - 1;
            while (at > 0 && (Bytes.IsDigit(text[at - 1]) || text[at - 1] is (byte)'.' or (byte)'-' or (byte)'+')) at--;
            return text[at..(start - 1)].Contains((byte)'.');
        }
        return before == '/' && end - start == 4 && Bytes.StartsWithIgnoreCase(text, start, "pve2"u8) && Bytes.At(text, end) == '/' && !text[..(start - 1)].EndsWith("nodes"u8) && !text[..(start - 1)].EndsWith("/"u8);
    }

    /// <summary>
    /// Whether a name is a part of a program's or of an account that all have: <c>backup-client</c> in <c>proxmox-backup-client</c>, <c>gitlab</c> in
    /// <c>gitlab-ci-token</c>.
    /// </summary>
    private static bool IsPartOfProgram(ReadOnlySpan<byte> text, int start, int end, out int whole)
    {
        whole = end;
        if (Bytes.At(text, start - 1) != '-' && Bytes.At(text, end) != '-') return false;
        var from = start;
        while (from > 0 && (Bytes.IsAsciiLetterOrDigit(text[from - 1]) || text[from - 1] == '-')) from--;
        while (whole < text.Length && (Bytes.IsAsciiLetterOrDigit(text[whole]) || text[whole] == '-')) whole++;
        return Vocabulary.IsService(text[from..whole]) || Vocabulary.IsSystemUser(text[from..whole]);
    }

    /// <summary>Whether a line of code gets a module there: <c>import x</c>, <c>import x as y</c>, <c>from x import y</c>.</summary>
    private static bool IsModule(ReadOnlySpan<byte> text, int start, int end)
    {
        var isImport = text[..start].EndsWith("import "u8);
        if (!isImport && !text[..start].EndsWith("from "u8) || !Detectors.NamedValue.IsFirstOnLine(text, start - (isImport ? 7 : 5))) return false;
        if (!isImport) return Bytes.StartsWithAt(text, end, " import "u8);
        return Bytes.At(text, end) is 0 or (byte)'\r' or (byte)'\n' or (byte)',' || Bytes.StartsWithAt(text, end, " as "u8) || Bytes.StartsWithAt(text, end, "  #"u8);
    }

    private static readonly byte[][] Units = [.. new[] { "service", "mount", "timer", "socket", "slice", "scope", "automount", "swap" }.Select(System.Text.Encoding.ASCII.GetBytes)];

    /// <summary>Whether a name is that of an image in a public registry: <c>ghcr.io/x/x:2.13</c>.</summary>
    internal static bool IsImage(ReadOnlySpan<byte> text, int start, int end)
    {
        if (Bytes.At(text, start - 1) != '/' || Bytes.At(text, end) is not ((byte)'/' or (byte)':')) return false;
        var from = start;
        while (from > 0 && start - from < 64 && !Bytes.IsBlank(text[from - 1]) && text[from - 1] is not ((byte)'"' or (byte)'\'')) from--;
        var before = text[from..start];
        return before.StartsWith("ghcr.io/"u8) || before.StartsWith("docker.io/"u8) || before.StartsWith("quay.io/"u8) || before.StartsWith("lscr.io/"u8) || before.StartsWith("gcr.io/"u8);
    }

    private static bool IsUnit(ReadOnlySpan<byte> text)
    {
        foreach (var unit in Units)
            if (text.StartsWith(unit) && !Bytes.IsLetterOrDigit(Bytes.At(text, unit.Length))) return true;
        return false;
    }

    /// <summary>Whether nothing that belongs to a longer name is joined to it; a node's name may be a part: prefer_lyra, backup-lyra.</summary>
    private static bool StandsAlone(ReadOnlySpan<byte> text, int start, int end, bool isNode)
    {
        // X-Mailer: a header.
        if (Bytes.At(text, start - 1) == '-' && Bytes.At(text, start - 2) == 'X' && Bytes.At(text, end) == ':') return false;
        if (Bytes.At(text, start - 1) is var before && (before == '.' && !IsResourceType(text, start - 1) || !isNode && before is (byte)'-' or (byte)'_')) return false;
        var after = Bytes.At(text, end);
        return (isNode || after is not ((byte)'-' or (byte)'_')) && (after != '.' || !Bytes.IsLetterOrDigit(Bytes.At(text, end + 1)));
    }

    /// <summary>Whether a resource's type ends there, behind which Terraform has what it is called by: <c>proxmox_vm_qemu.web</c>.</summary>
    private static bool IsResourceType(ReadOnlySpan<byte> text, int at)
    {
        foreach (var type in GuestTypes)
            if (text[..at].EndsWith(type)) return true;
        return false;
    }

    private static readonly byte[][] GuestTypes = [[.. "_environment_vm"u8], [.. "_environment_container"u8], [.. "_vm_qemu"u8], [.. "proxmox_lxc"u8]];

    private static bool IsOfKubernetes(ReadOnlySpan<byte> before) => before.EndsWith(".k8s.io"u8) || before.EndsWith("kubernetes.io"u8);

    // What attributes of OpenTelemetry and of Elastic's schema begin with.
    private static readonly WordSet Attributes = WordSet.Of("k8s host service process container deployment telemetry os enduser event agent observer orchestrator");

    /// <summary>A dotted word: a domain name, a learnt name with dots, or something that stays whole.</summary>
    private int TryDotted(ReadOnlySpan<byte> text, ReadOnlySpan<byte> run, int p, int to)
    {
        if (p > 0 && run[p - 1] is (byte)'.' or (byte)'-' or (byte)'_' && p > 1 && Bytes.IsLetterOrDigit(run[p - 2])) return 0;
        var end = p;
        var dots = 0;
        while (end < to && run[end] is not ((byte)':' or (byte)'@'))
        {
            if (run[end] == '.') dots++;
            // No name is so long.
            if (++end - p > LongestDotted) return 0;
        }
        while (end > p && !Bytes.IsLetterOrDigit(run[end - 1]))
        {
            if (run[end - 1] == '.') dots--;
            end--;
        }
        if (dots == 0) return 0;
        // zfs.pool.health[*], a key of Zabbix; rc.local, a file of every system.
        if (!_mapped && Bytes.At(text, At0(end)) == '[' && Bytes.At(text, At0(end) + 1) is (byte)'*' or (byte)'{' or (byte)'"' or (byte)'\'' or (byte)'#' or (byte)'/' or (byte)'<' or (byte)'$' || run[p..end].SequenceEqual("rc.local"u8)) return end;
        // k8s.pod.name, process.executable.name: attributes of OpenTelemetry.
        if (run[p..end].EndsWith(".name"u8) && Attributes.Contains(run[p..end][..run[p..end].IndexOf((byte)'.')])) return end;
        // $result.RW, $($state.CU): a variable and its member. s2.name: a column.
        if (dots == 1 && !_mapped && (VariableEnd(text, At0(p), run[p..end]) > 0 || run[p..end].EndsWith(".name"u8) && Bytes.At(text, At0(p) - 1) is not ((byte)'@' or (byte)'/') && HasLearnt(run[p..(end - 5)]) is null)) return end;
        // kubernetes.io/service-account.name: what a label is called.
        if (p == 0 && !_mapped && _base > 8 && text[_base - 1] == '/' && IsOfKubernetes(text[..(_base - 1)])) return end;
        if (dots > 3 && Bytes.IsDigit(run[end - 1]) && TrySnmp(run, p, end)) return end;
        // 1.de:ad:be:ef:00:01 is a number and a MAC.
        if (end - p > 3 && run[end - 3] == '.' && end + 3 < to && run[end] == ':' && run[end + 3] == ':' && Bytes.IsHex(run[end - 1]) && Bytes.IsHex(run[end - 2]) && Bytes.IsHex(run[end + 1]) && Bytes.IsHex(run[end + 2])) return 0;
        // #HttpOnly_pve1.firma.de: a jar of cookies.
        var isOfJar = run[p..end].StartsWith("HttpOnly_"u8) && Bytes.At(text, At0(p) - 1) == '#';
        if (isOfJar) p += 9;
        while (PartitionLength(run[p..end]) is > 0 and var partition) p += partition;
        // _ldap._tcp.firma.de: what the record is for is nobody's.
        if (!isOfJar && p > 0 && run[p - 1] == '_' && run[p..end].IndexOf((byte)'.') is > 0 and var service)
        {
            var next = p + service + 1;
            while (next < end)
            {
                // _ldap._tcp.7d1c….domains._msdcs.firma.de: the domain by its number.
                var isGuid = SecretText.IsUuid(run, next) && Bytes.StartsWithAt(run, next + 36, ".domains."u8);
                if (isGuid && _rules.Uuid) Emit(next, next + 36, PrivacyKind.Uuid);
                var more = isGuid ? 37 : run[next] == '_' ? run[next..end].IndexOf((byte)'.') + 1 : PartitionLength(run[next..end]);
                if (more < 2) break;
                next += more;
            }
            if (run[next..end].IndexOf((byte)'.') < 0) return next;
            p = next;
        }
        // "$n.firma.de": what a script calls the machine stays.
        var variable = dots > 1 ? VariableEnd(text, At0(p), run[p..end]) : 0;
        // It may be called as the machine is.
        if (variable > 1 && HasLearnt(run.Slice(p, variable - 1)) is { } machine) Emit(p, p + variable - 1, machine.Kind);
        // $History.PSObject.Properties.Name
        if (variable > 0 && (run[p..end].EndsWith(".name"u8) || run[p..end].EndsWith(".Name"u8))) return end;
        p += variable;
        // /etc/bind/db.firma.de: a zone's file is called by what it is and by the zone.
        if (end - p > 5 && run[p] == 'd' && run[p + 1] == 'b' && run[p + 2] == '.' && dots > 1 && IsInFolder(text, At0(p))) p += 3;
        var name = run[p..end];
        if (AddressNumber.IsReversedV6(name))
        {
            if (_rules.Ipv6) Emit(p, end, PrivacyKind.Ipv6);
            return end;
        }
        if (IsFileOrOption(text, At0(p), At0(end), name) && !(dots > 1 && HasLearntSuffix(name)))
        {
            // A file may be called by a machine: docs/nodes/NAME.md.
            return Bytes.At(text, At0(p) - 1) == '/' && _names is not null && FindName(text, run, p, end) is > 0 and var named ? named : end;
        }
        // [password-auth.invalid]: by what Grafana knows an error.
        if (dots == 1 && name.EndsWith(".invalid"u8) && Bytes.At(text, At0(p) - 1) == '[' && Bytes.At(text, At0(end)) == ']') return end;
        // Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://…: the site of whoever made a robot.
        if (IsOfRobot(text, At0(p))) return end;
        // named.conf.local is a file, {$PVE.URL.HOST} a variable of Zabbix.
        if (name.IndexOf(".conf."u8) > 0 || Bytes.At(text, At0(p) - 1) is (byte)'$' or (byte)'#' && Bytes.At(text, At0(p) - 2) == '{') return end;
        var isDomain = Domains.IsDomain(name, out var isPublic, out var labels, out var isPrivate);
        if (isPublic && _rules.Domains && Domains.TenantLength(name) is > 2 and var tenant && !_rules.IsAllowed(name))
        {
            if (_found.Learns && Vocabulary.IsTelling(name[..tenant])) _found.Learn(PrivacyKind.Domain, name[..tenant]);
            Emit(p, p + tenant, PrivacyKind.Domain);
        }
        // ip-10-1-2-3.ec2.internal.cluster.local: a machine in everybody's domain that is called by its address.
        if (isPublic && run[p] is var head && (Bytes.IsDigit(head) || Bytes.IsLetter(head)) && EmitOfPublic(run, p, p + name.IndexOf((byte)'.'), name.EndsWith(".cluster.local"u8))) return end;
        if (!isDomain && _rules.Domains && IsCutName(text, At0(end), name) && !HasLearntSuffix(name))
        {
            // Its last label is no ending that may stay.
            while (p < end)
            {
                var stop = run[p..end].IndexOf((byte)'.') is >= 0 and var point ? p + point : end;
                Emit(p, stop, PrivacyKind.Host);
                p = stop + 1;
            }
            return end;
        }
        if (isPublic || IsSettingsName(text, At0(p), At0(end), name) || Bytes.StartsWithAt(text, At0(end), "()"u8)) return end;
        // site.example.net.conf: a file that is called by a name.
        if (!isDomain && name.LastIndexOf((byte)'.') is > 0 and var file && IsFileEnd(name[(file + 1)..]) && Domains.IsDomain(name[..file], out isPublic, out labels, out isPrivate))
        {
            // overlayroot.local.conf: what is set on this machine only.
            if (isPublic || labels == 2 && name[..file].EndsWith(".local"u8)) return end;
            (isDomain, end) = (true, p + file);
            name = name[..file];
        }
        if (!isDomain && !HasLearntSuffix(name))
        {
            if (!_rules.Identities || !IsPersonsAccount(text, At0(p), At0(end), name)) return 0;
            EmitUser(run, p, end, PrivacyKind.User);
            return end;
        }
        if (!_rules.Domains || _rules.IsAllowed(name) || IsLabel(text, At0(p), At0(end), name) && !HasLearntSuffix(name)) return end;
        if (p + name.IndexOf((byte)'.') is var label && EmitWithAddress(run, p, label, PrivacyKind.Host))
        {
            Emit(label + 1, end, PrivacyKind.Domain);
            return end;
        }
        // _acme.firma.de: a record of a service.
        if (_found.Learns && variable == 0 && !(p > 0 && run[p - 1] == '_')) LearnDomain(name, labels, isPrivate);
        Emit(p, end, PrivacyKind.Domain);
        if (_rules.Names && !_mapped) EmitOwnLabel(text, At0(p), At0(end), label - p);
        return end;
    }

    /// <summary>Where behind a variable of a shell the domain begins: <c>$node.firma.de</c>; 0 where none stands before a dot. A share is called <c>C$</c>.</summary>
    private static int VariableEnd(ReadOnlySpan<byte> text, int at, ReadOnlySpan<byte> name)
    {
        if (Bytes.At(text, at - 1) != '$' || Bytes.IsLetterOrDigit(Bytes.At(text, at - 2)) || !Bytes.IsLetter(name[0])) return 0;
        var dot = name.IndexOf((byte)'.');
        return name[..dot].Contains((byte)'-') ? 0 : dot + 1;
    }

    /// <summary>What is known of a word that is a name, and no everyday one; null for others.</summary>
    private NameIndex.Entry? HasLearnt(ReadOnlySpan<byte> word)
    {
        if (_names is null || word.Length > _lower.Length) return null;
        for (var i = 0; i < word.Length; i++) _lower[i] = Bytes.ToLower(word[i]);
        return _names.Find(_lower.AsSpan(0, word.Length)) is { Strength: not NameIndex.Strength.Structure } entry && entry.Kind != PrivacyKind.Realm ? entry : null;
    }

    /// <summary>Whether a folder stands before a place, and no scheme or share: <c>/bind/x</c>, not <c>//x</c>.</summary>
    private static bool IsInFolder(ReadOnlySpan<byte> text, int at) => Bytes.At(text, at - 1) == '/' && Bytes.IsLetterOrDigit(Bytes.At(text, at - 2));

    private bool HasLearntSuffix(ReadOnlySpan<byte> name)
    {
        if (_names is null) return false;
        for (var dot = name.IndexOf((byte)'.'); dot >= 0;)
        {
            var rest = name[(dot + 1)..];
            if (rest.Length > _lower.Length || rest.Length < 2) return false;
            for (var i = 0; i < rest.Length; i++) _lower[i] = Bytes.ToLower(rest[i]);
            if (_names.Find(_lower.AsSpan(0, rest.Length)) is { Kind: PrivacyKind.Domain } && !Vocabulary.IsWord(rest)) return true;
            var next = rest.IndexOf((byte)'.');
            dot = next < 0 ? -1 : dot + 1 + next;
        }
        return false;
    }

    private void LearnDomain(ReadOnlySpan<byte> name, int labels, bool isPrivate)
    {
        var (host, parent) = Domains.Told(name, labels, isPrivate);
        if (host > 0) _found.Learn(PrivacyKind.Host, name[..host]);
        if (parent > 0) _found.Learn(PrivacyKind.Domain, name[parent..]);
    }
}
