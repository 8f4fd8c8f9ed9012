using CsCheck;

namespace ProxmoxMpc.Tests.Unit.Generation;

/// <summary>Names as the worst of colleagues would choose them.</summary>
internal static class HostileText
{
    private static readonly string[] Pieces =
    [
        "'", "''", "\"", "`", "``", "\\", "\n", "\r\n", "\t", "\0", "\u0007", "\u001b[31m", "\u0085", "\u00a0", "\u2028", "\u2018", "\u2019", "\u201a", "\u201b", "\u201c", "\u201d",
        "\u202e", "\u200b", "\ufeff", "\ufffe", "\ud83d\ude00", "\ud800", "\udc00", "é", "漢字", "$(Get-Date)", "$env:PATH", "${x}", "%{ if true }", "{{ 7*7 }}", "{% raw %}", "{# c #}",
        "!vault |", "!unsafe ", "&a", "*a", "<<: ", "- ", ": ", " #", "---\n", "...", "@(", "@'\n", "\n'@", "'; Remove-Item / #", "<name>", "<$x>", "<b>", "<!--", "-->", "|", "||", "\\|", "&#124;", "&lt;",
        "[a](b)", "![i](j)", "https://x.y/z", "www.x.y", "```\n", "~~~", "%%{init: {}}%%", "style a:#1;", "end", "subgraph", "];", "yes", "null", "~", "1e3", "0x1F", "1:20", "2001-01-01",
        "../..", "con", "all", "a", "Z", "0", "_", "-", ".", " ", "node_", "tag_web", "localhost", "*", "_x_", "=",
    ];

    /// <summary>Mixtures of what means something somewhere, and of anything.</summary>
    public static Gen<string> Any { get; } =
        Gen.Frequency((6, Gen.Int[0, Pieces.Length - 1].Select(index => Pieces[index])), (1, Gen.Char.Select(c => c.ToString()))).Array[0, 6].Select(string.Concat);

    /// <summary>The same, of at least one character: Proxmox shows a name of its own for a guest without one.</summary>
    public static Gen<string> Name { get; } = Any.Where(text => text.Length > 0);

    /// <summary>What UTF-8 can hold of the text.</summary>
    public static string Storable(string text) => string.Concat(text.EnumerateRunes());
}
