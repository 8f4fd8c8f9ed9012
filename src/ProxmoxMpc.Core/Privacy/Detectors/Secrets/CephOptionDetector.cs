using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Secrets among the options of Ceph's manager, in the columns of <c>ceph config dump</c> (<c>mgr  advanced  mgr/dashboard/GRAFANA_API_PASSWORD  x  *</c>) and as
/// they are set: <c>ceph config set mgr mgr/dashboard/RGW_API_SECRET_KEY x</c>.
/// </summary>
internal sealed class CephOptionDetector : Detector
{
    private const int LongestName = 80;

    public override PrivacyRule Rule => SecretPlace.Rule;

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("mgr/", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = at + length;
        var part = end;
        for (; end < text.Length && end - at < LongestName && (Bytes.IsAsciiLetterOrDigit(text[end]) || text[end] is (byte)'_' or (byte)'-' or (byte)'/'); end++)
            if (text[end] == '/') part = end + 1;
        var start = Bytes.SkipBlanks(text, end);
        // In columns two blanks are between a name and its value, the longest of all may have one.
        if (start == end || start - end == 1 && !IsSet(text[Bytes.LineStart(text, at)..at])) return;
        if (KeyNames.MeaningOf(text[part..end]) is not (KeyMeaning.Password or KeyMeaning.Token)) return;
        var value = text[start..Bytes.LineEnd(text, start)];
        if (start - end > 1 ? value.IndexOf("  "u8) is > 0 and var column : (column = value.IndexOf((byte)' ')) > 0) value = value[..column];
        value = value.Trim(" '\""u8);
        if (value.Length < 4 || KeyValueText.IsReference(value) || value[0] == '-' || value.SequenceEqual("true"u8) || value.SequenceEqual("false"u8)) return;
        if (Bytes.At(text, start) is (byte)'\'' or (byte)'"') start++;
        found.Replace(start, value.Length, Rule.Kind);
    }

    private static bool IsSet(ReadOnlySpan<byte> before) => before.IndexOf("config set "u8) >= 0 || before.IndexOf("config-key set "u8) >= 0;
}
