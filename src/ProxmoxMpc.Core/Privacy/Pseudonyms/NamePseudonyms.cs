using System.Text;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>
/// Pseudonyms of names, part by part: every run of letters becomes a word that can be spoken, everywhere the same; numbers of up to
/// four digits and separators stay. So <c>web-01</c> and <c>web-02</c> stay siblings, a short name agrees with its FQDN, and
/// <c>DC=corp,DC=example</c> with <c>corp.example</c>. A word that was made up itself stays, so that an output can be an input.
/// </summary>
internal sealed class NamePseudonyms(PseudonymKey key, PseudonymMap map)
{
    // 100 syllables: four of them make 10^8 words, so that thousands of names hardly ever meet.
    private const string Consonants = "bcdfghjklmnpqrstvwxz", Vowels = "aeiou";

    // A word after a backslash or a percent sign must not begin like an escape (\n, \u0022, %ca).
    private const string FirstConsonants = "ghjklmpqsvwz";
    private const int Syllables = 4;
    private const int KeptDigits = 4;

    // Beyond that a label gets one word for all of it: labels of DNS have 63 characters at most.
    private const int MostWords = 5;

    private static readonly string[] KeptLabels = ["localhost", "localdomain", "www"];

    private readonly byte[] _key = key.For("name");

    /// <summary>The n-th proposal for a name without a domain's structure: all of it is replaced.</summary>
    public byte[] MakeName(ReadOnlySpan<byte> name, int attempt)
    {
        var result = new List<byte>(name.Length * 2);
        Append(name, attempt, result);
        return [.. result];
    }

    /// <summary>The n-th proposal for a dotted name: the top-level label and service labels (<c>_ldap</c>, <c>*</c>) stay.</summary>
    public byte[] MakeDomain(ReadOnlySpan<byte> name, int attempt)
    {
        var result = new List<byte>(name.Length * 2);
        var trailingDot = name.Length > 1 && name[^1] == '.';
        if (trailingDot) name = name[..^1];
        while (true)
        {
            var dot = name.IndexOf((byte)'.');
            if (dot < 0) break;
            var label = name[..dot];
            if (label.Length == 0 || label[0] == '_' || IsKeptLabel(label)) result.AddRange(label);
            else Append(label, attempt, result);
            result.Add((byte)'.');
            name = name[(dot + 1)..];
        }
        result.AddRange(name);
        if (trailingDot) result.Add((byte)'.');
        return [.. result];
    }

    private static bool IsKeptLabel(ReadOnlySpan<byte> label)
    {
        foreach (var kept in KeptLabels)
            if (kept.Length == label.Length && Ascii.EqualsIgnoreCase(label, kept)) return true;
        return false;
    }

    private void Append(ReadOnlySpan<byte> label, int attempt, List<byte> result)
    {
        if (IsMadeUp(label))
        {
            result.AddRange(label);
            return;
        }
        if (CountWords(label) is 0 or > MostWords)
        {
            AppendWord(label, attempt, result, Syllables + 1);
            return;
        }
        for (var i = 0; i < label.Length;)
        {
            var start = i;
            if (Bytes.IsLetter(label[i]))
            {
                while (i < label.Length && Bytes.IsLetter(label[i])) i++;
                AppendWord(label[start..i], attempt, result, Syllables);
            }
            else if (Bytes.IsDigit(label[i]))
            {
                while (i < label.Length && Bytes.IsDigit(label[i])) i++;
                AppendNumber(label[start..i], attempt, result);
            }
            else
            {
                result.Add(label[i++]);
            }
        }
    }

    /// <summary>Whether every word of a label was made up.</summary>
    private bool IsMadeUp(ReadOnlySpan<byte> label)
    {
        var words = Bytes.Words(Encoding.Latin1.GetString(label));
        return words.Count > 0 && words.TrueForAll(word => map.IsMadeUp(word));
    }

    private void AppendNumber(ReadOnlySpan<byte> digits, int attempt, List<byte> result)
    {
        if (digits.Length <= KeptDigits)
        {
            result.AddRange(digits);
            return;
        }
        var stream = new KeyStream(_key, digits, attempt);
        foreach (var digit in digits) result.Add((byte)('0' + stream.Next(10)));
    }

    private void AppendWord(ReadOnlySpan<byte> word, int attempt, List<byte> result, int syllables)
    {
        var lower = new byte[word.Length];
        for (var i = 0; i < word.Length; i++) lower[i] = Bytes.ToLower(word[i]);
        if (map.IsMadeUp(Encoding.Latin1.GetString(lower)))
        {
            result.AddRange(word);
            return;
        }
        var stream = new KeyStream(_key, lower, attempt);
        var start = result.Count;
        for (var i = 0; i < syllables; i++)
        {
            var consonants = i == 0 ? FirstConsonants : Consonants;
            result.Add((byte)consonants[stream.Next(consonants.Length)]);
            result.Add((byte)Vowels[stream.Next(Vowels.Length)]);
        }
        ApplyCase(word, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(result)[start..]);
    }

    /// <summary>Lower, UPPER and Capitalised stay so; otherwise letter by letter as far as it goes.</summary>
    private static void ApplyCase(ReadOnlySpan<byte> original, Span<byte> word)
    {
        var letters = 0;
        var uppers = 0;
        foreach (var b in original)
        {
            if (Bytes.IsAsciiLetter(b)) letters++;
            if (Bytes.IsUpper(b)) uppers++;
        }
        if (uppers == 0) return;
        var all = uppers == letters && letters > 1;
        for (var i = 0; i < word.Length; i++)
            if (all || (i < original.Length && Bytes.IsUpper(original[i]))) word[i] = (byte)(word[i] & ~0x20);
    }

    private static int CountWords(ReadOnlySpan<byte> label)
    {
        var count = 0;
        for (var i = 0; i < label.Length; i++)
            if (Bytes.IsLetter(label[i]) && (i == 0 || !Bytes.IsLetter(label[i - 1]))) count++;
        return count;
    }
}
