using System.Text;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>What earlier sessions of a map have learnt, for a session that begins: what a workspace has once known it knows.</summary>
internal static class StoredNames
{
    /// <summary>Has a book take what a policy still seeks. The book's own guards count: an everyday word stays one, and a pseudonym is no name.</summary>
    public static void Teach(PseudonymMap map, PrivacyPolicy policy, NameBook book)
    {
        var sought = new SoughtKinds(policy);
        foreach (var (name, kind) in map.Learnt.All)
            if (sought.Contains(kind)) book.AddForNow(kind, Encoding.UTF8.GetBytes(name));
        foreach (var ((_, original), pseudonym) in map.Rows)
        {
            if (pseudonym.Kind is not (PrivacyKind.Serial or PrivacyKind.Phone or PrivacyKind.Fingerprint or PrivacyKind.Mac) || !sought.Contains(pseudonym.Kind) || policy.Allowed.Contains(original)) continue;
            if (pseudonym.Kind == PrivacyKind.Mac) book.AddMac(Encoding.Latin1.GetBytes(original));
            else if (pseudonym.Kind != PrivacyKind.Fingerprint || NameBook.IsFingerprint(pseudonym.Kind, original.Length)) book.AddLiteral(pseudonym.Kind, Encoding.Latin1.GetBytes(original));
        }
    }
}
