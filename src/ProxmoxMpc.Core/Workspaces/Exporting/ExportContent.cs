using System.Collections.Immutable;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Terraform;
using ProxmoxMpc.Core.Terraform.Porting;

namespace ProxmoxMpc.Core.Workspaces.Exporting;

/// <summary>The files that travel, checked: code for the other cluster, and what the user wrote beside it.</summary>
/// <param name="Files">Path to text.</param>
internal sealed record ExportContent(ImmutableSortedDictionary<string, string> Files, ImmutableArray<PortNote> Notes)
{
    private const string NodesFile = "terraform/nodes.tf";
    private const int MostProblems = 10;

    private static readonly string[] UserFolders = [CodeReading.Folder, "ansible", "tests", "docs"];

    /// <summary>Makes it.</summary>
    /// <param name="reading">The code as it is.</param>
    /// <param name="inventory">The target's.</param>
    /// <exception cref="PmpcException">The code cannot be brought there as the mapping wants it, does not fit the target, or holds a secret. Nothing was written.</exception>
    public static ExportContent Of(Workspace source, CodeReading reading, Inventory inventory, CodeMapping mapping)
    {
        var code = CodeReading.Texts(source.Files, path => !CodeNames.IsJson(path) && (CodeNames.IsCode(path) || CodeNames.IsValues(path)))
            // Facts of the old cluster's nodes, which are made anew of the other's.
            .Where(file => file.Key != NodesFile || !source.Files.IsUntouched(NodesFile)).ToDictionary(file => file.Key, file => file.Value, StringComparer.Ordinal);
        var ported = CodePorter.Port(code, mapping);
        Prove(reading.Code, Read(ported.Files, inventory, mapping), mapping, inventory);
        var secrets = ported.Files.SelectMany(file => SecretSearch.LinesIn(file.Value).Select(line => $"{file.Key}:{line}")).ToArray();
        if (secrets.Length > 0)
            throw new PmpcException("PmpcExportHoldsSecret", PmpcErrorKind.InvalidArgument, $"The code holds what looks like a secret, and no secret travels: {List(secrets)}. Nothing was written.",
                "Put a sensitive variable in its place, and give that by the environment (TF_VAR_name).", secrets);
        var notes = ported.Notes.ToBuilder();
        var files = ported.Files.ToBuilder();
        foreach (var (path, text) in Beside(source, notes)) files[path] = text;
        return new(files.ToImmutable(), notes.ToImmutable());
    }

    private static TerraformCode Read(ImmutableSortedDictionary<string, string> files, Inventory inventory, CodeMapping mapping)
    {
        var nodes = TerraformWriter.Skeleton(inventory, mapping.Endpoint).First(file => file.Path == NodesFile);
        return TerraformReader.Read(files.SetItem(nodes.Path, files.GetValueOrDefault(nodes.Path, nodes.Text)));
    }

    /// <summary>Reads what was made, and holds it against what was wanted and against the target.</summary>
    private static void Prove(TerraformCode before, TerraformCode after, CodeMapping mapping, Inventory inventory)
    {
        var made = after.Guests.ToDictionary(guest => (guest.File, guest.Kind, guest.ResourceName));
        var wrong = (from guest in before.Guests
                     let differences = PortedGuest.Differences(guest, made.GetValueOrDefault((guest.File, guest.Kind, guest.ResourceName)), mapping)
                     where differences.Count > 0
                     select $"{guest.File}:{guest.Line} ({string.Join(", ", differences.Select(Model.Schema.AttributePath.Display))})").Concat(after.Problems.Where(problem => problem.IsError).Select(problem => problem.ToString())).ToArray();
        if (wrong.Length > 0)
            throw new PmpcException("PmpcExportNotPortable", PmpcErrorKind.NotSupported, $"The code names places by expressions that the export cannot follow: {List(wrong)}. Nothing was written.",
                "Write the value itself there, a variable with a default, or a local.", wrong);
        var failed = Checks.Of(after, inventory).Where(check => check.Outcome == CheckOutcome.Failed).Select(check => $"{check.Target}: {check.Message}").ToArray();
        if (failed.Length > 0)
            throw new PmpcException("PmpcExportDoesNotFit", PmpcErrorKind.Conflict, $"The guests would not fit the target: {List(failed)} Nothing was written.", "Change the mapping sheet or the code, and run the export again.", failed);
    }

    /// <summary>What the user wrote beside the code. What is made from it and the server is made anew.</summary>
    private static IEnumerable<(string Path, string Text)> Beside(Workspace source, ImmutableArray<PortNote>.Builder notes)
    {
        foreach (var folder in UserFolders)
        {
            foreach (var file in source.Files.Find(folder, "**/*").OrderBy(file => file.Relative, StringComparer.Ordinal))
            {
                var path = file.Relative;
                if (!CodeNames.IsJson(path) && (CodeNames.IsCode(path) || CodeNames.IsValues(path)) || path.Contains(".tfstate", StringComparison.Ordinal) || path.EndsWith(".tfplan", StringComparison.Ordinal)) continue;
                if (file.IsLink || source.Files.IsUntouched(path)) continue;
                if (CodeNames.IsCode(path) || CodeNames.IsValues(path)) notes.Add(new(path, 0, "Stays behind, for it is written in JSON, in which no names are exchanged."));
                else if (TextOf(source, path) is not { } text) notes.Add(new(path, 0, "Stays behind, for it is no text in which secrets could be seen."));
                else if (SecretSearch.LinesIn(text) is [var line, ..]) notes.Add(new(path, line, "Stays behind, for it holds what looks like a secret."));
                else yield return (path, text);
            }
        }
    }

    private static string? TextOf(Workspace source, string path)
    {
        try
        {
            return source.Files.Read(path);
        }
        catch (PmpcException binary) when (binary.Id == "PmpcFileNotText")
        {
            return null;
        }
    }

    private static string List(string[] all) => string.Join("; ", all.Take(MostProblems)) + (all.Length > MostProblems ? $" and {all.Length - MostProblems} more" : "");
}
