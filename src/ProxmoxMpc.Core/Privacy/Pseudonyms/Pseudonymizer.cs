using System.Security.Cryptography;
using System.Text;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>Values to pseudonyms: which space a kind belongs to, and the map in front. Serves all threads.</summary>
internal sealed class Pseudonymizer
{
    // Eight pairs with colons.
    private const int RadioLength = 23;

    private readonly NameBook _book;
    private readonly FormPseudonyms _forms;
    private readonly NamePseudonyms _names;
    private readonly AddressPseudonyms _addresses;
    private readonly byte[] _uuidKey;

    public Pseudonymizer(PseudonymKey key, PseudonymMap map, NameBook book)
    {
        Map = map;
        _book = book;
        _forms = new FormPseudonyms(key);
        _names = new NamePseudonyms(key, map);
        _addresses = new AddressPseudonyms(key, map);
        _uuidKey = key.For("uuid");
    }

    public PseudonymMap Map { get; }

    public AddressPseudonyms Addresses => _addresses;

    /// <summary>Values of one family share their pseudonyms: a node, a host and a user of one name, a token wherever it stands.</summary>
    public static byte FamilyOf(PrivacyKind kind, ReadOnlySpan<byte> value) => kind switch
    {
        PrivacyKind.Ipv4 => (byte)'4',
        PrivacyKind.Ipv6 => (byte)'6',
        PrivacyKind.Mac => (byte)'m',
        PrivacyKind.Phone => (byte)'p',
        PrivacyKind.Sid => (byte)'s',
        // The id of a client at a provider of identities is a UUID, and stays one.
        PrivacyKind.User or PrivacyKind.Email => IsUuid(value) ? (byte)'u' : (byte)'n',
        PrivacyKind.Domain or PrivacyKind.Host or PrivacyKind.Node or PrivacyKind.Guest => value.Contains((byte)'.') ? (byte)'d' : (byte)'n',
        _ when kind.IsName() => (byte)'n',
        _ when kind.IsSecret() || kind is PrivacyKind.Uuid => IsUuid(value) ? (byte)'u' : (byte)'f',
        _ => (byte)'f',
    };

    /// <summary>The pseudonym of a spelled value; null where it stays as it is.</summary>
    public Pseudonym? Get(PrivacyKind kind, ReadOnlySpan<byte> spelled)
    {
        if (spelled.StartsWith("REDACTED-"u8)) return null;
        var bytes = spelled.ToArray();
        var family = FamilyOf(kind, spelled);
        var text = Encoding.Latin1.GetString(bytes);
        if (IsOwn(family, text)) return null;
        if (IsAddress(family) && !_addresses.IsOwn(kind, spelled))
        {
            _addresses.NoteReal(kind, spelled);
            _addresses.Settle();
        }
        var pseudonym = Map.GetOrAdd(family, text, kind, attempt => Make(family, kind, bytes, attempt) is { } made && !made.AsSpan().SequenceEqual(bytes) ? Encoding.Latin1.GetString(made) : null);
        if (pseudonym is not null && IsAddress(family)) _addresses.NoteMade(kind, Encoding.Latin1.GetBytes(pseudonym.Replacement));
        return pseudonym;
    }

    private static bool IsAddress(byte family) => family is (byte)'4' or (byte)'6' or (byte)'m';

    /// <summary>Whether a value is a pseudonym. Of addresses the number tells, for a real one may be the pseudonym of another.</summary>
    private bool IsOwn(byte family, string text) => !IsAddress(family) && Map.IsOwn(family, text);

    /// <summary>Whether a value would get a pseudonym.</summary>
    public bool WouldChange(PrivacyKind kind, ReadOnlySpan<byte> spelled)
    {
        if (spelled.StartsWith("REDACTED-"u8) || IsOwn(FamilyOf(kind, spelled), Encoding.Latin1.GetString(spelled))) return false;
        var made = Make(FamilyOf(kind, spelled), kind, spelled.ToArray(), 0);
        return made is not null && !spelled.SequenceEqual(made);
    }

    private byte[]? Make(byte family, PrivacyKind kind, byte[] spelled, int attempt)
    {
        switch ((char)family)
        {
            case '4' or '6' or 'm':
                return _addresses.Make(kind, spelled, attempt);
            case 'u':
                return MakeUuid(spelled, attempt);
            case 'n':
                return Free(spelled, attempt, next => MakeAccount(spelled, next));
            case 'd':
                return Free(spelled, attempt, next => _names.MakeDomain(spelled, next));
            case 'p':
                return MakePhone(spelled, attempt);
            case 's':
                return MakeSid(spelled, attempt);
            case 'f' when kind == PrivacyKind.Fingerprint && spelled.Contains((byte)'%'):
                return MakeEncoded(spelled, attempt);
            default:
                return kind is PrivacyKind.Serial || (kind is PrivacyKind.Fingerprint && spelled.AsSpan().IndexOfAny(":-"u8) >= 0) ? MakeCaseless(spelled, attempt) : _forms.Make(kind, spelled, attempt);
        }
    }

