using ProxmoxMpc.Core.Privacy.Detectors;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>What has an at sign: userids, e-mail addresses, users at hosts, principals of Kerberos.</summary>
internal sealed partial class Sweep
{
    /// <summary>Reads a run with an at sign: a userid, an e-mail address, a user at a host. Returns where it has been read to; 0 where it holds no such sign any more.</summary>
    private int ReadIdentities(ReadOnlySpan<byte> text, ReadOnlySpan<byte> run, byte mask, int from)
    {
        var at = run[from..].IndexOf((byte)'@') + from;
        if (at < from) return 0;
        var localStart = at;
        while (localStart > from && run[localStart - 1] is not ((byte)':' or (byte)'@')) localStart--;
        while (localStart < at && !Bytes.IsLetterOrDigit(run[localStart])) localStart++;
        var end = at + 1;
        while (end < run.Length && (Bytes.IsLetterOrDigit(run[end]) || run[end] is (byte)'.' or (byte)'-' or (byte)'_'))
        {
            // Two dashes are a dash of typography, but for a name in Punycode (xn--).
            if (run[end] == '-' && Bytes.At(run, end + 1) == '-' && !run[..end].EndsWith("xn"u8)) break;
            end++;
        }
        while (end > at + 1 && run[end - 1] is (byte)'.' or (byte)'-' or (byte)'_') end--;
        var local = run[localStart..at];
        var host = run[(at + 1)..end];
        if (local.Length == 0 && IsAccountOfServer(run, end, host))
        {
            if (at > from) ReadParts(text, run, mask, from, at);
            EmitUser(run, at + 1, end, PrivacyKind.User);
            return end;
        }
        if (local.Length == 0 || host.Length < 2)
        {
            ReadParts(text, run, mask, from, run.Length);
            return run.Length;
        }
        if (localStart > from) ReadParts(text, run, mask, from, localStart);
        // root@2001:db8::1
        if (AddressEnd(run, at + 1, end) is > 0 and var address)
        {
            EmitUser(run, localStart, at, PrivacyKind.User);
            ReadParts(text, run, Colon | Digit | Letter, at + 1, address);
            return address;
        }
        // A user's name may hold an at sign: jane@partner@realm.
        if (end + 2 < run.Length && run[end] == '@' && run[(end + 1)..].IndexOfAny("@:"u8) is var stop && IsRealm(stop < 0 ? run[(end + 1)..] : run.Slice(end + 1, stop)))
        {
            // jane@firma.de@realm: the name is a mailbox's.
            if (_rules.Domains && Domains.IsDomain(host, out var isPublic, out _, out _) && !isPublic)
            {
                EmitUser(run, localStart, at, PrivacyKind.Email);
                Emit(at + 1, end, PrivacyKind.Domain);
            }
            else Emit(localStart, end, PrivacyKind.User);
            return run.Length;
        }
        var handled = ReadIdentity(text, run, localStart, at, end);
        if (!handled) ReadParts(text, run, mask, localStart, end);
        return end;
    }

    /// <summary>Where an IPv6 address ends of which what stands behind an at sign is the first group; 0 where none stands.</summary>
    private static int AddressEnd(ReadOnlySpan<byte> run, int start, int group)
    {
        if (group - start is < 1 or > 4 || Bytes.At(run, group) != ':' || SecretText.HexEnd(run, start) != group) return 0;
        var end = group;
        while (end < run.Length && (Bytes.IsHex(run[end]) || run[end] == ':')) end++;
        // root@2001:db8::1:/etc
        if (run[end - 1] == ':' && run[end - 2] != ':') end--;
        if (run[start..end].Count((byte)':') < 2) return 0;
        return !(end < run.Length && Bytes.IsLetterOrDigit(run[end])) && AddressText.TryParseIpv6(run[start..end], out _) ? end : 0;
    }

