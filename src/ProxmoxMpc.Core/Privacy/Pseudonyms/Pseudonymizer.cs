using System.Text;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>Values to pseudonyms: which space a kind belongs to, and the map in front. Serves all threads.</summary>
internal sealed class Pseudonymizer
{
    private readonly FormPseudonyms _forms;

    public Pseudonymizer(PseudonymKey key, PseudonymMap map)
    {
        Map = map;
        _forms = new FormPseudonyms(key);
    }

    public PseudonymMap Map { get; }

    /// <summary>Kinds of one family share their pseudonyms.</summary>
    public static byte FamilyOf(PrivacyKind kind) => kind switch
    {
        PrivacyKind.Ipv4 => (byte)'4',
        PrivacyKind.Ipv6 => (byte)'6',
        PrivacyKind.Mac => (byte)'m',
        PrivacyKind.Uuid => (byte)'u',
        PrivacyKind.Email => (byte)'e',
        PrivacyKind.Phone => (byte)'p',
        PrivacyKind.Sid => (byte)'s',
        _ when kind.IsName() => (byte)'n',
        _ => (byte)'f',
    };

    /// <summary>The pseudonym of a spelled value; null where it stays as it is.</summary>
    public Pseudonym? Get(PrivacyKind kind, ReadOnlySpan<byte> spelled)
    {
        if (spelled.StartsWith("REDACTED-"u8)) return null;
        var bytes = spelled.ToArray();
        return Map.GetOrAdd(FamilyOf(kind), Encoding.Latin1.GetString(bytes), kind, attempt => Encoding.Latin1.GetString(Make(kind, bytes, attempt)));
    }

    private byte[] Make(PrivacyKind kind, byte[] spelled, int attempt) => _forms.Make(kind, spelled, attempt);
}
