using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ProxmoxMpc.Core.Generation;

/// <summary>Text as a YAML scalar that is a string under YAML 1.1 and 1.2, whatever is in it.</summary>
internal static partial class YamlText
{
    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase) { "y", "n", "yes", "no", "on", "off", "true", "false", "null" };

    /// <summary>The scalar on one line: plain where no parser can take it for anything else, double-quoted otherwise.</summary>
    public static string Scalar(string text) => Plain().IsMatch(text) && !Words.Contains(text) ? text : Quoted(text);

    /// <summary>
    /// The scalar for an Ansible variable. What Jinja would evaluate is tagged <c>!unsafe</c>: Ansible then leaves it alone
    /// (docs.ansible.com: "Unsafe or raw strings").
    /// </summary>
    public static string Variable(string text) =>
        text.Contains("{{", StringComparison.Ordinal) || text.Contains("{%", StringComparison.Ordinal) || text.Contains("{#", StringComparison.Ordinal)
            ? "!unsafe " + Quoted(text)
            : Scalar(text);

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        // EnumerateRunes replaces half a surrogate pair, which no UTF-8 file can hold, by U+FFFD.
        foreach (var rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '"': quoted.Append("\\\""); break;
                case '\\': quoted.Append("\\\\"); break;
                case '\n': quoted.Append("\\n"); break;
                case '\r': quoted.Append("\\r"); break;
                case '\t': quoted.Append("\\t"); break;
                case var value when TextSafety.MustBeVisible(rune):
                    quoted.Append(value > 0xFFFF ? "\\U" : "\\u").Append(value.ToString(value > 0xFFFF ? "X8" : "X4", CultureInfo.InvariantCulture));
                    break;
                default: quoted.Append(rune.ToString()); break;
            }
        }
        return quoted.Append('"').ToString();
    }

    [GeneratedRegex(@"\A[A-Za-z](?:[A-Za-z0-9._-]*[A-Za-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();
}
