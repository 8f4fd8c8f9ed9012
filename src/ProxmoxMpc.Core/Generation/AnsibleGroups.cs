using System.Security.Cryptography;
using System.Text;

namespace ProxmoxMpc.Core.Generation;

/// <summary>Valid Ansible group names (<c>[A-Za-z_][A-Za-z0-9_]*</c>) for words that need not be valid.</summary>
internal static class AnsibleGroups
{
    /// <summary>
    /// A group name for every word, distinct for distinct words. A word that is valid as it is keeps its spelling; where two
    /// others would share a name, both end in a few digits of their hash, so that no group silently means another's guests.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Names(string prefix, IEnumerable<string> words)
    {
        var result = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var distinct = words.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var taken = new HashSet<string>(distinct.Where(word => Plain(word) == word), StringComparer.Ordinal);
        foreach (var word in taken) result[word] = $"{prefix}_{word}";
        foreach (var sharing in distinct.Where(word => !taken.Contains(word)).GroupBy(Plain, StringComparer.Ordinal).ToArray())
        {
            var alone = sharing.Count() == 1 && taken.Add(sharing.Key);
            foreach (var word in sharing) result[word] = $"{prefix}_{(alone ? sharing.Key : Hashed(word, sharing.Key, taken))}";
        }
        return result;
    }

    private static string Plain(string word) => string.Concat(word.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));

    private static string Hashed(string word, string plain, HashSet<string> taken)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.Unicode.GetBytes(word)));
        var length = 6;
        while (!taken.Add($"{plain}_{hash[..length]}")) length++;
        return $"{plain}_{hash[..length]}";
    }
}
