namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>What stands where an account's name is expected: a name, a name with its machine, its provider or its realm, or nobody's.</summary>
internal static class AccountValue
{
    private const int Shortest = 3, Longest = 40;

    private const int ShortestDomain = 2, LongestDomain = 15;

    private static readonly byte[][] NoDomains = Phrases.Of("NT", "WORKGROUP", "BUILTIN");

    private static readonly byte[][] Attributes = Phrases.Of("sAMAccountName", "userPrincipalName");

    /// <summary>Replaces an account's name, and learns it where it can be no application's.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">Where the name is expected, with whatever signs end it.</param>
    /// <param name="found">Takes it.</param>
    /// <param name="learns">Whether a plain word is learnt, too.</param>
    /// <param name="sure">Whether the key leaves no doubt, so that a product's name is somebody's, too: <c>ciuser: terraform</c>.</param>
    public static void Take(ReadOnlySpan<byte> text, Extent value, Findings found, bool learns = false, bool sure = false)
    {
        // .\jane, and with the sign doubled: whom the machine itself knows.
        if (Bytes.StartsWithAt(text, value.Start, ".\\"u8)) value = value with { Start = value.Start + (Bytes.At(text, value.Start + 2) == '\\' ? 3 : 2) };
        if (value.Length <= 0) return;
        var name = WithoutRealm(text[value.Start..value.End]);
        // hpe\303\261a, as sshd writes what is no ASCII: no machine and its account.
        if (WithoutOctal(name) is { } spelled)
        {
            found.Learn(PrivacyKind.User, spelled);
            found.Replace(value.Start, name.Length, PrivacyKind.User);
            return;
        }
        if (MachineLength(name) is > 0 and var machine)
        {
            NamedValue.TakeName(text, value.Start, machine, PrivacyKind.Host, found);
            Take(text, new Extent(value.Start + machine + (name[machine + 1] == '\\' ? 2 : 1), value.Start + name.Length), found, learns, sure);
            return;
        }
        // ad\jane: a domain that is called by a word, or by two letters, and who is in it.
        if (name.IndexOf((byte)'\\') is > 1 and var slash && slash + 3 < name.Length && name[slash + 1] != '\\' && Vocabulary.CanBeName(name[..slash]) && !Phrases.AnyIs(name[..slash], NoDomains) && !DomainUserDetector.IsBuiltIn(name[..slash]))
        {
            Take(text, new Extent(value.Start + slash + 1, value.Start + name.Length), found, learns, sure);
            return;
        }
        if (name.IndexOf((byte)'%') > 0 && Unescaped(name) is { } plain && Vocabulary.IsTelling(plain))
        {
            found.Learn(PrivacyKind.User, plain);
            found.Replace(value.Start, name.Length, PrivacyKind.User);
            return;
        }
        var start = value.Start;
        if (!sure && ProviderLength(text[value.Start..value.End], name) is > 0 and var provider)
        {
            start += provider;
            name = name[provider..];
        }
        // robot$deploy: an account that Harbor made for a machine.
        if (name.StartsWith("robot$"u8))
        {
            start += 6;
            name = name[6..];
        }
        if (IsMadeByPrograms(name)) return;
        if (PlusOf(text, start, name) is > 0 and var plus)
        {
            found.Replace(start, plus, PrivacyKind.User);
            found.Replace(start + plus + 1, name.Length - plus - 1, PrivacyKind.User);
            return;
        }
        if (!CanBeAccount(name) || !sure && Vocabulary.IsWord(name) || KeyValueText.IsSmallWord(text, start) || IsMachine(name)) return;
        // A plain word is an application's account as often as somebody's: hidden where it stands.
        if (learns || name.ContainsAny("0123456789.-_"u8)) found.Learn(PrivacyKind.User, name);
        found.Replace(start, name.Length, PrivacyKind.User);
    }

    /// <summary>The domain of Windows that an account is in.</summary>
    public static void TakeDomain(ReadOnlySpan<byte> text, int start, int length, Findings found)
    {
        var name = text.Slice(start, length);
        if (length is < ShortestDomain or > LongestDomain || !Vocabulary.CanBeName(name) || Phrases.AnyIs(name, NoDomains) || name.Contains((byte)'.')) return;
        found.Learn(PrivacyKind.Domain, name);
        found.Replace(start, length, PrivacyKind.Domain);
    }

    /// <summary>A name without a realm that nothing else tells of, and without what goes on behind it in a sentence.</summary>
    private static ReadOnlySpan<byte> WithoutRealm(ReadOnlySpan<byte> name)
    {
        if (name.IndexOf((byte)'@') is > 0 and var sign && name[(sign + 1)..].IndexOfAny(".@:"u8) < 0) name = name[..sign];
        return name.TrimEnd(",;):."u8);
    }

