using System.Text;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The user's own patterns, which read text and not bytes: the slow path, taken only where there are some.</summary>
internal static class PatternDetector
{
    public static void Find(ReadOnlySpan<byte> text, PrivacyPattern pattern, Findings found)
    {
        found.For(Precedence.Credential, -1);
        // One char a byte keeps the positions; a pattern with letters beyond ASCII is met in its UTF-8 form.
        var chars = Encoding.Latin1.GetString(text);
        foreach (System.Text.RegularExpressions.Match match in pattern.Regex.Matches(chars))
        {
            var group = match.Groups.Count > 1 ? match.Groups[1] : match;
            found.Replace(group.Index, group.Length, pattern.Kind);
        }
    }
}
