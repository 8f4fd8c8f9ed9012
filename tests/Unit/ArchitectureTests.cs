using System.Text.RegularExpressions;

namespace ProxmoxMpc.Tests.Unit;

/// <summary>Keeps the arrows between the rooms of the source: who may use whom, and nothing else.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Model"] = [],
        ["Hcl"] = [],
        ["Api"] = ["Model"],
        ["State"] = ["Model"],
        ["Terraform"] = ["Model", "Hcl"],
        ["Generation"] = ["Model"],
        ["Planning"] = ["Model"],
        ["Applying"] = ["Model", "Api", "Planning", "State"],
        ["Privacy"] = ["Model"],
        ["Workspaces"] = ["Model", "Api", "State", "Terraform", "Generation", "Planning", "Applying", "Privacy"],
    };

    [Fact]
    public void Every_room_of_the_core_uses_only_the_rooms_it_may()
    {
        var wrong = new List<string>();
        foreach (var (file, text) in Sources("src/ProxmoxMpc.Core"))
        {
            var room = file.Split('/')[2];
            if (!MayUse.TryGetValue(room, out var allowed))
            {
                wrong.Add($"{file}: room {room} is not in the design");
                continue;
            }
            foreach (Match use in CoreRoom().Matches(text))
            {
                if (use.Groups[1].Value is var used && used != room && !allowed.Contains(used)) wrong.Add($"{file} uses {used}");
            }
        }
        Assert.Empty(wrong.Distinct());
    }

    [Theory]
    [InlineData("src/ProxmoxMpc.Core", "System.Management.Automation")]
    [InlineData("src/ProxmoxMpc.Core", "Microsoft.AspNetCore")]
    [InlineData("src/ProxmoxMpc.Core", "Spectre.Console")]
    [InlineData("src/ProxmoxMpc.Core", "ProxmoxMpc.Lab")]
    [InlineData("src/ProxmoxMpc.Lab", "ProxmoxMpc.Core")]
    [InlineData("src/ProxmoxMpc.Lab", "Microsoft.AspNetCore")]
    [InlineData("src/ProxmoxMpc.PowerShell", "Microsoft.AspNetCore")]
    [InlineData("src/ProxmoxMpc.PowerShell", "ProxmoxMpc.Core.Hcl")]
    [InlineData("src/ProxmoxMpc.Console", "ProxmoxMpc.Core")]
    public void A_project_stays_away_from_what_is_not_its_own(string project, string foreign) =>
        Assert.Empty(Sources(project).Where(source => source.Text.Contains($"using {foreign}", StringComparison.Ordinal) || source.Text.Contains($"global::{foreign}", StringComparison.Ordinal)).Select(source => source.File));

    [Fact]
    public void No_source_file_has_grown_past_400_lines() =>
        Assert.Empty(Sources("src").Where(source => source.Text.Count(c => c == '\n') > 400).Select(source => source.File));

    [Fact]
    public void No_failure_is_swallowed_without_a_word() =>
        Assert.Empty(Sources("src").Where(source => EmptyCatch().IsMatch(source.Text)).Select(source => source.File));

    /// <summary>On file systems that ignore case one of the two would hide the other.</summary>
    [Fact]
    public void No_two_files_differ_by_case_alone() =>
        Assert.Empty(new[] { "src", "tests", "en-US", "docs", "build", "bench" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(SharedData.Repository, folder), "*", SearchOption.AllDirectories))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
            .GroupBy(path => path, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1).Select(group => group.Key));

    private static IEnumerable<(string File, string Text)> Sources(string folder)
    {
        var root = SharedData.Repository;
        foreach (var path in Directory.EnumerateFiles(Path.Combine(root, folder), "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var file = Path.GetRelativePath(root, path).Replace('\\', '/');
            if (!file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal)) yield return (file, File.ReadAllText(path));
        }
    }

    [GeneratedRegex(@"ProxmoxMpc\.Core\.(Model|Hcl|Api|State|Terraform|Generation|Planning|Applying|Privacy|Workspaces)\b")]
    private static partial Regex CoreRoom();

    [GeneratedRegex(@"catch(\s*\([^)]*\))?\s*\{\s*\}")]
    private static partial Regex EmptyCatch();
}
