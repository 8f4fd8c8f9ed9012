using System.Text.RegularExpressions;

namespace ProxmoxMpc.Console.Output;

/// <summary>Names and descriptions are other people's: a control character in them would be a command to the terminal.</summary>
internal static partial class TerminalText
{
    /// <summary>The text without control characters, apart from line ends, tabs and the colours that the formatter sets.</summary>
    public static string Clean(string text) => Unwanted().Replace(text, "");

    /// <summary>The text as a file or a pipe gets it: without colours too.</summary>
    public static string Plain(string text) => Clean(Colour().Replace(text, ""));

    [GeneratedRegex(@"\e\[[0-9;]*m")]
    private static partial Regex Colour();

    [GeneratedRegex(@"\e(?!\[[0-9;]*m)|[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f]")]
    private static partial Regex Unwanted();
}
