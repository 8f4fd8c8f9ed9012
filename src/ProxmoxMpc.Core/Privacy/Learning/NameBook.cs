using System.Text;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>The names that were learnt so far, from all inputs, and those that earlier sessions of the map have learnt. Names are compared without case.</summary>
internal sealed class NameBook
{
    /// <summary>A DNS name has 253 characters at most.</summary>
    public const int LongestName = 253;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, PrivacyKind> _names = new(StringComparer.OrdinalIgnoreCase);

    // The names as they came. One whose kind has changed came again.
    private List<string> _order = [];

    private readonly Dictionary<string, PrivacyKind> _literals = new(StringComparer.Ordinal);
    private readonly List<string> _literalOrder = [];

    // So many values are looked for where they stand again; more would be an export of keys, in which each has its own form.
    private const int MostLiterals = 100_000;

    private readonly HashSet<string> _ignored = new(StringComparer.OrdinalIgnoreCase);

    private readonly PseudonymMap _map;
    private NameIndex? _index;
    private Literals _picture = Literals.None;

    public NameBook(PseudonymMap map, PrivacyPolicy policy)
    {
        _map = map;
        StoredNames.Teach(map, policy, this);
    }

    /// <summary>Takes a name that something has told. The map remembers it for later sessions.</summary>
    public void Add(PrivacyKind kind, ReadOnlySpan<byte> name) => Add(kind, name, isTold: true);

    /// <summary>Takes a name that counts for this session, be it told again in a later one or not: a word of the user's rules.</summary>
    public void AddForNow(PrivacyKind kind, ReadOnlySpan<byte> name) => Add(kind, name, isTold: false);

    private void Add(PrivacyKind kind, ReadOnlySpan<byte> name, bool isTold)
    {
        if (name.Length is 0 or > LongestName) return;
        var text = Encoding.UTF8.GetString(name);
        // A realm may be called as a domain or a machine is, and is one nevertheless.
        if (kind == PrivacyKind.Realm && name[0] != '@') Add(kind, [(byte)'@', .. name], isTold);
        if (kind is PrivacyKind.Node or PrivacyKind.Guest or PrivacyKind.Host or PrivacyKind.User && (NoNames.Contains(name) || kind != PrivacyKind.User && NoNames.IsVariable(name))) return;
        // An output that is read again teaches nothing.
        if (_map.IsPartOfReplacement(text)) return;
        HashSet<string>? users;
        lock (_gate)
        {
            if (_ignored.Contains(text)) return;
            if (isTold) _map.Learnt.Note(text, kind);
            // Which kind a name gets must not depend on the order of the inputs.
            if (_names.TryGetValue(text, out var known) && known <= kind) return;
            _names[text] = kind;
            _order.Add(text);
            if (text[0] != '@' || !_waiting.Remove(text[1..], out users)) return;
            _waitingCount -= users.Count;
        }
        foreach (var user in users) Add(PrivacyKind.User, Encoding.UTF8.GetBytes(user));
    }

    // Users at realms that nothing has told of yet. More would be a list of somebody else's.
    private const int MostWaiting = 20_000;

    private readonly Dictionary<string, HashSet<string>> _waiting = new(StringComparer.OrdinalIgnoreCase);
    private int _waitingCount;

    /// <summary>Takes a user at what may be a realm: a name as soon as something tells that it is one, whichever of them comes first.</summary>
    public void AddUserAt(ReadOnlySpan<byte> realm, ReadOnlySpan<byte> user)
    {
        if (user.Length is 0 or > LongestName || realm.Length is 0 or > LongestName) return;
        var at = Encoding.UTF8.GetString(realm);
        lock (_gate)
        {
            if (!_names.ContainsKey("@" + at))
            {
                if (_waitingCount >= MostWaiting) return;
                if (!_waiting.TryGetValue(at, out var users)) _waiting[at] = users = new(StringComparer.OrdinalIgnoreCase);
                if (users.Add(Encoding.UTF8.GetString(user))) _waitingCount++;
                return;
            }
        }
        Add(PrivacyKind.User, user);
    }

