using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>UUIDs without dashes and MACs without separators, which are any number but for the word before them.</summary>
internal sealed class BareFormDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("bare-form", PrivacyKind.Uuid, "UUIDs without dashes, MACs without separators, behind a word that says so");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("uuid", IgnoreCase: true), new("guid", IgnoreCase: true), new("smbios ", IgnoreCase: true, WordStart: true), new("hwaddr", IgnoreCase: true), new("mac=", IgnoreCase: true), new("mac:", IgnoreCase: true), new("macs:", IgnoreCase: true), new("macs\"", IgnoreCase: true), new("macs =", IgnoreCase: true), new("mac ", IgnoreCase: true, WordStart: true), new("mac\"", IgnoreCase: true), new("mac_address", IgnoreCase: true), new("macaddress", IgnoreCase: true), new("chassis", IgnoreCase: true), new(" via LLDP"), new("thumbprint", IgnoreCase: true, WordStart: true), new("SSHFP ", WordStart: true), new("SSHFP\t", WordStart: true), new("(sha1)", IgnoreCase: true), new("(sha256)", IgnoreCase: true), new("nasid", IgnoreCase: true, WordStart: true), new("engineid", IgnoreCase: true, WordStart: true), new("0xbc2411", IgnoreCase: true, WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == ' ')
        {
            // 3CECEF442002 via LLDP
            if (at >= 12 && SecretText.HexEnd(text, at - 12) == at && !Bytes.IsLetterOrDigit(Bytes.At(text, at - 13))) found.Replace(at - 12, 12, PrivacyKind.Mac);
            return;
        }
        if (text[at] == 'S' && length == 6)
        {
            // SSHFP 4 2 0123…: the algorithm, the kind of digest
            var print = at + length;
            while (print < at + 20 && SecretText.HexEnd(text, print) - print < 40) print++;
            if (SecretText.HexEnd(text, print) - print is 40 or 64) found.Replace(print, SecretText.HexEnd(text, print) - print, PrivacyKind.Fingerprint);
            return;
        }
        if (text[at] is (byte)'t' or (byte)'T' && text[Bytes.LineEnd(text, at)..].TrimStart("\r\n"u8) is [(byte)'-', ..]) Thumbprints(text, at, found);
        if (text[at] is (byte)'t' or (byte)'T' or (byte)'(')
        {
            // Thumbprint : 0123…, Cert Hash(sha1): 0123…
            var digest = at + length;
            while (digest < text.Length && digest < at + length + 24 && text[digest] is (byte)' ' or (byte)':' or (byte)'=' or (byte)'"' or (byte)'\'' or (byte)'.' or (byte)']') digest++;
            var size = SecretText.HexEnd(text, digest) - digest;
            if (size is 40 or 64 && digest > at + length) found.Replace(digest, size, PrivacyKind.Fingerprint);
            return;
        }
        if (text[at] == '0')
        {
            // A number with Proxmox's own prefix, as a database of DHCP has it.
            if (SecretText.HexEnd(text, at + 2) == at + 14 && !Bytes.IsLetterOrDigit(Bytes.At(text, at + 14))) found.Replace(at + 2, 12, PrivacyKind.Mac);
            return;
        }
        if (text[at] is (byte)'e' or (byte)'E')
        {
            Engine(text, at + length, found);
            return;
        }
        var isUuid = Bytes.ToLower(text[at + 1]) == 'u' || Bytes.ToLower(text[at]) == 's';
        var start = at + length;
        // Kinds of what tcpdump shows of DHCPv6: hwaddr/time type 1 time 701201331 3cecef219a40, hwaddr type 1 3cecef219a40
        if (Bytes.StartsWithAt(text, start, " type "u8) || Bytes.StartsWithAt(text, start, "/time type "u8)) start = SkipNumbers(text, start);
        for (var limit = start + 12; start < text.Length && start < limit && text[start] is (byte)' ' or (byte)':' or (byte)'=' or (byte)'"' or (byte)'\'' or (byte)'\t' or (byte)'\\' or (byte)'(' or (byte)'{' or (byte)'[';) start++;
        // uuid=UNHEX('0123…') of a database.
        if (isUuid && Bytes.StartsWithIgnoreCase(text, start, "unhex("u8) && Bytes.At(text, start + 6) is (byte)'\'' or (byte)'"') start += 7;
        if (Bytes.StartsWithIgnoreCase(text, start, "addr "u8) || Bytes.StartsWithIgnoreCase(text, start, "address "u8)) start = Bytes.SkipBlanks(text, start + (Bytes.StartsWithIgnoreCase(text, start, "addr "u8) ? 5 : 8));
        // MAC Address       : 0123…, Chassis Id: 0123…
        if (!isUuid && Bytes.StartsWithIgnoreCase(text, start, "id: "u8)) start += 2;
        for (var limit = start + 4; !isUuid && start > at + length && start < limit && Bytes.At(text, start) is (byte)':' or (byte)'=' or (byte)' ';) start++;
        var end = SecretText.HexEnd(text, start);
        // That of NTFS: UUID="7A1C5D9F1C5D5741"
        if (isUuid && end - start == 16 && text[start - 1] is (byte)'=' or (byte)'"' && !Bytes.IsLetterOrDigit(Bytes.At(text, end)) && text[start..end].ContainsAnyInRange((byte)'A', (byte)'F') && !text[start..end].ContainsAnyInRange((byte)'a', (byte)'f'))
        {
            found.Replace(start, 16, PrivacyKind.Serial);
            return;
        }
        // The volume id of FAT: UUID=5E1F-9C07
        if (isUuid && end - start == 4 && Bytes.At(text, end) == '-' && SecretText.HexEnd(text, end + 1) == end + 5 && !Bytes.IsLetterOrDigit(Bytes.At(text, end + 5)) && Bytes.At(text, end + 5) != '-' && text[start..(end + 5)].IndexOfAnyInRange((byte)'a', (byte)'f') < 0)
        {
            found.Replace(start, 9, PrivacyKind.Serial);
            return;
        }
        // The number of a pool of ZFS, in decimal: "uuid": "11842204187730218846"
        if (isUuid && Bytes.At(text, at - 1) == '"' && end - start is >= 17 and <= 20 && text[start..end].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 && Bytes.At(text, end) == '"' && text[start - 1] == '"')
        {
            found.Replace(start, end - start, PrivacyKind.Uuid);
            return;
        }
        if (end - start != (isUuid ? 32 : 12) || start == at + length && text[start - 1] != ' ' && !(text[start - 1] == '=' && Bytes.IsWordStart(text, at)) || Bytes.IsLetterOrDigit(Bytes.At(text, end)) || text[start..end].ContainsAnyExceptInRange((byte)'0', (byte)'9') is false && !isUuid) return;
        found.Replace(start, end - start, isUuid ? PrivacyKind.Uuid : PrivacyKind.Mac);
    }

    /// <summary>Over words and decimal numbers, up to the last blank before something else.</summary>
    private static int SkipNumbers(ReadOnlySpan<byte> text, int at)
    {
        const int Reach = 48;
        var start = at;
        for (var end = at; end < text.Length && end - at < Reach;)
        {
            while (end < text.Length && text[end] is (byte)' ' or (byte)'/') end++;
            start = end;
            while (end < text.Length && Bytes.IsAsciiLetterOrDigit(text[end])) end++;
            var word = text[start..end];
            if (word.SequenceEqual("type"u8) || word.SequenceEqual("time"u8)) continue;
            if (word.IsEmpty || word.Length == 12 || word.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0) break;
        }
        return start;
    }

    /// <summary>The column of a table of certificates: <c>Thumbprint  Subject</c>, a line of dashes, and the rows.</summary>
    private static void Thumbprints(ReadOnlySpan<byte> text, int at, Findings found)
    {
        const int MostRows = 200;
        var column = at - Bytes.LineStart(text, at);
        var end = Bytes.LineEnd(text, at);
        for (var rows = 0; rows < MostRows && Bytes.NextLine(text, ref end, out var start); rows++)
        {
            if (text[start..end].Trim(" \t"u8).IsEmpty) return;
            var cell = start + column;
            if (cell < end && SecretText.HexEnd(text, cell) is var stop && stop - cell is 40 or 64) found.Replace(cell, stop - cell, PrivacyKind.Fingerprint);
        }
    }

    /// <summary>The identity of an SNMP engine that was made of a MAC: <c>snmp-agent local-engineid 800007DB03…</c> – the vendor's number, a three, the MAC.</summary>
    private static void Engine(ReadOnlySpan<byte> text, int at, Findings found)
    {
        const int Head = 10, Length = 22;
        var start = at;
        while (start < text.Length && start < at + 24 && text[start] is (byte)' ' or (byte)':' or (byte)'=' or (byte)'"' or (byte)'\'' or (byte)'\t') start++;
        foreach (var word in Whose)
            if (Bytes.StartsWithIgnoreCase(text, start, word)) start += word.Length;
        if (Bytes.StartsWithIgnoreCase(text, start, "0x"u8)) start += 2;
        if (SecretText.HexEnd(text, start) - start == Length && text[start] == '8' && text[(start + Head - 2)..(start + Head)].SequenceEqual("03"u8)) found.Replace(start + Head, Length - Head, PrivacyKind.Mac);
    }

    private static readonly byte[][] Whose = [[.. "local "u8], [.. "is "u8], [.. "remote "u8]];
}
