using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// The community that Prometheus tells its exporter of SNMP: <c>params: { auth: [x], module: [if_mib] }</c>, <c>/snmp?auth=x&amp;module=if_mib</c>.
/// </summary>
internal sealed class ExporterCommunityDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("exporter-community", PrivacyKind.Password, "Communities that an exporter of SNMP is told");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("auth: [", WordStart: true), new("snmp?auth="), new("&auth=")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = text[Bytes.LineStart(text, at)..Bytes.LineEnd(text, at)];
        if (line.IndexOf("module"u8) < 0) return;
        var start = at + length;
        if (Bytes.At(text, start) is (byte)'"' or (byte)'\'') start++;
        var count = NamedValue.NameLength(text, start);
        // public_v2, site-readonly: the name of a setting, not what is set.
        var name = text.Slice(start, count);
        if (count < 4 || name.ContainsAny("_-."u8) || Bytes.StartsWithIgnoreCase(name, 0, "public"u8) || !"],\"'& "u8.Contains(Bytes.At(text, start + count))) return;
        found.Replace(start, count, Rule.Kind);
    }
}