    private bool ReadIdentity(ReadOnlySpan<byte> text, ReadOnlySpan<byte> run, int localStart, int at, int end)
    {
        var local = run[localStart..at];
        var host = run[(at + 1)..end];
        // A principal of Kerberos: HTTP/web-01.firma.de@FIRMA.DE
        if (local.Contains((byte)'.') && IsPrincipal(text, At0(localStart)) && Domains.CanReceiveMail(local))
        {
            ReadParts(text, run, Dot | Dash, localStart, at);
            if (!host.Contains((byte)'.')) return false;
            if (_rules.Domains && Domains.CanReceiveMail(local) && !Domains.IsDomain(local, out _, out _, out _)) Emit(localStart, at, PrivacyKind.Domain);
            if (_rules.Domains && Domains.CanReceiveMail(host)) Emit(at + 1, end, PrivacyKind.Domain);
            return true;
        }
        // uses: firma/workflows/.github/workflows/build.yml@main: a file and its version.
        if (local.EndsWith(".yml"u8) || local.EndsWith(".yaml"u8)) return false;
        // upsc apc@10.0.0.5: a device.
        if (text[..At0(localStart)].EndsWith("upsc "u8)) return false;
        // user@realm!token@host: the token's name is nobody's.
        if (Bytes.At(text, At0(localStart) - 1) == '!') return false;
        if (host.Contains((byte)'.'))
        {
            if (AddressText.TryParseIpv4(host, (byte)'.', out var number))
            {
                // Nobody is at no address: Connector@0.0.0.0:8080 is an object of a program.
                if (number != 0) EmitUser(run, localStart, at, PrivacyKind.User);
                ReadParts(text, run, Dot | Digit, at + 1, end);
                return true;
            }
            // Behind an @ even a doubtful ending is a domain's.
            if (!Domains.IsDomain(host, out var isPublic, out var labels, out var isPrivate) && !Domains.CanReceiveMail(host)) return false;
            // Somebody who is known may stand before everybody's domain, too.
            if (isPublic && !Domains.HasMailboxes(host) && !IsSomebody(local)) return false;
            if (isPublic) EmitUser(run, localStart, at, PrivacyKind.Email);
            if (isPublic || _rules.IsAllowed(host) || _rules.Allowed.Contains(PrivacyKind.Email, run[localStart..end])) return true;
            if (_found.Learns) LearnDomain(host, labels, isPrivate);
            if (IsMessageId(text, At0(localStart)))
            {
                // It may be a UUID.
                ReadParts(text, run, Dash | Digit, localStart, at);
                if (_rules.Domains) Emit(at + 1, end, PrivacyKind.Domain);
                return true;
            }
            if (!_mapped && Bytes.At(text, At0(localStart) - 1) == '+') EmitTagged(text, At0(localStart), At0(at));
            else EmitUser(run, localStart, at, PrivacyKind.Email);
            if (_rules.Domains) Emit(at + 1, end, PrivacyKind.Domain);
            return true;
        }
        var after = Bytes.At(run, end) != 0 ? run[end] : Bytes.At(text, At0(end));
        if (IsRealm(host) || after == '!')
        {
            // backup@pbs and admin@pve are everybody's. Of the system's accounts only pam has the others: sync@pbs is somebody's.
            if (ServiceAccounts.Contains(local)) return true;
            // "$u@pve": a variable. A password would be longer.
            if (local.Length < 5 && !_mapped && Bytes.At(text, At0(localStart) - 1) == '$' && local.IndexOfAnyExceptInRange((byte)'a', (byte)'z') < 0) return true;
            if (!host.SequenceEqual("pam"u8) && Vocabulary.IsSystemUser(local) && !_rules.IsAllowed(local)) Emit(localStart, at, PrivacyKind.User);
            EmitUser(run, localStart, at, PrivacyKind.User);
            // A directory's realm is mostly called by the firm and what it is, firma-ad: it stays in userids, and so everywhere.
            if (_found.Learns && host.IndexOfAny("-_"u8) > 0 && !local.SequenceEqual("root"u8)) _found.Learn(PrivacyKind.Realm, host);
            EmitRealm(text, run, at + 1, end);
            return true;
        }
        if (_found.Learns && after is not ((byte)'.' or (byte)'=') && !Vocabulary.IsSystemUser(local) && !ServiceAccounts.Contains(local) && local.ContainsAnyExcept("0123456789.-_"u8)) _found.LearnUserAt(host, local, run[localStart..end]);
        // first.last@directory: a realm that nothing else tells of, or a machine.
        if (!host.Contains((byte)'_') && Bytes.IsLetter(host[0]) && (IsFullName(local) || IsOfDirectory(local, host)) && !text[..At0(localStart)].EndsWith("Who:       "u8) && !(end < run.Length && run[end] == '.'))
        {
            EmitUser(run, localStart, at, PrivacyKind.User);
            EmitRealm(text, run, at + 1, end);
            return true;
        }
        // drbd: … build by root@pve-build, the machine of whoever made the package.
        if (text[..At0(localStart)].EndsWith("build by "u8)) return true;
        // root@file, whoami@docker: where Traefik has a router or a service from.
        if (Providers.Contains(host) && (after == '"' || Bytes.StartsWithAt(text, At0(end), " -> "u8))) return false;
        // A prompt, a copy to a host, or somebody's root.
        var isPrompt = after == ':' && Bytes.At(text, At0(end) + 1) is (byte)'~' or (byte)'/' || after == ' ' && IsBracketPrompt(text, At0(localStart), At0(end));
        // A prompt in colours: jane@lyraESC[00m:ESC[01;34m~
        isPrompt |= after == 0x1b && Bytes.SkipColours(text, At0(end)) is var shown && Bytes.At(text, shown) == ':' && shown > At0(end)
            && Bytes.At(text, Bytes.SkipColours(text, shown + 1)) is (byte)'~' or (byte)'/';
        isPrompt |= after == ']' && IsRouterPrompt(text, At0(localStart), At0(end));
        if (!Vocabulary.CanBeName(host) || !(isPrompt || local.SequenceEqual("root"u8) || SaysWho(text, At0(localStart)) && Vocabulary.IsTelling(local) && Vocabulary.IsTelling(host))) return false;
        // What every router of MikroTik is called at first.
        if (after == ']' && host.SequenceEqual("MikroTik"u8)) return true;
        _found.Learn(PrivacyKind.Host, host);
        // Every one of them has an account of that name.
        if (after != ']' || !local.SequenceEqual("admin"u8)) EmitUser(run, localStart, at, PrivacyKind.User);
        if (_rules.Names && !_rules.IsAllowed(host) && !host.SequenceEqual("localhost"u8)) Emit(at + 1, end, PrivacyKind.Host);
        return true;
    }

