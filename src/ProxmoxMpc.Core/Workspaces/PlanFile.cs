using System.Text.Json;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Planning;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>A plan on disk: what was looked at and agreed to, to be applied later, and only that.</summary>
public static class PlanFile
{
    private const int FormatVersion = 1;

    /// <summary>Writes the plan, readable by its owner alone: configs stand in it. An existing file is replaced.</summary>
    /// <exception cref="PmpcException"><c>PmpcFileFailed</c></exception>
    public static void Write(Plan plan, string path, TimeProvider? time = null)
    {
        try
        {
            var text = JsonSerializer.SerializeToUtf8Bytes(new(FormatVersion, (time ?? TimeProvider.System).GetUtcNow(), plan), PlanJsonContext.Default.PlanDocument);
            AtomicFile.Write(Path.GetFullPath(path), text, AtomicFile.OwnerOnly);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Failed("written", path, error);
        }
    }

    /// <summary>Reads a plan that <see cref="Write"/> wrote.</summary>
    /// <exception cref="PmpcException"><c>PmpcPlanNotFound</c>, <c>PmpcPlanUnreadable</c>, <c>PmpcFileFailed</c>.</exception>
    public static Plan Read(string path)
    {
        try
        {
            var document = JsonSerializer.Deserialize(File.ReadAllBytes(path), PlanJsonContext.Default.PlanDocument);
            // A document without these names is somebody else's.
            if (document is not { Version: > 0, Plan: not null }) throw new JsonException("It holds no plan.");
            return document.Version <= FormatVersion ? document.Plan
                : throw new PmpcException("PmpcPlanUnreadable", PmpcErrorKind.Parse, $"The plan '{path}' was written by a newer ProxmoxMpc.", "Update the module: Update-PSResource ProxmoxMpc.", path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new PmpcException("PmpcPlanNotFound", PmpcErrorKind.NotFound, $"There is no plan '{path}'.", "Get-PmpcPlan -OutputPath makes one.", path, error);
        }
        catch (JsonException error)
        {
            throw new PmpcException("PmpcPlanUnreadable", PmpcErrorKind.Parse, $"'{path}' is no plan of ProxmoxMpc: {error.Message}", "Make a new one with Get-PmpcPlan -OutputPath.", path, error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Failed("read", path, error);
        }
    }

    /// <summary>Makes sure that the saved plan is still what code and server ask for, digest by digest.</summary>
    /// <param name="saved">What was agreed to.</param>
    /// <param name="fresh">What would be done now.</param>
    /// <exception cref="PmpcException"><c>PmpcPlanStale</c>, naming the guests whose steps differ. Nothing was done.</exception>
    public static void EnsureCurrent(Plan saved, Plan fresh)
    {
        var (before, now) = (ByName(saved), ByName(fresh));
        var differing = before.Keys.Union(now.Keys, StringComparer.Ordinal).Where(name => before.GetValueOrDefault(name) != now.GetValueOrDefault(name)).ToArray();
        if (differing.Length == 0) return;
        throw new PmpcException("PmpcPlanStale", PmpcErrorKind.Conflict,
            $"The plan is out of date: code or server changed since it was made, for {string.Join(", ", differing)}.", "Look at a new plan, and apply that.", saved);
    }

    /// <summary>The steps of each guest, and of each resource beside guests, as one text.</summary>
    private static Dictionary<string, string> ByName(Plan plan)
    {
        var steps = PlanBackups.Without(plan).Steps.GroupBy(step => step.VmId).OrderBy(group => group.Key)
            .ToDictionary(group => group.First().Guest, group => string.Join('\n', group.Select(step => JsonSerializer.Serialize(step with { Number = 0 }, PlanJsonContext.Default.PlanStep))), StringComparer.Ordinal);
        foreach (var step in plan.Doable) steps[step.Name] = JsonSerializer.Serialize(step with { Number = 0 }, PlanJsonContext.Default.ObjectStep);
        return steps;
    }

    private static PmpcException Failed(string verb, string path, Exception error) => new("PmpcFileFailed", PmpcErrorKind.Workspace,
        $"The plan '{path}' cannot be {verb}: {error.Message}", "Check that the folder exists, that you own the file and that the disk has room.", path, error);
}

/// <summary>The file of a saved plan.</summary>
internal sealed record PlanDocument(int Version, DateTimeOffset Created, Plan Plan);
