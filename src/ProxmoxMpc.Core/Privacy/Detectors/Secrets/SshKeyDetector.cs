using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Public keys of OpenSSH in all places, URL-encoded ones of <c>sshkeys</c> too, and the hashed hosts of known_hosts.</summary>
internal sealed class SshKeyDetector : Detector
{
    // Of a key, and of a hash of 20 bytes in Base64.
    private const int Shortest = 30, HashLength = 28;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("ssh-key", PrivacyKind.SshKey, "SSH public keys and hashed host names");

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        .. "BCEG".Select(type => new Anchor($"AAAA{type}", WordStart: true)), new("|1|"), new("c3NoL", WordStart: true),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == '|') HashedHost(text, at + length, found);
        else if (SecretText.Base64End(text, at) is var end && end - at < Shortest) return;
        // A whole line of authorized_keys in Base64.
        else if (text[at] == 'c') found.Replace(at, end - at, Rule.Kind);
        else if (!IsPublicHost(text, at))
        {
            // The first characters say only which kind of key it is.
            found.Replace(at + 5, end - at - 5, Rule.Kind);
            if (WrappedEnd(text, at, end) is { IsEmpty: false } rest)
            {
                found.Replace(rest.Start, rest.Length, Rule.Kind);
                end = rest.End;
            }
            Comment(text, end, found);
        }
    }

    /// <summary>The rest of a key on the next line, where a window or a mail has broken it: of its kind all have one length.</summary>
    private static Extent WrappedEnd(ReadOnlySpan<byte> text, int at, int end)
    {
        if (end != Bytes.LineEnd(text, end)) return default;
        var line = end;
        if (!Bytes.NextLine(text, ref line, out var start)) return default;
        var first = Bytes.SkipBlanks(text, start);
        while (Bytes.At(text, first) is (byte)'>' or (byte)' ') first++;
        var rest = SecretText.Base64End(text, first);
        return rest > first && Lengths.Contains(end - at + rest - first) && !Bytes.IsLetterOrDigit(Bytes.At(text, rest)) ? new Extent(first, rest) : default;
    }

    // Of Ed25519, of ECDSA with 256, 384 and 521 bits, of RSA with 2048, 3072 and 4096 bits, in Base64.
    private static readonly int[] Lengths = [68, 140, 180, 232, 372, 544, 716];

    /// <summary>A line of known_hosts whose host is hashed: <c>|1|salt|hash</c>, 20 bytes each.</summary>
    private void HashedHost(ReadOnlySpan<byte> text, int salt, Findings found)
    {
        var middle = SecretText.Base64End(text, salt);
        if (middle - salt != HashLength || Bytes.At(text, middle) != '|') return;
        found.Replace(salt, HashLength, Rule.Kind);
        found.Replace(middle + 1, SecretText.Base64End(text, middle + 1) - middle - 1, Rule.Kind);
    }

    /// <summary><c>github.com ssh-ed25519 AAAA…</c>: what everybody has in known_hosts.</summary>
    private static bool IsPublicHost(ReadOnlySpan<byte> text, int at)
    {
        var before = text[Bytes.LineStart(text, at)..at].TrimEnd((byte)' ');
        if (before.LastIndexOf((byte)' ') is not (> 3 and var blank) || !IsKeyType(before[(blank + 1)..])) return false;
        before = before[..blank];
        if (before.LastIndexOfAny(" \"'"u8) is >= 0 and var start) before = before[(start + 1)..];
        if (before.IndexOf((byte)',') is > 0 and var comma) before = before[..comma];
        return before.Length > 3 && Domains.IsDomain(before, out var isPublic, out _, out _) && isPublic;
    }

    private static bool IsKeyType(ReadOnlySpan<byte> word) => word.StartsWith("ssh-"u8) || word.StartsWith("ecdsa-"u8);

    /// <summary><c>j.doe</c>, as firms call accounts.</summary>
    private static bool IsInitialName(ReadOnlySpan<byte> name) =>
        name.Length >= 5 && name[1] == '.' && Bytes.IsLower(name[0]) && name[2..].IndexOfAnyExceptInRange((byte)'a', (byte)'z') < 0;

    /// <summary><c>jane.doe</c>: the first word is what people are called.</summary>
    private static bool IsPerson(ReadOnlySpan<byte> name) =>
        name.IndexOf((byte)'.') is > 2 and var dot && GivenNames.Contains(name[..dot]) && name.Length > dot + 1 && name[(dot + 1)..].IndexOfAnyExceptInRange((byte)'a', (byte)'z') < 0;

    /// <summary>Who has the device that a key is on: <c>jdoe-yubikey</c>, <c>jdoe_laptop</c>; 0 where it is nobody's.</summary>
    private static int OwnerLength(ReadOnlySpan<byte> comment)
    {
        if (comment.IndexOfAny("-_"u8) is not (> 2 and var sign) || !Devices.Contains(comment[(sign + 1)..].TrimEnd("0123456789"u8))) return 0;
        var owner = comment[..sign];
        return owner.IndexOfAnyExceptInRange((byte)'a', (byte)'z') < 0 && Vocabulary.IsTelling(owner) && !Applications.Contains(owner) ? sign : 0;
    }

    internal static readonly WordSet Devices =
        WordSet.Of("yubikey yubi yk solokey nitrokey onlykey token laptop notebook thinkpad macbook mbp desktop workstation surface phone iphone pixel ipad");

    /// <summary>Behind the key stands whose it is: <c>user@host</c>.</summary>
    private static void Comment(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var start = at + Math.Max(Bytes.Separator(text, at, (byte)' '), Bytes.At(text, at) == ' ' ? 1 : 0);
        if (start == at) return;
        var mark = start;
        while (mark < text.Length && (Bytes.IsLetterOrDigit(text[mark]) || text[mark] is (byte)'.' or (byte)'-' or (byte)'_')) mark++;
        if (Bytes.Separator(text, mark, (byte)'@') is not (> 0 and var sign) || mark == start)
        {
            if (IsInitialName(text[start..mark]) || IsPerson(text[start..mark])) NamedValue.TakeUser(text, start, mark - start, found);
            else NamedValue.TakeUser(text, start, OwnerLength(text[start..mark]), found);
            return;
        }
        var host = mark + sign;
        var end = host;
        while (end < text.Length && (Bytes.IsLetterOrDigit(text[end]) || text[end] is (byte)'-' or (byte)'.')) end++;
        while (end > host && text[end - 1] is (byte)'.' or (byte)'-') end--;
        if (text[host..end].Contains((byte)'.') || !Vocabulary.CanBeName(text[host..end]) || text[host..end].SequenceEqual("localhost"u8)) return;
        found.Learn(PrivacyKind.Host, text[host..end]);
        found.Replace(host, end - host, PrivacyKind.Host);
        if (Vocabulary.IsSystemUser(text[start..mark])) return;
        found.Learn(PrivacyKind.User, text[start..mark]);
        found.Replace(start, mark - start, PrivacyKind.User);
    }
}
