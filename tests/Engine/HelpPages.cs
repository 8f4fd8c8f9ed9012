using System.Management.Automation;
using ProxmoxMpc.HelpBuilder;

namespace ProxmoxMpc.Tests.Engine;

/// <summary>The help pages in en-US/ and the cmdlets that they are about.</summary>
internal static class HelpPages
{
    public static string Folder { get; } = Path.Combine(Built.Root, "en-US");

    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.md").Select(file => Path.GetFileNameWithoutExtension(file))
        .Where(name => !name.StartsWith("about_", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    public static string Text(string name) => File.ReadAllText(Path.Combine(Folder, $"{name}.md")).ReplaceLineEndings("\n");

    public static HelpPage Page(string name) => HelpPage.Parse(Text(name));

    public static CmdletInfo[] Cmdlets(Engine engine) => [.. engine.Run("Get-Command -Module ProxmoxMpc").Succeed().Values.Cast<CmdletInfo>()];
}
