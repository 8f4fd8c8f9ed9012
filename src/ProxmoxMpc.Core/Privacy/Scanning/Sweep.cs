using System.Numerics;
using System.Runtime.CompilerServices;
using ProxmoxMpc.Core.Privacy.Detectors;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>
/// One walk over a text that finds what has a form of its own – addresses, identities, UUIDs, domain names – and the learnt
/// names. It goes from run to run of such characters; most runs are plain words and cost one look-up. One per thread.
/// </summary>
internal sealed partial class Sweep
{
    private const byte Letter = 1, Digit = 2, Dot = 4, Colon = 8, Dash = 16, At = 32, Other = 64;

    private const int Word = 64;

    /// <summary>What each byte is, 32 a row: letters, digits, signs of runs. Signs of typography begin with C2 (U+00A0, U+00AB) and E2 (U+2010, U+2500): they are no part of a word.</summary>
    private static ReadOnlySpan<byte> Masks =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 16, 4, 0, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 8, 0, 0, 0, 0, 0,
        32, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 64,
        0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0,
        1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
        1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
        1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
        1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    ];

    private readonly SweepRules _rules;
    private readonly byte[] _decoded = new byte[512];
    private readonly int[] _positions = new int[513];
    private readonly byte[] _lower = new byte[256];

    private Findings _found = null!;
    private NameIndex? _names;

    // Set while a run with escapes is read: where each of its bytes stands in the text.
    private bool _mapped;
    private int _base;

    public Sweep(SweepRules rules) => _rules = rules;

    /// <summary>Reports what is found between two places of a text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(ReadOnlySpan<byte> text, TextMap map, int from, int to, Findings found, NameIndex? names)
    {
        _found = found;
        _names = names is { IsEmpty: false } ? names : null;
        var interest = map.Interest;
        var runs = map.Runs;
        var others = map.Others;
        var marks = map.Marks;
        var takesNumbers = _names is { HasNumbers: true };
        // Where the last run that was looked at ended: the next one begins behind it, though maybe before the place that makes it interesting.
        var done = from;
        for (var i = from; i < to;)
        {
            var bits = interest[i >> 6] >> (i & 63);
            // What is left of a run behind a find is looked at in any case.
            if (i == from && from > 0 && TextMap.From(runs, i - 1) is var cut && (cut & 3) == 3) bits |= 1;
            if (bits == 0)
            {
                var word = (i >> 6) + 1;
                while (word < interest.Length && interest[word] == 0) word++;
                i = word << 6;
                continue;
            }
            var hit = i + BitOperations.TrailingZeroCount(bits);
            if (hit >= to) return;
            var start = TextMap.StartOf(runs, hit, done);
            var length = BitOperations.TrailingZeroCount(~TextMap.From(runs, start));
            done = i = Math.Min(to, length < Word ? start + length : TextMap.EndOf(runs, start));
            if (i < to && text[i] is (byte)'%' or (byte)'\\' or (byte)'&' or (byte)'=' && EscapeAt(text, i) > 0)
            {
                done = i = Math.Max(i, ReadEscaped(text, start, to));
                continue;
            }
            length = i - start;
            if (length < 2) continue;
            if (length >= Word)
            {
                ReadLong(text, start, i);
                continue;
            }
            var all = (1UL << length) - 1;
            var other = TextMap.From(others, start) & all;
            var mark = TextMap.From(marks, start) & all;
            if (other == 0 && _names is null || other == all && mark == 0 && !takesNumbers) continue;
            if (length == 8 && other == all && mark == 0b0010_0100 && IsTime(text, start))
            {
                _mapped = false;
                if (found.Learns || _names is { HasPlainHosts: true }) LearnSyslogHost(text, i);
                continue;
            }
            if (length == 5 && other == all && mark == 0b0100 && found.Learns) LearnSpeaker(text, start, i);
            var mask = (other != all ? Letter : 0) | ((other & ~mark) != 0 ? Digit : 0);
            for (; mark != 0; mark &= mark - 1) mask |= Masks[text[start + BitOperations.TrailingZeroCount(mark)]];
            if ((start > from || from == 0) && IsDull(mask, TextMap.From(marks, start) & all, TextMap.From(interest, start) & all, length)) continue;
            ReadRun(text, start, i, (byte)mask);
        }
    }

    /// <summary>
    /// Whether nothing can be found in a run: no name begins in it, no escape stands at it, and it has too few signs for what has a form of its own – run-parts,
    /// phys_seg, notice: – for a MAC has five of them, or as a telephone number one or two at places of its own, a UUID four, an address three or two colons, and a domain a dot between two labels.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsDull(int mask, ulong marks, ulong interest, int length) =>
        interest == marks && (mask & At) == 0 && !HasDashesOfForm(marks, length) && BitOperations.PopCount(marks) switch
        {
            1 => (mask & Dot) == 0 || marks == 1 || marks >> (length - 1) == 1,
            2 => (mask & (Dot | Colon)) == 0,
            _ => false,
        };

    /// <summary>Two digits, a colon, two, a colon, two, and nothing of an escape before them. That they are digits and signs is known.</summary>
    private static bool IsTime(ReadOnlySpan<byte> text, int start) =>
        text[start + 2] == ':' && text[start + 5] == ':' && (start == 0 || text[start - 1] is not ((byte)'%' or (byte)'=' or (byte)'\\'));

    private void ReadLong(ReadOnlySpan<byte> text, int start, int end)
    {
        byte mask = 0;
        foreach (var b in text[start..end]) mask |= Masks[b];
        if (mask != Letter || _names is not null) ReadRun(text, start, end, mask);
    }

    private void ReadRun(ReadOnlySpan<byte> text, int start, int end, byte mask)
    {
        _mapped = false;
        var skip = Math.Min(SkipEscape(text, start), end - start);
        // root=UUID=70…: no escape of quoted-printable.
        if (skip == 2 && text[start - 1] == '=' && SecretText.IsUuid(text, start)) skip = 0;
        // \node1 may be a path's: then the name is a learnt one.
        if (skip == 1 && _names is not null)
        {
            _base = start;
            if (FindName(text, text[start..end], 0, end - start) is > 0 and var named) skip = named;
        }
        _base = start + skip;
        var run = text[_base..end];
        if (run.Length < 2) return;
        if (mask == Letter) FindName(text, run, 0, run.Length);
        else if ((mask & ~(Letter | Digit)) == 0) ReadToken(text, run);
        else Read(text, run, mask, 0);
    }

    /// <summary>Reads letters and digits without anything between.</summary>
    private void ReadToken(ReadOnlySpan<byte> text, ReadOnlySpan<byte> run)
    {
        if (_names is null || FindName(text, run, 0, run.Length) == 0) TryBareMac(run, 0, run.Length);
    }

    /// <summary>The length of an encoded colon, at sign or dot.</summary>
    private static int EscapeAt(ReadOnlySpan<byte> text, int index)
    {
        var length = Bytes.Separator(text, index, (byte)':');
        if (length == 0) length = Bytes.Separator(text, index, (byte)'@');
        // SRC=40.1.2.3 and MAC=3a:… are values and no quoted-printable, which is in upper case.
        if (length == 3 && text[index] == '=' && (Bytes.IsLower(text[index + 2]) || Bytes.At(text, index + 3) is (byte)'.' or (byte)':' or (byte)'-')) return 0;
        return length > 1 ? length : 0;
    }

    /// <summary>How many bytes at the start of a run belong to an escape before it (<c>%2520name</c>, <c>\nname</c>, <c>\u0022name</c>).</summary>
    private static int SkipEscape(ReadOnlySpan<byte> text, int start)
    {
        if (start == 0) return 0;
        var before = text[start - 1];
        if (before is (byte)'[' or (byte)';' or (byte)'?') return SkipColour(text, start);
        // An arrow or a dash of typography has two more bytes, which look like letters.
        if (before == 0xE2) return start + 2 <= text.Length && text[start] >= 128 && text[start + 1] >= 128 ? 2 : 0;
        // A French quote or a blank that does not break has one more.
        if (before == 0xC2) return text[start] >= 128 ? 1 : 0;
        if (before == '\\') return text[start] == 'u' && start + 5 <= text.Length && SecretText.HexEnd(text, start + 1) >= start + 5 ? 5 : text[start] == 'x' && SecretText.HexEnd(text, start + 1) >= start + 3 ? 3 : text[start] is (byte)'n' or (byte)'t' or (byte)'r' ? 1 : 0;
        if (before == '`') return text[start] is (byte)'n' or (byte)'t' or (byte)'r' && Bytes.EndsText(Bytes.At(text, start - 2)) ? 1 : 0;
        if (before is not ((byte)'%' or (byte)'=') || start + 2 > text.Length || !Bytes.IsHex(text[start]) || !Bytes.IsHex(text[start + 1])) return 0;
        if (before == '=' && text[start] == '3' && text[start + 1] == 'D') return 2;
        if (before == '=') return Bytes.At(text, start + 2) != ':' && text[start] is >= (byte)'2' and <= (byte)'7' or (byte)'C' or (byte)'0' && start >= 2 && Bytes.IsLetterOrDigit(text[start - 2]) && !Bytes.IsDigit(Bytes.At(text, start + 2)) && Bytes.At(text, start + 2) != '.' ? 2 : 0;
        // %2F, %252F, %25252F: the sign may have been encoded again and again.
        var again = 0;
        while (text[start + again] == '2' && text[start + again + 1] == '5' && Bytes.IsHex(Bytes.At(text, start + again + 2)) && Bytes.IsHex(Bytes.At(text, start + again + 3))) again += 2;
        return again + 2;
    }

    /// <summary>The last number of a colour and its end, with which a run begins: <c>31m</c> of <c>ESC[0;31mname</c>.</summary>
    private static int SkipColour(ReadOnlySpan<byte> text, int start)
    {
        // grep erases the rest of the line behind each colour: ESC[K
        if (text[start] == 'K' && Bytes.At(text, start - 2) == 0x1b) return 1;
        var end = start;
        while (end - start < 4 && Bytes.IsDigit(Bytes.At(text, end))) end++;
        return Bytes.ColourBefore(text, end + 1) > 0 ? end + 1 - start : 0;
    }

    /// <summary>Reads a run that holds encoded separators as if they were plain. Returns where it ends.</summary>
    private int ReadEscaped(ReadOnlySpan<byte> text, int start, int to)
    {
        var length = 0;
        byte mask = 0;
        var i = start + SkipEscape(text, start);
        while (i < to && length < _decoded.Length)
        {
            _positions[length] = i;
            if (Masks[text[i]] != 0)
            {
                mask |= Masks[text[i]];
                _decoded[length++] = text[i++];
                continue;
            }
            var (escape, plain) = Bytes.Separator(text, i, (byte)':') is > 1 and var colon ? (colon, (byte)':') : Bytes.Separator(text, i, (byte)'@') is > 1 and var at ? (at, (byte)'@') : (0, (byte)0);
            if (escape == 0) break;
            mask |= Masks[plain];
            _decoded[length++] = plain;
            i += escape;
        }
        _positions[length] = i;
        _mapped = true;
        Read(text, _decoded.AsSpan(0, length), mask, 0);
        return i;
    }

    private void Read(ReadOnlySpan<byte> text, ReadOnlySpan<byte> run, byte mask, int from)
    {
        if ((mask & At) != 0 && _rules.Identities)
            while (from < run.Length && ReadIdentities(text, run, mask, from) is > 0 and var read) from = read;
        if (from < run.Length) ReadParts(text, run, mask, from, run.Length);
    }

    /// <summary>Reads a run from token to token: at each, what is more specific goes first.</summary>
    private void ReadParts(ReadOnlySpan<byte> text, ReadOnlySpan<byte> run, byte mask, int from, int to)
    {
        var p = from;
        while (p < to)
        {
            var b = run[p];
            if (!Bytes.IsLetterOrDigit(b))
            {
                if (b == ':' && (mask & Colon) != 0 && p + 2 < to && run[p + 1] == ':' && Bytes.IsHex(run[p + 2]) && TryIpv6(text, run, p, to) is > 0 and var after) p = after;
                else p++;
                continue;
            }
            var end = 0;
            // An option's value that is glued to it: -h10.0.0.1
            if (p == 1 && !_mapped && run[0] == '-' && (mask & Dot) != 0 && p + 1 < to && Bytes.IsDigit(run[p + 1]) && Bytes.IsAsciiLetter(b) && (_base == 0 || Bytes.IsBlank(text[_base - 1])) && TryIpv4(text, run, p + 1, to) is > 0 and var glued)
            {
                p = glued;
                continue;
            }
            // The origin of a route that is glued to it: *>i10.0.0.0/24
            if (p == 0 && IsOfRoutes(text, run) && TryIpv4(text, run, 1, to) is > 0 and var route)
            {
                p = route;
                continue;
            }
            if ((mask & Dash) != 0 && to - p >= 36) end = TryUuid(text, run, p, to);
            if (end == 0 && (mask & (Colon | Dash | Other)) != 0 && Bytes.IsHex(b)) end = TryHexPairs(text, run, p, to);
            if (end == 0 && (mask & Dash) != 0 && Bytes.IsHex(b)) end = TryDashedMac(text, run, p, to);
            if (end == 0 && (mask & (Dash | Dot)) != 0 && Bytes.IsDigit(b)) end = TryPhone(text, run, p, to);
            if (end == 0 && (mask & Colon) != 0 && Bytes.IsHex(b)) end = TryIpv6(text, run, p, to);
            if (end == 0 && (mask & Colon) != 0 && Bytes.IsHex(b)) end = TryShortMac(run, p, to);
            if (end == 0 && (mask & Colon) != 0 && Bytes.IsHex(b)) end = TryArrayId(run, p, to);
            if (end == 0 && (mask & Dot) != 0) end = Bytes.IsDigit(b) ? TryIpv4(text, run, p, to) : 0;
            if (end == 0 && (mask & Dot) != 0 && Bytes.IsHex(b)) end = TryCiscoMac(text, run, p, to);
            if (end == 0 && (mask & Dot) != 0) end = TryDotted(text, run, p, to);
            if (end == 0 && (mask & Dash) != 0 && (mask & Digit) != 0) end = TryDashedIpv4(run, p, to);
            if (end == 0 && _names is not null) end = FindName(text, run, p, to);
            if (end == 0 && (mask & (Letter | Digit | Dot)) == (Letter | Digit | Dot)) end = TryGlued(text, run, p, to);
            if (end == 0)
            {
                end = p + 1;
                while (end < to && Bytes.IsLetterOrDigit(run[end])) end++;
                if (end - p == 5 && run[p + 2] == 'T' && (mask & Colon) != 0) end = SkipIsoTime(text, run, p, end, to);
                if ((mask & Dash) != 0 && end - p > 8 && TryUuid(text, run, end - 8, to) is > 0 and var behind) end = behind;
                else TryBareMac(run, p, end);
            }
            p = end;
        }
    }

    private int At0(int index) => _mapped ? _positions[index] : _base + index;

    private void Emit(int start, int end, PrivacyKind kind)
    {
        var from = At0(start);
        _found.Replace(from, At0(end) - from, kind);
    }
}