    /// <summary>A name whose bytes from 128 on are told by their number; null where none is.</summary>
    private static byte[]? WithoutOctal(ReadOnlySpan<byte> name)
    {
        if (!name.Contains((byte)'\\')) return null;
        var plain = new List<byte>(name.Length);
        for (var i = 0; i < name.Length; i++)
        {
            var b = name[i];
            if (b == '\\')
            {
                if (Bytes.At(name, i + 1) is not ((byte)'2' or (byte)'3') || !IsOctal(Bytes.At(name, i + 2)) || !IsOctal(Bytes.At(name, i + 3))) return null;
                b = (byte)(((name[i + 1] - '0') << 6) | ((name[i + 2] - '0') << 3) | (name[i + 3] - '0'));
                i += 3;
            }
            else if (!Bytes.IsAsciiLetterOrDigit(b) && b is not ((byte)'.' or (byte)'-' or (byte)'_')) return null;
            plain.Add(b);
        }
        return plain.Count >= Shortest ? [.. plain] : null;
    }

    private static bool IsOctal(byte b) => b is >= (byte)'0' and <= (byte)'7';

    /// <summary><c>/user:filer2\jane</c>: the length of the machine; 0 where none stands before the name.</summary>
    private static int MachineLength(ReadOnlySpan<byte> name) =>
        name.IndexOf((byte)'\\') is > 1 and var slash && name.Length > slash + 3 && Vocabulary.IsTelling(name[..slash]) ? slash : 0;

    /// <summary><c>fti/x@fti</c>: how a provider wants it. The length with the slash, 0 for others.</summary>
    private static int ProviderLength(ReadOnlySpan<byte> value, ReadOnlySpan<byte> name) =>
        name.IndexOf((byte)'/') is > 1 and < 8 and var slash && value.IndexOf((byte)'@') > slash && value.EndsWith(name[..slash]) ? slash + 1 : 0;

    /// <summary><c>"ci+deploy"</c>: where the sign stands between two names; 0 where it does not.</summary>
    private static int PlusOf(ReadOnlySpan<byte> text, int start, ReadOnlySpan<byte> name)
    {
        if (name.IndexOf((byte)'+') is not (> 1 and var plus) || plus + 2 >= name.Length) return 0;
        return NamedValue.NameLength(text, start) == plus && NamedValue.NameLength(text, start + plus + 1) == name.Length - plus - 1 ? plus : 0;
    }

    /// <summary>Accounts that Debian makes; how Slack counts people; an attribute of a directory.</summary>
    private static bool IsMadeByPrograms(ReadOnlySpan<byte> name) =>
        Bytes.StartsWithIgnoreCase(name, 0, "debian-"u8) || IsNumberOfSlack(name) || Phrases.AnyIs(name, Attributes);

    private static bool CanBeAccount(ReadOnlySpan<byte> name) => name.Length is >= Shortest and <= Longest && Known.Of(name) != 0;

    private static readonly TextMemo Known = new(name => IsOfAccount(name) ? 1 : 0);

    private static bool IsOfAccount(ReadOnlySpan<byte> name)
    {
        if (name.StartsWith("S-1-"u8) || !Bytes.IsLetter(name[0]) || !Vocabulary.CanBeName(name)) return false;
        if (Vocabulary.IsSystemUser(name) || Vocabulary.IsMadeByPackage(name) || KeyValueText.IsReference(name)) return false;
        return !ServiceAccounts.Contains(name) && !Domains.IsPackage(name) && !NoNames.Contains(name) && (name.Contains((byte)'_') || !NoNames.IsVariable(name));
    }

    /// <summary>A machine by its whole name: <c>ehlo_identity = web-01.firma.de</c></summary>
    private static bool IsMachine(ReadOnlySpan<byte> name) =>
        name.Contains((byte)'.') && Domains.IsDomain(name, out _, out var labels, out var isPrivate) && (labels > 2 || isPrivate);

    /// <summary><c>U04B7KQ2M</c>: only Slack itself knows whom it means.</summary>
    public static bool IsNumberOfSlack(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("USLACKBOT"u8)) return true;
        return name.Length is >= 9 and <= 11 && name[0] is (byte)'U' or (byte)'W' && Bytes.IsDigit(name[1]) && name.IndexOfAnyExcept("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"u8) < 0;
    }

    /// <summary>A name with letters in percent signs: <c>J%C3%BCrgen</c>. Null where what they stand for is no letter.</summary>
    private static byte[]? Unescaped(ReadOnlySpan<byte> name)
    {
        var plain = new List<byte>(name.Length);
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] != '%')
            {
                plain.Add(name[i]);
                continue;
            }
            if (i + 2 >= name.Length || !Bytes.IsHex(name[i + 1]) || !Bytes.IsHex(name[i + 2])) return null;
            plain.Add((byte)((Bytes.HexValue(name[i + 1]) << 4) | Bytes.HexValue(name[i + 2])));
            if (plain[^1] < 128) return null;
            i += 2;
        }
        return [.. plain];
    }
}