    /// <summary>A user who is called as a mailbox is, <c>jane@firma.de</c> of some realm: its domain is one.</summary>
    private byte[] MakeAccount(byte[] spelled, int attempt)
    {
        var at = Array.IndexOf(spelled, (byte)'@');
        if (at <= 0 || Array.IndexOf(spelled, (byte)'.', at) < 0) return _names.MakeName(spelled, attempt);
        return [.. _names.MakeName(spelled.AsSpan(0, at), attempt), (byte)'@', .. _names.MakeDomain(spelled.AsSpan(at + 1), attempt)];
    }

    /// <summary>A name that the input holds itself is no good pseudonym.</summary>
    private byte[] Free(byte[] spelled, int attempt, Func<int, byte[]> make)
    {
        var made = make(attempt);
        if (made.AsSpan().SequenceEqual(spelled)) return made;
        for (var next = attempt + 1; _book.Contains(made) && next < attempt + 64; next++) made = make(next * 1000);
        return made;
    }

    private byte[] MakeUuid(byte[] spelled, int attempt)
    {
        Span<byte> digits = stackalloc byte[32];
        var count = 0;
        foreach (var b in spelled)
            if (Bytes.IsHex(b)) digits[count++] = Bytes.ToLower(b);
        Span<byte> hash = stackalloc byte[32], made = stackalloc byte[32];
        HMACSHA256.HashData(_uuidKey, digits, hash);
        for (var i = 0; i < 32; i++) made[i] = "0123456789abcdef"u8[hash[i] & 15];
        // Version and variant stay.
        made[12] = digits[12];
        made[16] = digits[16];
        return AddressText.HexLike(made, spelled, attempt);
    }

    /// <summary>A fingerprint whose colons are encoded has the plain one's pseudonym, and its own colons.</summary>
    private byte[] MakeEncoded(byte[] spelled, int attempt)
    {
        var (plain, escape) = (new List<byte>(spelled.Length), "");
        for (var i = 0; i < spelled.Length; i++)
        {
            var length = Bytes.Separator(spelled, i, (byte)':');
            plain.Add(length > 0 ? (byte)':' : spelled[i]);
            if (length <= 0) continue;
            escape = Encoding.Latin1.GetString(spelled, i, length);
            i += length - 1;
        }
        return Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(MakeCaseless([.. plain], attempt)).Replace(":", escape, StringComparison.Ordinal));
    }

    private byte[] MakeCaseless(byte[] spelled, int attempt)
    {
        var lower = Array.ConvertAll(spelled, Bytes.ToLower);
        // A hardware address of eight bytes has one pseudonym, with colons and without.
        if (lower.Length == RadioLength && lower.AsSpan().Count((byte)':') == 7)
            return Chained(_forms.MakeForm(Array.FindAll(lower, b => b != ':'), attempt), spelled);
        var made = _forms.MakeForm(lower, attempt);
        for (var i = 0; i < made.Length; i++)
            if (Bytes.IsUpper(spelled[i])) made[i] = (byte)(Bytes.IsLower(made[i]) ? made[i] & ~0x20 : made[i]);
        return made;
    }

    /// <summary>Digits with colons between the pairs, in the case of another spelling.</summary>
    private static byte[] Chained(byte[] digits, byte[] like)
    {
        var made = like.ToArray();
        var isUpper = like.AsSpan().IndexOfAnyInRange((byte)'A', (byte)'F') >= 0;
        for (int i = 0, next = 0; i < made.Length; i++)
        {
            if (made[i] == ':') continue;
            made[i] = isUpper && Bytes.IsLetter(digits[next]) ? (byte)(digits[next] & ~0x20) : digits[next];
            next++;
        }
        return made;
    }

    /// <summary>The digits after the country code change; what is between them stays, as does the (0) that is not dialled from abroad.</summary>
    private byte[] MakePhone(byte[] spelled, int attempt)
    {
        // (+49) 30 1234567
        var keep = spelled[0] == '+' || spelled.AsSpan().StartsWith("(+"u8) ? 2 : 0;
        var trunk = keep > 0 && spelled.AsSpan().IndexOf("(0)"u8) is >= 0 and var bracket ? bracket + 1 : -1;
        var digits = spelled.Where((b, i) => Bytes.IsDigit(b) && i != trunk).ToArray();
        var made = _forms.MakeForm(digits, attempt);
        var result = spelled.ToArray();
        for (int i = 0, next = 0; i < result.Length; i++)
        {
            if (!Bytes.IsDigit(result[i]) || i == trunk) continue;
            if (next >= keep) result[i] = made[next];
            next++;
        }
        return result;
    }

    /// <summary>The three numbers of the domain change; the first ones and the relative id are public knowledge.</summary>
    private byte[] MakeSid(byte[] spelled, int attempt)
    {
        var parts = Encoding.ASCII.GetString(spelled).Split('-');
        var domain = Encoding.ASCII.GetBytes(string.Join('-', parts.Skip(4).Take(3)));
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(_uuidKey, [.. domain, (byte)attempt], hash);
        for (var i = 0; i < 3 && i + 4 < parts.Length; i++) parts[i + 4] = BitConverter.ToUInt32(hash[(i * 4)..]).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Encoding.ASCII.GetBytes(string.Join('-', parts));
    }

    private static bool IsUuid(ReadOnlySpan<byte> value)
    {
        if (value.Length != 36) return false;
        for (var i = 0; i < 36; i++)
            if (i is 8 or 13 or 18 or 23 ? value[i] != '-' : !Bytes.IsHex(value[i])) return false;
        return true;
    }
}
