using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Task ids: <c>UPID:node:pid:pstart:starttime:type:id:user@realm:</c>. Node and user are replaced, so that the id can still be read.</summary>
internal sealed class UpidDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("upid", PrivacyKind.Node, "Node and user in task ids (UPID)");

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors => [new("UPID:", WordStart: true), new("UPID%3A", IgnoreCase: true, WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var part = at + 4;
        for (var field = 0; field < 8; field++)
        {
            part += Bytes.Separator(text, part, (byte)':');
            var end = part;
            while (end < text.Length && (Bytes.IsLetterOrDigit(text[end]) || text[end] is (byte)'-' or (byte)'.' or (byte)'_' or (byte)'@' or (byte)'!' or (byte)'+' or (byte)'\\' || text[end] == '%' && Bytes.Separator(text, end, (byte)':') == 0)) end++;
            if (field == 0) TakeNode(text, part, end, found);
            if (field is 1 or 2 or 3 && end - part < 8) return;
            if (field == 6) TakeUser(text, part, end, found);
            part = end;
            if (Bytes.Separator(text, part, (byte)':') == 0) return;
        }
    }

    private static void TakeNode(ReadOnlySpan<byte> text, int start, int end, Findings found)
    {
        // What a machine is called that has no name yet.
        if (end == start || text[start..end].SequenceEqual("localhost"u8)) return;
        found.Learn(PrivacyKind.Node, text[start..end]);
        found.Replace(start, end - start, PrivacyKind.Node);
    }

    private static void TakeUser(ReadOnlySpan<byte> text, int start, int end, Findings found)
    {
        var at = start;
        var escape = 0;
        for (var i = start; i < end && escape == 0; i++)
            if ((escape = Bytes.Separator(text, i, (byte)'@')) > 0) at = i;
        if (escape == 0) return;
        var realm = text[(at + escape)..end];
        if (realm.IndexOf((byte)'!') is >= 0 and var token) realm = realm[..token];
        if (!realm.Contains((byte)'.')) found.Learn(PrivacyKind.Realm, realm);
        if (ServiceAccounts.Contains(text[start..at])) return;
        if (Vocabulary.IsSystemUser(text[start..at]))
        {
            // Only pam has the system's accounts.
            if (!realm.SequenceEqual("pam"u8)) found.Replace(start, at - start, PrivacyKind.User);
            return;
        }
        found.Learn(PrivacyKind.User, text[start..at]);
        found.Replace(start, at - start, PrivacyKind.User);
    }
}
