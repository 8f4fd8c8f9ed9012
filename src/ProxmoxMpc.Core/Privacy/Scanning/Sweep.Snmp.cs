namespace ProxmoxMpc.Core.Privacy;

/// <summary>
/// IPv4 addresses in the names of SNMP's objects, whose rows are told apart by them: <c>ipAdEntAddr.10.0.0.5</c>, <c>ipNetToMediaPhysAddress.3.10.0.0.5</c> (behind the
/// number of an interface), <c>.1.3.6.1.2.1.4.22.1.2.3.10.0.0.5</c>, and with the type and the length before the address, <c>ipAddressIfIndex.1.4.10.0.0.5</c>. They are
/// found here, for the way back has to find them as well.
/// </summary>
internal sealed partial class Sweep
{
    // What a row is told apart by: A an address, N a number, M a mask. Where there is nothing, type and length tell an address.
    private static readonly (byte[] Name, string Row)[] SnmpTables =
    [
        .. new[]
        {
            ("ipAdEnt", "A"), ("ipRoute", "A"), ("ipNetToMedia", "NA"), ("ipCidrRoute", "AMNA"), ("atIfIndex", "NNA"), ("atPhysAddress", "NNA"), ("atNetAddress", "NNA"),
            ("tcpConn", "ANAN"), ("udpLocal", "AN"), ("bgpPeer", "A"), ("bgp4PathAttr", "ANA"), ("ospfNbr", "AN"), ("ospfIf", "AN"),
            ("ipNetToPhysical", ""), ("ipAddress", ""), ("inetCidrRoute", ""), ("udpEndpoint", ""), ("lldpRemManAddr", ""),
        }.Select(table => (System.Text.Encoding.ASCII.GetBytes(table.Item1), table.Item2)),
    ];

    // The same tables below mgmt.mib-2, up to the number of the column.
    private static readonly (byte[] Path, string Row)[] SnmpPaths =
    [
        .. new[]
        {
            ("4.20.1.", "A"), ("4.21.1.", "A"), ("4.22.1.", "NA"), ("4.24.4.1.", "AMNA"), ("3.1.1.", "NNA"), ("6.13.1.", "ANAN"), ("7.5.1.", "AN"), ("15.3.1.", "A"),
            ("15.6.1.", "ANA"), ("14.10.1.", "AN"), ("14.7.1.", "AN"), ("4.34.1.", ""), ("4.35.1.", ""),
            ("4.24.7.1.", ""), ("6.19.1.", ""), ("6.20.1.", ""), ("7.7.1.", ""),
        }.Select(table => (System.Text.Encoding.ASCII.GetBytes(table.Item1), table.Item2)),
    ];

    /// <summary>Emits the addresses in an object's name that begins there, with a word or with numbers. Returns whether it is such a name.</summary>
    private bool TrySnmp(ReadOnlySpan<byte> run, int p, int end)
    {
        var name = run[p..end];
        var path = name.StartsWith("1.3.6.1.2.1."u8) ? 12 : name.StartsWith("iso.3.6.1.2.1."u8) ? 14 : name.StartsWith("mib-2."u8) ? 6 : 0;
        if (path > 0)
        {
            foreach (var (below, row) in SnmpPaths)
            {
                if (!name[path..].StartsWith(below)) continue;
                var column = path + below.Length;
                return name[column..].IndexOf((byte)'.') is > 0 and var dot && EmitRow(run, p + column + dot + 1, end, row);
            }
            return false;
        }
        if (name.IndexOf((byte)'.') is not (> 5 and var first) || !Bytes.IsDigit(Bytes.At(name, first + 1))) return false;
        foreach (var (table, row) in SnmpTables)
            if (name[..first].StartsWith(table)) return EmitRow(run, p + first + 1, end, row);
        return false;
    }

    private bool EmitRow(ReadOnlySpan<byte> run, int p, int end, string row)
    {
        if (row.Length > 0)
        {
            foreach (var part in row)
            {
                var next = NumbersEnd(run, p, end, part == 'N' ? 1 : 4);
                if (next == 0) return true;
                if (part == 'A') EmitOctets(run, p, next);
                p = next + 1;
            }
            return true;
        }
        for (; p < end; p = NumbersEnd(run, p, end, 1) is > 0 and var number ? number + 1 : end)
            if (Bytes.StartsWithAt(run, p, "1.4."u8) && NumbersEnd(run, p + 4, end, 4) is > 0 and var last && EmitOctets(run, p + 4, last)) p += 4;
        return true;
    }

    /// <summary>Where so many numbers end that begin at a place with dots between them; 0 where there are less.</summary>
    private static int NumbersEnd(ReadOnlySpan<byte> run, int p, int end, int count)
    {
        for (; ; p++)
        {
            var start = p;
            while (p < end && Bytes.IsDigit(run[p])) p++;
            if (p == start) return 0;
            if (--count == 0) return p;
            if (p >= end || run[p] != '.') return 0;
        }
    }

    private bool EmitOctets(ReadOnlySpan<byte> run, int start, int end)
    {
        if (!AddressText.TryParseIpv4(run[start..end], (byte)'.', out var address)) return false;
        if (_rules.Ipv4 && address != 0 && !Ipv4Pseudonyms.IsKept(address)) Emit(start, end, PrivacyKind.Ipv4);
        return true;
    }
}
