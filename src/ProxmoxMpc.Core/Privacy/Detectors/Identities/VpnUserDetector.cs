using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Users and machines in what VPNs say: <c>jane/10.0.0.5:49811 MULTI: Learn</c> and <c>[jane] Peer Connection Initiated</c> of OpenVPN, <c>100.64.0.7  laptop  jane@  linux</c>
/// of Tailscale; and the table of <c>ipmitool user list</c>.
/// </summary>
internal sealed class VpnUserDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("vpn-user", PrivacyKind.User, "Users and machines in logs and tables of VPNs and of IPMI");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new(" MULTI"), new(" PUSH: "), new(" TLS: "), new(" VERIFY "), new(" peer info: "), new(" SENT CONTROL ["), new("] Peer Connection Initiated"), new("@  "), new("ID  Name  "), new("Common Name,Real Address", WordStart: true), new("Virtual Address,Common Name", WordStart: true), new("CLIENT_LIST,", WordStart: true), new("ROUTING_TABLE,", WordStart: true), new("CLIENT_LIST\t", WordStart: true), new("ROUTING_TABLE\t", WordStart: true), .. Tunnels.Select(tunnel => new Anchor(tunnel, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        if (text[at + length - 1] == '-' && Bytes.IsLower(text[at]))
        {
            // RouterOS calls the interface of whoever is connected by the name: <l2tp-jane>; l2tp,ppp,info l2tp-jane: authenticated
            var count = NamedValue.NameLength(text, at + length);
            var after = Bytes.At(text, at + length + count);
            if (after == '>' && Bytes.At(text, at - 1) == '<' || after == ':' && text[line..at].IndexOf("ppp,"u8) >= 0) NamedValue.TakeUser(text, at + length, count, found);
            return;
        }
        if (text[at] == ']') Take(text, text[line..at].LastIndexOf((byte)'[') + line + 1, at, found);
        else if (text[at] is (byte)'C' or (byte)'V' && length > 12) Status(text, at, text[at] == 'V', found);
        // HEADER,CLIENT_LIST,Common Name,…
        else if (text[at] is (byte)'C' or (byte)'R' && at > line) return;
        else if (text[at] == 'R') Routed(text, at + length, found);
        else if (text[at] == 'C') Take(text, at + length, at + length + NamedValue.NameLength(text, at + length), found);
        else if (text[at] == 'I') Table(text, at, found);
        else if (text[at] == '@') Tailscale(text, line, at, found);
        else if (text[at + length - 1] == '[') Take(text, at + length, at + length + NamedValue.NameLength(text, at + length), found);
        else
        {
            // jane/10.0.0.5:49811
            var start = text[line..at].LastIndexOf((byte)' ') + line + 1;
            var count = NamedValue.NameLength(text, start);
            if (Bytes.At(text, start + count) == '/' && Bytes.IsDigit(Bytes.At(text, start + count + 1)) && text[start..at].Count((byte)'.') >= 3) Take(text, start, start + count, found);
        }
    }

    private static readonly string[] Tunnels = ["l2tp-", "pptp-", "sstp-", "ovpn-", "pppoe-"];

    /// <summary>An address of its own range, the machine, the user.</summary>
    private static void Tailscale(ReadOnlySpan<byte> text, int line, int at, Findings found)
    {
        if (!Bytes.StartsWithAt(text, line, "100."u8)) return;
        var machine = line;
        while (machine < at && !Bytes.IsBlank(text[machine])) machine++;
        machine = Bytes.SkipBlanks(text, machine);
        var count = NamedValue.NameLength(text, machine);
        var user = Bytes.SkipBlanks(text, machine + count);
        if (count == 0 || user == machine + count || user + NamedValue.NameLength(text, user) != at) return;
        NamedValue.TakeName(text, machine, count, PrivacyKind.Host, found);
        Take(text, user, at, found);
    }

    /// <summary>ROUTING_TABLE,10.8.0.6,jane,203.0.113.7:51002,…</summary>
    private static void Routed(ReadOnlySpan<byte> text, int at, Findings found)
    {
        if (text[at..Bytes.LineEnd(text, at)].IndexOfAny((byte)',', (byte)'\t') is not (> 0 and var comma)) return;
        var name = at + comma + 1;
        var count = NamedValue.NameLength(text, name);
        if (Bytes.At(text, name + count) is (byte)',' or (byte)'\t') Take(text, name, name + count, found);
    }

    /// <summary>The status of OpenVPN: whoever is connected, by the names of their certificates.</summary>
    private static void Status(ReadOnlySpan<byte> text, int at, bool isSecond, Findings found)
    {
        // HEADER,CLIENT_LIST,Common Name: each row begins with what it is.
        isSecond |= text[Bytes.LineStart(text, at)..at].EndsWith("_LIST,"u8);
        var end = Bytes.LineEnd(text, at);
        for (var rows = 0; rows < 500 && Bytes.NextLine(text, ref end, out var row); rows++)
        {
            if (text[row..end].IndexOf((byte)',') is not (> 0 and var comma)) return;
            var name = isSecond ? row + comma + 1 : row;
            var count = NamedValue.NameLength(text, name);
            if (Bytes.At(text, name + count) == ',') Take(text, name, name + count, found);
        }
    }

    private static void Table(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var end = Bytes.LineEnd(text, at);
        if (text[at..end].IndexOf("Callin"u8) < 0) return;
        for (var rows = 0; rows < 64 && Bytes.NextLine(text, ref end, out var row); rows++)
        {
            if (!Bytes.IsDigit(text[row])) return;
            var name = row;
            while (name < end && Bytes.IsDigit(text[name])) name++;
            name = Bytes.SkipBlanks(text, name);
            if (text[name..end].IndexOf(" true "u8) > 0 || text[name..end].IndexOf(" false "u8) > 0) Take(text, name, name + NamedValue.NameLength(text, name), found);
        }
    }

    private static void Take(ReadOnlySpan<byte> text, int start, int end, Findings found)
    {
        if (end - start < 3 || NamedValue.NameLength(text, start) != end - start) return;
        var name = text[start..end];
        if (!Vocabulary.CanBeName(name) || Vocabulary.IsSystemUser(name) || Vocabulary.IsWord(name) || ServiceAccounts.Contains(name) || name.Contains((byte)'.') && Domains.IsDomain(name, out _, out _, out _) || name.SequenceEqual("true"u8) || name.SequenceEqual("false"u8)) return;
        found.Learn(PrivacyKind.User, name);
        found.Replace(start, name.Length, PrivacyKind.User);
    }
}