    /// <summary>Takes words that are no names, whatever a text seems to tell.</summary>
    public void Ignore(IEnumerable<string> words)
    {
        lock (_gate)
        {
            var count = _names.Count;
            foreach (var word in words)
                if (_ignored.Add(word)) _names.Remove(word);
            if (_names.Count == count) return;
            // What is known cannot be taken out of a picture.
            (_order, _index) = ([.. _names.Keys], null);
        }
    }

    /// <summary>Whether a text is such a word.</summary>
    public bool IsIgnored(ReadOnlySpan<byte> text)
    {
        lock (_gate) return _ignored.Count > 0 && _ignored.Contains(Encoding.UTF8.GetString(text));
    }

    /// <summary>Whether it is a whole fingerprint: 32 or 20 pairs with colons.</summary>
    public static bool IsFingerprint(PrivacyKind kind, int length) => kind == PrivacyKind.Fingerprint && length is (32 * 3) - 1 or (20 * 3) - 1;

    /// <summary>Takes a secret or a serial number that is hidden wherever it stands again.</summary>
    public void AddLiteral(PrivacyKind kind, ReadOnlySpan<byte> value)
    {
        var text = Encoding.Latin1.GetString(value);
        if (kind == PrivacyKind.Fingerprint)
        {
            // With its colons it is found by its form. Some programs want it without.
            var plain = text.Replace(":", "", StringComparison.Ordinal).ToLowerInvariant();
            if (Literals.IsOfNothing(Encoding.Latin1.GetBytes(plain))) return;
            if (plain.Length is not (40 or 64)) return;
            KeepLiteral(kind, plain);
            KeepLiteral(kind, plain.ToUpperInvariant());
            return;
        }
        if (!Literals.IsTelling(kind, value)) return;
        if (kind >= PrivacyKind.Password && DecodedSecret.Of(value) is { } decoded && Literals.IsTelling(kind, decoded))
            KeepLiteral(kind, Encoding.Latin1.GetString(decoded));
        // As a page has it, and as people type it.
        if (kind == PrivacyKind.Password && text.Contains("&amp;", StringComparison.Ordinal)) KeepLiteral(kind, text.Replace("&amp;", "&", StringComparison.Ordinal));
        KeepLiteral(kind, text);
    }

    /// <summary>Takes a MAC that was met with its signs: without them it is an interface's or a file's name, <c>x_eno1_3cecef219a40.cfg</c>, that no form tells.</summary>
    public void AddMac(ReadOnlySpan<byte> spelled)
    {
        if (AddressNumber.MacDigits(spelled) is not { } digits) return;
        KeepLiteral(PrivacyKind.Mac, digits);
        KeepLiteral(PrivacyKind.Mac, digits.ToUpperInvariant());
    }

    private void KeepLiteral(PrivacyKind kind, string text)
    {
        // Without its escapes a value may be too short.
        if (text.Length < LiteralPart.Head) return;
        if (_map.IsOwn((byte)'f', text)) return;
        lock (_gate)
        {
            if (_literals.Count >= MostLiterals || (_literals.TryGetValue(text, out var known) && known <= kind)) return;
            _literals[text] = kind;
            _literalOrder.Add(text);
        }
    }

    /// <summary>The secrets and serial numbers that are looked for; null where there are none.</summary>
    public Literals? LiteralsNow()
    {
        lock (_gate) return _literals.Count == 0 ? null : _picture = _picture.With(_literalOrder, _literals);
    }

    /// <summary>The names as they are now, ready to be looked up.</summary>
    public NameIndex Index(PrivacyPolicy policy)
    {
        lock (_gate) return _index = (_index ?? NameIndex.Of(policy)).With(_order, _names);
    }

    /// <summary>Whether a text is such a name.</summary>
    public bool Contains(ReadOnlySpan<byte> name)
    {
        var text = Encoding.UTF8.GetString(name);
        lock (_gate) return _names.ContainsKey(text);
    }

}
