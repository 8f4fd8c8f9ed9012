using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Keys of licences behind the word for one, in the languages of Europe: <c>Lizenz 5FHG-PALH-52HA-X7GB</c>, <c>license key: OYJPYT4UM3OMKRHJV4EY</c>.</summary>
internal sealed class LicenceKeyDetector : Detector
{
    private const int Reach = 36, Shortest = 12;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("licence-key", PrivacyKind.Password, "Keys of licences: Lizenz 5FHG-PALH-52HA-X7GB");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. new[] { "lizenz", "licens", "licenc", "licenz", "licent", "licenci", "product key", "produktschlüssel", "activation key", "activation code", "seriennummer der lizenz" }.Select(word => new Anchor(word, IgnoreCase: true, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var limit = Math.Min(Bytes.LineEnd(text, at), at + length + Reach);
        for (var i = at + length; i < limit;)
        {
            if (!Bytes.IsAsciiLetterOrDigit(text[i]))
            {
                if (text[i] is (byte)';' or (byte)'?' or (byte)'<' or (byte)'/' || text[i] == '.' && Bytes.At(text, i + 1) == ' ') return;
                i++;
                continue;
            }
            var end = i;
            while (end < text.Length && (Bytes.IsAsciiLetterOrDigit(text[end]) || text[end] == '-')) end++;
            while (text[end - 1] == '-') end--;
            if (IsKey(text[i..end]) && !Bytes.IsLetter(Bytes.At(text, end)) && Bytes.At(text, end) is not ((byte)'.' or (byte)'_' or (byte)':'))
            {
                found.Replace(i, end - i, Rule.Kind);
                return;
            }
            i = end + 1;
        }
    }

    /// <summary>Capitals and digits mixed, or groups of them of one length.</summary>
    private static bool IsKey(ReadOnlySpan<byte> value)
    {
        if (value.Length < Shortest || value.IndexOfAnyInRange((byte)'a', (byte)'z') >= 0 || value.IndexOfAnyInRange((byte)'A', (byte)'Z') < 0 || value.IndexOfAnyInRange((byte)'0', (byte)'9') < 0) return false;
        if (!value.Contains((byte)'-')) return value.Length >= 14;
        var groups = 0;
        foreach (var range in value.Split((byte)'-'))
        {
            if (value[range].Length is < 3 or > 8) return false;
            groups++;
        }
        return groups >= 3;
    }
}
