using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Serial numbers of machines and disks, which are known by the word before them only.</summary>
internal sealed class SerialDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("serial", PrivacyKind.Serial, "Serial numbers of machines and disks");

    public override Precedence Precedence => Precedence.Structure;

    // Ceph tells a disk as MAKER_MODEL_SERIAL.
    private static readonly string[] Makers = ["Samsung", "SAMSUNG", "WDC", "WD_BLACK", "WD_Blue", "WD_Red", "INTEL", "Intel", "SSDPE", "KINGSTON", "Micron", "Crucial", "TOSHIBA", "HGST", "SEAGATE", "Seagate", "SanDisk", "SK_hynix", "KIOXIA", "ADATA", "Corsair", "Patriot", "Lexar", "HUAWEI", "DELL", "HITACHI", "Hitachi", "FUJITSU", "Transcend", "PNY", "Dapu"];

    public override ImmutableArray<Anchor> Anchors { get; } =
        [new("serial", IgnoreCase: true, WordStart: true), new("S/N"), new("numéro de série", IgnoreCase: true, WordStart: true), new("número de serie", IgnoreCase: true, WordStart: true), new("ata-", WordStart: true), new("nvme-", WordStart: true), new("scsi-S", WordStart: true), new("usb-", WordStart: true), .. Makers.Select(maker => new Anchor(maker + "_", WordStart: true)), new("seriennummer", IgnoreCase: true, WordStart: true), new("serienummer", IgnoreCase: true, WordStart: true), new("serien-nr.", IgnoreCase: true, WordStart: true), new("_serial", IgnoreCase: true), new("service tag", IgnoreCase: true, WordStart: true), new("asset tag", IgnoreCase: true, WordStart: true), new("serverid", IgnoreCase: true, WordStart: true), new("serial_number", IgnoreCase: true), new("serialnumber", IgnoreCase: true), new("machine_id", IgnoreCase: true), new("machine-id", IgnoreCase: true), new("machine id", IgnoreCase: true, WordStart: true), new("boot id", IgnoreCase: true, WordStart: true), new("machineid", IgnoreCase: true), new("boot_id", IgnoreCase: true), new("boot-id", IgnoreCase: true), new("zone_id", IgnoreCase: true), new("zoneid", IgnoreCase: true),
        .. new[] { "servicetag", "service_tag", "service-tag", "assettag", "asset_tag", "asset-tag" }.Select(word => new Anchor(word, IgnoreCase: true))];

    /// <summary><c>QM00007</c>: the number that QEMU itself gives a disk, in every guest the same.</summary>
    public static bool IsOfQemu(ReadOnlySpan<byte> serial) => serial.Length == 7 && serial.StartsWith("QM000"u8);

    /// <summary>A disk's link in /dev/disk/by-id: <c>ata-MODEL_SERIAL-part3</c>.</summary>
    private static void Disk(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var end = at;
        while (end < text.Length && (Bytes.IsAsciiLetterOrDigit(text[end]) || text[end] is (byte)'_' or (byte)'-')) end++;
        if (Bytes.At(text, end) == '.') return;
        if (text[at..end].LastIndexOf("-part"u8) is > 0 and var part && text[(at + part + 5)..end].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0) end = at + part;
        if (InterfaceAt(text[at..end]) is > 0 and var own) end = at + own;
        if (text[at..end].LastIndexOf((byte)'_') is not (> 4 and var line)) return;
        var start = at + line + 1;
        var serial = text[start..end];
        // usb-Vendor_Model_SERIAL-0:0; the disks of QEMU are all called alike.
        if (serial.LastIndexOf((byte)'-') is > 5 and var instance && instance == serial.Length - 2) serial = serial[..instance];
        if (serial.Length < 6 || !serial.ContainsAnyInRange((byte)'0', (byte)'9') || IsOfQemu(serial) || serial.StartsWith("MTFD"u8) || serial.StartsWith("drive"u8)) return;
        found.Replace(start, serial.Length, PrivacyKind.Serial);
    }

    /// <summary>Where the interface of a device and its port begin in its link: <c>usb-MAKER_MODEL_SERIAL-if00-port0</c>; 0 where there is none.</summary>
    private static int InterfaceAt(ReadOnlySpan<byte> link)
    {
        if (link.LastIndexOf("-if"u8) is not (> 4 and var at) || !Bytes.IsDigit(Bytes.At(link, at + 3)) || !Bytes.IsDigit(Bytes.At(link, at + 4))) return 0;
        var rest = link[(at + 5)..];
        return rest.IsEmpty || rest.StartsWith("-port"u8) && rest[5..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 ? at : 0;
    }

    private static void Device(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var end = at;
        while (end < text.Length && (Bytes.IsAsciiLetterOrDigit(text[end]) || text[end] is (byte)'_' or (byte)'-')) end++;
        if (text[at..end].LastIndexOf((byte)'_') is not (> 4 and var line) || Bytes.At(text, at - 1) is not ((byte)' ' or (byte)'\n' or (byte)'\t' or (byte)'"' or 0)) return;
        var serial = text[(at + line + 1)..end];
        // Micron's models begin so: Micron_7450_MTFDKBA480TFR.
        if (serial.StartsWith("MTFD"u8)) return;
        if (serial.Length is < 8 or > 24 || serial.IndexOfAnyExcept("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"u8) >= 0 || text[at..(at + line)].Count((byte)'_') < 1 || serial.Count((byte)'0') + serial.Count((byte)'1') == serial.Length || !serial.ContainsAnyInRange((byte)'0', (byte)'9')) return;
        found.Replace(at + line + 1, serial.Length, PrivacyKind.Serial);
    }

    /// <summary>The serial number of a zone of DNS: a day and a count, as a number, <c>"serial": 2026091403</c>.</summary>
    private static bool IsOfZone(ReadOnlySpan<byte> text, int start, ReadOnlySpan<byte> value) =>
        value.Length == 10 && value.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 && (value.StartsWith("19"u8) || value.StartsWith("20"u8))
        && value[4] <= '1' && value[6] <= '3' && Bytes.At(text, start - 1) is (byte)' ' or (byte)':' or (byte)'=';

    /// <summary>
    /// Whether a device's number is its MAC without colons, which stands near: <c>"mac": "74:ac:b9:5d:e3:10"</c> and <c>"serial": "74ACB95DE310"</c>, as controllers
    /// of UniFi and many devices have it. Then both get the same pseudonym.
    /// </summary>
    private static bool IsMac(ReadOnlySpan<byte> text, int start, int count)
    {
        const int Reach = 1500, Digits = 12, Length = 17;
        if (count != Digits || SecretText.HexEnd(text, start) != start + Digits) return false;
        Span<byte> mac = stackalloc byte[Length];
        for (int i = 0, next = 0; i < Length; i++) mac[i] = i % 3 == 2 ? (byte)':' : Bytes.ToLower(text[start + next++]);
        var near = text[Math.Max(0, start - Reach)..Math.Min(text.Length, start + Reach)];
        if (near.IndexOf(mac) >= 0) return true;
        for (var i = 0; i < Length; i++)
            if (mac[i] is >= (byte)'a' and <= (byte)'f') mac[i] -= 32;
        return near.IndexOf(mac) >= 0;
    }

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at + length - 1] is (byte)'_')
        {
            Device(text, at, found);
            return;
        }
        if (Bytes.At(text, at + 3) == '-' || Bytes.At(text, at + 4) == '-')
        {
            Disk(text, at, found);
            return;
        }
        var i = at + length;
        if (Bytes.StartsWithIgnoreCase(text, i, " number"u8) || Bytes.At(text, i) is (byte)'_' or (byte)'-' && Bytes.StartsWithIgnoreCase(text, i + 1, "number"u8)) i += 7;
        else if (Bytes.StartsWithIgnoreCase(text, i, "number"u8)) i += 6;
        else if (Bytes.StartsWithIgnoreCase(text, i, " no"u8)) i += Bytes.At(text, i + 3) == '.' ? 4 : 3;
        else if (Bytes.StartsWithIgnoreCase(text, i, "no"u8)) i += 2;
        // Serial#: X, Serial #: X, serial number is X
        if (Bytes.SkipBlanks(text, i) is var sign && Bytes.At(text, sign) == '#') i = sign + 1;
        else if (Bytes.StartsWithAt(text, i, " is "u8)) i += " is".Length;
        // Zabbix has two of each: serialno_a, serialno_b
        if (Bytes.At(text, i) == '_' && Bytes.At(text, i + 1) is (byte)'a' or (byte)'b' && Bytes.At(text, i + 2) is (byte)'"' or (byte)':' or (byte)'=') i += 2;
        var (start, count) = NamedValue.After(text, i);
        // wmic: the head, and below it the number.
        if (count == 0 && Bytes.At(text, i) is (byte)'\r' or (byte)'\n' or (byte)' ' && text[Bytes.LineStart(text, at)..at].Length == 0 && text[i..].TrimStart(" \r"u8) is [(byte)'\n', ..])
        {
            start = i + text[i..].IndexOf((byte)'\n') + 1;
            count = NamedValue.NameLength(text, start);
            if (start + count != Bytes.LineEnd(text, start) && Bytes.At(text, start + count) != ' ') return;
        }
        if (count == 0 && Bytes.At(text, i) == ' ' && (Bytes.IsUpper(Bytes.At(text, i + 1)) || Bytes.IsDigit(Bytes.At(text, i + 1))))
        {
            // Serial number X of a sentence: capitals and digits.
            (start, count) = (i + 1, NamedValue.NameLength(text, i + 1));
            if (count < 7 || text.Slice(start, count).IndexOfAnyInRange((byte)'a', (byte)'z') >= 0 || text.Slice(start, count).IndexOfAnyInRange((byte)'A', (byte)'Z') < 0) return;
        }
        var value = text.Slice(start, count);
        // QEMU's own disks; the zone of a provider of DNS has 32 digits, or begins with Z.
        if (value.StartsWith("drive-"u8) || Bytes.ToLower(text[at]) == 'z' && !(value.Length == 32 && SecretText.HexEnd(text, start) == start + 32) && !(value.Length is > 12 and < 33 && value[0] == 'Z' && value.IndexOfAnyExcept("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"u8) < 0)) return;
        if (IsOfZone(text, start, value) || value.StartsWith("VMware-"u8) || value.IndexOf("QEMU_"u8) >= 0 || IsOfQemu(value)) return;
        if (value.Length is < 5 or > 40 || !value.ContainsAnyInRange((byte)'0', (byte)'9')) return;
        // smbios1 has it in Base64.
        foreach (var b in value.TrimEnd((byte)'='))
            if (!Bytes.IsAsciiLetterOrDigit(b) && b is not ((byte)'-' or (byte)'_' or (byte)'.')) return;
        if (IsMac(text, start, count))
        {
            found.Replace(start, count, PrivacyKind.Mac);
            return;
        }
        // Dell's boards: .7XK41T3.CNFCP0018A00R4. holds the number of the machine.
        for (var from = start; from < start + count;)
        {
            var dot = text[from..(start + count)].IndexOf((byte)'.');
            var end = dot < 0 ? start + count : from + dot;
            found.Replace(from, end - from, PrivacyKind.Serial);
            from = end + 1;
        }
    }
}
