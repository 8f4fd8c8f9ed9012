using System.Globalization;
using System.Text;

namespace ProxmoxMpc.Core.Generation;

/// <summary>Which characters of other people's names must not reach a file as they are.</summary>
internal static class TextSafety
{
    /// <summary>
    /// Controls, line and paragraph ends, and what no reader can see or what turns the text around (zero-width characters,
    /// direction marks): code must look like what it does. Also what YAML calls not printable.
    /// </summary>
    public static bool MustBeVisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate
        || (Rune.GetUnicodeCategory(rune) is UnicodeCategory.SpaceSeparator && rune.Value != ' ');
}