    private static readonly WordSet Providers = WordSet.Of("docker file internal swarm nomad consulcatalog kubernetes kubernetescrd kubernetesingress kubernetesgateway");

    /// <summary>A realm that is called as a domain or a machine goes as that does everywhere else.</summary>
    private void EmitRealm(ReadOnlySpan<byte> text, ReadOnlySpan<byte> run, int start, int end)
    {
        if (_names is not null && end - start > 3) FindName(text, run, start, end);
    }

    /// <summary><c>jane+pve@firma.de</c>: the runs before a plus belong to the mailbox.</summary>
    private void EmitTagged(ReadOnlySpan<byte> text, int start, int end)
    {
        while (start > 0 && (Bytes.IsLetterOrDigit(text[start - 1]) || text[start - 1] is (byte)'+' or (byte)'.' or (byte)'-' or (byte)'_')) start--;
        while (start < end && !Bytes.IsLetterOrDigit(text[start])) start++;
        _found.Replace(start, end - start, PrivacyKind.Email);
    }

    private void EmitUser(ReadOnlySpan<byte> run, int start, int end, PrivacyKind kind)
    {
        // What stands left of a plus or a slash in the text is a part of an address as well, but rare.
        var name = run[start..end];
        // A number is nobody, but the mailbox of whoever has that telephone.
        if (Vocabulary.IsSystemUser(name) || !name.ContainsAnyExcept("0123456789.-_"u8) && !(kind == PrivacyKind.Email && name.Length >= 6) || _rules.IsAllowed(name)) return;
        // The local part of an address may be any word: sales, portal, certs, x1.
        if (kind != PrivacyKind.Email || name.Length > 3 && name.ContainsAny("0123456789.-_"u8)) _found.Learn(PrivacyKind.User, name);
        Emit(start, end, kind);
    }

    private bool IsRealm(ReadOnlySpan<byte> name)
    {
        if (Realms.IsBuiltIn(name) || name.SequenceEqual("quarantine"u8)) return true;
        if (name.EndsWith("-ad"u8) || name.EndsWith("-ldap"u8) || name.EndsWith("_ad"u8) || name.EndsWith("_ldap"u8) || name.EndsWith("-sso"u8) || name.EndsWith("-oidc"u8) || name.EndsWith("-ipa"u8)) return true;
        if (_names is null || name.Length >= _lower.Length) return false;
        _lower[0] = (byte)'@';
        for (var i = 0; i < name.Length; i++) _lower[i + 1] = Bytes.ToLower(name[i]);
        return _names.Find(_lower.AsSpan(0, name.Length + 1)) is { Kind: PrivacyKind.Realm };
    }
}