/// <summary>Which of the sweep's finds are wanted.</summary>
internal sealed record SweepRules(bool Ipv4, bool Ipv6, bool Mac, bool Uuid, bool Fingerprint, bool Names, bool Domains, bool Identities, bool Phones, AllowList Allowed)
{
    /// <summary>The rule about names that were learnt.</summary>
    public static readonly PrivacyRule NameRule = PrivacyRule.Standard("name", PrivacyKind.Host, "Names of nodes, guests and hosts that were learnt, wherever they stand as words");

    public static readonly PrivacyRule[] Rules =
    [
        PrivacyRule.Standard("ipv4", PrivacyKind.Ipv4, "IPv4 addresses and networks; private ones stay private"),
        PrivacyRule.Standard("ipv6", PrivacyKind.Ipv6, "IPv6 addresses and networks in every spelling"),
        PrivacyRule.Standard("mac", PrivacyKind.Mac, "MAC addresses in every spelling"),
        PrivacyRule.Standard("uuid", PrivacyKind.Uuid, "UUIDs"),
        PrivacyRule.Standard("fingerprint", PrivacyKind.Fingerprint, "Fingerprints of certificates and keys"),
        NameRule,
        PrivacyRule.Standard("domain", PrivacyKind.Domain, "Fully qualified names and domains"),
        PrivacyRule.Standard("identity", PrivacyKind.User, "Userids, e-mail addresses, users at hosts"),
    ];

    public static SweepRules Of(PrivacyPolicy policy)
    {
        bool Is(int rule) => policy.IsActive(Rules[rule]);
        return new(Is(0), Is(1), Is(2), Is(3), Is(4), Is(5) || policy.Words.Length > 0, Is(6), Is(7), policy.IsActive(PhoneDetector.PhoneRule), new AllowList(policy));
    }

    public bool Networks => Ipv4 || Ipv6 || Mac;

    /// <summary>Whether the user wants a value, or what it ends with, to stay.</summary>
    public bool IsAllowed(ReadOnlySpan<byte> value) => Allowed.Contains(value);

    public bool Any => Networks || Uuid || Fingerprint || Names || Domains || Identities;
}
