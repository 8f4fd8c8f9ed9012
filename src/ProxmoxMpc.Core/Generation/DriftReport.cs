using System.Globalization;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Generation;

/// <summary><c>docs/drift.md</c>: what changed on the server beside the code, and who did it.</summary>
internal static class DriftReport
{
    public const string Page = "drift.md";
    public const string Path = "docs/" + Page;
    public const string Title = "What changed on the server, and who did it";

    /// <summary>How many changes the page shows.</summary>
    public const int Shown = 200;

    public static FileRecipe Of(GenerationInput input) => new(Path, SourceHash.OfLines([input.Inventory.Cluster, .. input.Drift.Select(Line)]), () => TemplateSet.Render("drift.md", new
    {
        input.Inventory.Cluster,
        Shown,
        Changes = input.Drift.TakeLast(Shown).Reverse().Select(change => new
        {
            Seen = Time(change.Seen),
            Guest = string.Create(CultureInfo.InvariantCulture, $"{change.Name} ({change.VmId})"),
            What = change.Attribute ?? (change.Change == "Added" ? "created" : "deleted"),
            Before = change.Attribute is null ? "" : change.Before ?? "unset",
            After = change.Attribute is null ? "" : change.After ?? "unset",
            Who = change.By.ToString(),
            When = change.By.Time is { } time ? Time(time) : "",
            How = change.By.Certainty == CulpritCertainty.Unknown ? change.By.Reason ?? "" : string.Join("; ", change.By.Tasks.Select(task => $"{task.Type} on {task.Node}").Distinct(StringComparer.Ordinal)),
            Code = change.IsConflict ? "conflict" : "followed",
        }).ToArray(),
    }));

    private static string Line(DriftRecord change) =>
        string.Join('\0', Time(change.Seen), change.VmId.ToString(CultureInfo.InvariantCulture), change.Name, change.Change, change.Attribute, change.Before, change.After, change.IsConflict ? "1" : "0", change.By.ToString(), change.By.Reason, string.Join('\0', change.By.Tasks.Select(task => task.Upid)));

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
