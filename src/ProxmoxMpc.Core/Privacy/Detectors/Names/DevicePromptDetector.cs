using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// A device before what is typed at it: <c>sw-1a# show vlan</c>, <c>sw-1a&gt;show arp</c>, <c>&lt;sw-1a&gt;display version</c>. What has a prompt of words only
/// is as often a program: <c>mysql&gt; show tables</c>.
/// </summary>
internal sealed class DevicePromptDetector : Detector
{
    private static readonly string[] Verbs = ["show ", "display ", "configure", "terminal "];

    // At a prompt of FortiGate, before which a blank stands.
    private static readonly string[] FortiVerbs = ["config ", "get system", "get router", "show system", "show full", "diagnose ", "execute "];

    public override PrivacyRule Rule => DeviceNameDetector.DeviceRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [.. from sign in new[] { ">", "> ", "#", "# " } from verb in Verbs select new Anchor(sign + verb), .. from sign in new[] { " # ", " $ " } from verb in FortiVerbs select new Anchor(sign + verb), new(":~ # "), .. Verbs.Select(verb => new Anchor(") #" + verb))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        if (text[at] == '>' && Bytes.At(text, line) == '<') line++;
        // (sw-1a) #show version of ArubaOS
        if (text[at] == ')' && text[line++] != '(') return;
        var name = text[line..at];
        // jane@sw-1a> show interfaces of Junos
        if (name.IndexOf((byte)'@') is > 0 and var mark && NamedValue.NameLength(text, line) == mark)
        {
            var host = line + mark + 1;
            if (host + NamedValue.NameLength(text, host) == at && !text[host..at].Contains((byte)'.')) DeviceName.Take(text, host, at - host, found);
            return;
        }
        // fw-1/pri/act# show failover: which of two firewalls it is.
        if (text[at] == '#' && name.IndexOf((byte)'/') is > 0 and var half && (name[half..].EndsWith("/act"u8) || name[half..].EndsWith("/stby"u8) || name[half..].EndsWith("/pri"u8) || name[half..].EndsWith("/sec"u8)))
        {
            if (NamedValue.NameLength(text, line) == half) DeviceName.Take(text, line, half, found);
            return;
        }
        if (name.Length < 3 || NamedValue.NameLength(text, line) != name.Length) return;
        // pve1.firma.de> is found as a domain.
        if (name.Contains((byte)'.')) return;
        // No program has a prompt of that kind but that it begins with a sign of more: core#, <core>, (core) #, core:~ #
        var isDevice = text[at] is (byte)'#' or (byte)')' or (byte)':' || Bytes.At(text, line - 1) == '<';
        if (name.IndexOfAny("-_0123456789"u8) < 0 && !(isDevice && Vocabulary.IsTelling(name) && !IsMaker(name))) return;
        DeviceName.Take(text, line, name.Length, found);
    }

    /// <summary><c>Zyxel#</c>: with a capital, a device that nobody has given a name is called by its maker.</summary>
    private static bool IsMaker(ReadOnlySpan<byte> name) => Bytes.IsUpper(name[0]) && name[1..].IndexOfAnyInRange((byte)'A', (byte)'Z') < 0;
}
