namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>What a device may call itself where a label or the head of a column says that a device's name stands there.</summary>
internal static class DeviceName
{
    /// <summary>
    /// Whether a word can be one: no everyday word, no interface, no address of hardware. It may begin with a digit where it has parts: <c>4F-SW210</c>.
    /// </summary>
    public static bool CanBe(ReadOnlySpan<byte> name)
    {
        if (name.Length < 3 || !Vocabulary.CanBeName(name) || IsHardware(name)) return false;
        if (Bytes.IsLetter(name[0])) return Vocabulary.IsTelling(name);
        if (name.IndexOfAny("-_"u8) <= 0) return false;
        foreach (var b in name)
            if (Bytes.IsLetter(b) && !Bytes.IsHex(b)) return true;
        return false;
    }

    /// <summary><c>5254.00ab.cdef</c>, <c>525400-abcdef</c></summary>
    private static bool IsHardware(ReadOnlySpan<byte> name) =>
        name.IndexOfAnyExcept("0123456789abcdefABCDEF.-"u8) < 0 && name.Length is 12 or 13 or 14 or 17 && (name.Length == 12 || name.IndexOfAny(".-"u8) > 0);

    /// <summary>Learns a device and hides it there. A full name that is cut, or ends in no domain, is taken label by label.</summary>
    public static void Take(ReadOnlySpan<byte> text, int start, int length, Findings found)
    {
        var name = text.Slice(start, length);
        // S2: too short to be looked for elsewhere.
        if (length == 2 && Bytes.IsUpper(name[0]) && Bytes.IsDigit(name[1])) found.Replace(start, length, PrivacyKind.Host);
        if (!CanBe(name)) return;
        // No domain has an underscore, but the one that such a machine is in.
        if (name.IndexOf((byte)'.') is > 0 and var dot && name[..dot].Contains((byte)'_') && Domains.IsDomain(name[(dot + 1)..], out var isPublic, out _, out _))
        {
            NamedValue.TakeName(text, start, dot, PrivacyKind.Host, found);
            if (!isPublic) found.Replace(start + dot + 1, length - dot - 1, PrivacyKind.Domain);
            return;
        }
        if (name.Contains((byte)'.') && !Domains.IsDomain(name, out _, out _, out _)) NamedValue.TakeCutName(text, start, start + length, found);
        else NamedValue.TakeName(text, start, length, PrivacyKind.Host, found);
    }

    /// <summary>Hides the serial number that Nexus switches add to their name: <c>dc-sw7(FOX1921ABCD)</c>.</summary>
    public static void TakeSerial(ReadOnlySpan<byte> text, int at, Findings found)
    {
        const int Shortest = 8, Longest = 20;
        if (Bytes.At(text, at) != '(') return;
        var length = NamedValue.NameLength(text, at + 1);
        if (length is >= Shortest and <= Longest && Bytes.At(text, at + 1 + length) == ')' && text.Slice(at + 1, length).ContainsAnyInRange((byte)'0', (byte)'9')
            && !text.Slice(at + 1, length).Contains((byte)'.')) found.Replace(at + 1, length, PrivacyKind.Serial);
    }
}
