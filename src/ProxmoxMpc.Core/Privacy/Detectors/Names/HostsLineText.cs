namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Names of a machine behind its address, as <c>/etc/hosts</c> has them: <c>pbs.firma.de pbs lyra</c>.</summary>
internal static class HostsLineText
{
    /// <summary>Takes the names between two places. An everyday word is a machine's there if the full name before it begins with it.</summary>
    public static void Take(ReadOnlySpan<byte> text, int at, int end, Findings found)
    {
        var first = default(Extent);
        for (var i = Bytes.SkipBlanks(text, at); i < end; i = Bytes.SkipBlanks(text, i))
        {
            var count = NamedValue.NameLength(text, i);
            if (count < 2) return;
            var name = text.Slice(i, count);
            // ip6-allnodes, ip6-localhost: every machine has them.
            if (name.StartsWith("ip6-"u8) || name.StartsWith("localhost"u8)) return;
            if (name.IndexOf((byte)'.') is > 0 and var dot) first = new Extent(i, i + dot);
            else if (Vocabulary.IsTelling(name) || name.SequenceEqual(text[first.Start..first.End])) NamedValue.TakeName(text, i, count, PrivacyKind.Host, found);
            i += count;
            if (i < end && !Bytes.IsBlank(text[i])) return;
        }
    }
}
