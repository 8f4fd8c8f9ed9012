using System.Collections.Immutable;
using ProxmoxMpc.Core.Hcl;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Terraform.Objects;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>Reads the Terraform code of a workspace.</summary>
public static class TerraformReader
{
    /// <summary>
    /// Reads every guest that the files declare. Variables count with their defaults and <c>terraform.tfvars</c>, locals and
    /// module arguments as far as they can be known. Never throws for what the files hold: a broken file is a problem with its
    /// place, and the others are read all the same.
    /// </summary>
    /// <param name="files">All <c>*.tf</c> and <c>*.tfvars</c> under <c>terraform/</c>: workspace-relative path to text.</param>
    public static TerraformCode Read(IReadOnlyDictionary<string, string> files)
    {
        var problems = new List<CodeProblem>();
        var documents = files.Where(file => file.Key.EndsWith(".tf", StringComparison.Ordinal) || file.Key.EndsWith(".tfvars", StringComparison.Ordinal))
            .OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => HclDocument.Parse(file.Value, file.Key)).ToArray();
        foreach (var diagnostic in documents.SelectMany(document => document.Diagnostics))
            problems.Add(new(diagnostic.Path!, diagnostic.Position.Line, diagnostic.Position.Column, diagnostic.Message, IsError: true));
        var found = new GuestCollector(problems);
        var objects = new ObjectCollector();
        foreach (var module in Modules(documents))
        {
            found.Add(module);
            objects.Add(module);
        }
        return new(
            [.. found.Guests.OrderBy(guest => guest.VmId)],
            [.. problems.OrderBy(problem => problem.Path, StringComparer.Ordinal).ThenBy(problem => problem.Line)],
            [.. found.Unmanaged])
        {
            Objects = [.. objects.Declared.OrderBy(item => item.Key)],
            ObjectAddresses = [.. objects.Addresses],
            OpaqueTypes = [.. objects.Opaque],
        };
    }

    /// <summary>The folders, each with what is known of its variables: outer ones first, for they call the inner.</summary>
    private static IEnumerable<ModuleScope> Modules(IReadOnlyList<HclDocument> documents)
    {
        var arguments = new Dictionary<string, IReadOnlyDictionary<string, HclValue>>(StringComparer.Ordinal);
        foreach (var folder in documents.GroupBy(document => Folder(document.Path!)).OrderBy(group => group.Key.Length).ThenBy(group => group.Key, StringComparer.Ordinal))
        {
            var given = arguments.GetValueOrDefault(folder.Key) ?? TfVars(folder);
            var module = ModuleScope.Of([.. folder.Where(document => document.Path!.EndsWith(".tf", StringComparison.Ordinal))], given);
            foreach (var (source, values) in module.Calls())
                // A module that is called twice makes its guests twice; then only Terraform knows which values it has.
                arguments[$"{folder.Key}/{source}"] = arguments.ContainsKey($"{folder.Key}/{source}")
                    ? values.ToDictionary(pair => pair.Key, pair => (HclValue)new HclValue.Opaque("var." + pair.Key), StringComparer.Ordinal)
                    : values;
            yield return module;
        }
    }

    private static Dictionary<string, HclValue> TfVars(IEnumerable<HclDocument> folder)
    {
        var given = new Dictionary<string, HclValue>(StringComparer.Ordinal);
        // Terraform reads terraform.tfvars first, then *.auto.tfvars in order; others only where it is told to.
        foreach (var document in folder.Where(document => document.Path!.EndsWith("/terraform.tfvars", StringComparison.Ordinal))
                     .Concat(folder.Where(document => document.Path!.EndsWith(".auto.tfvars", StringComparison.Ordinal))))
            foreach (var attribute in document.Root.Attributes) given[attribute.Name] = attribute.Expression.EvaluatePartially(HclScope.Empty);
        return given;
    }

    private static string Folder(string path) => path.LastIndexOf('/') is >= 0 and var slash ? path[..slash] : "";
}
