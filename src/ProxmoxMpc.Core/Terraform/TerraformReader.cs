using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ProxmoxMpc.Core.Hcl;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Terraform.Objects;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>Reads the Terraform code of a workspace.</summary>
public static partial class TerraformReader
{
    /// <summary>
    /// Reads every guest that the files declare. Variables count with their defaults and <c>terraform.tfvars</c>, locals and
    /// module arguments as far as they can be known. Never throws for what the files hold: a broken file is a problem with its
    /// place, and the others are read all the same.
    /// </summary>
    /// <param name="files">All that <see cref="CodeNames"/> knows under <c>terraform/</c>: workspace-relative path to text.</param>
    public static TerraformCode Read(IReadOnlyDictionary<string, string> files) => Read(files.Select(file => new CodeSource(file.Key, () => file.Value)));

    /// <summary>The same for files of which some are known already: those are not parsed again, unless another file has to do with them.</summary>
    public static TerraformCode Read(IEnumerable<CodeSource> files)
    {
        var ordered = files.Where(file => CodeNames.IsCode(file.Path) || CodeNames.IsValues(file.Path))
            .OrderBy(file => file.Path, StringComparer.Ordinal).ToArray();
        var documents = ordered.Where(file => file.Guests is null).ToDictionary(file => file.Path, Parse, StringComparer.Ordinal);
        while (true)
        {
            var found = new GuestCollector();
            foreach (var diagnostic in documents.Values.SelectMany(document => document.Diagnostics))
                found.Problems.Add(new(diagnostic.Path!, diagnostic.Position.Line, diagnostic.Position.Column, diagnostic.Message, IsError: true));
            var modules = Modules(documents.Values.OrderBy(document => document.Path, StringComparer.Ordinal)).ToDictionary(module => module.Folder, module => module.Scope, StringComparer.Ordinal);
            foreach (var folder in ordered.GroupBy(file => Folder(file.Path), StringComparer.Ordinal).OrderBy(group => group.Key.Length).ThenBy(group => group.Key, StringComparer.Ordinal))
                found.Add(folder, modules.GetValueOrDefault(folder.Key), documents);
            if (found.Doubtful.Count == 0) return ObjectCollector.Of(modules.OrderBy(module => module.Key, StringComparer.Ordinal), found.Guests).AddTo(found.ToCode());
            foreach (var file in ordered.Where(file => found.Doubtful.Contains(file.Path))) documents[file.Path] = Parse(file);
        }
    }

    /// <summary>
    /// The guests of one file, where it says everything about them by itself; null where it has variables, errors or anything else
    /// that only the whole folder can settle. The same text gives the same guests, so that they can be remembered.
    /// </summary>
    public static ImmutableArray<DesiredGuest>? GuestsOf(string path, string text)
    {
        if (!path.EndsWith(".tf", StringComparison.Ordinal) || CodeNames.IsOverride(path) || Reference().IsMatch(text)) return null;
        var document = HclDocument.Parse(text, path);
        if (document.Diagnostics.Count > 0 || document.Root.Attributes.Any() || document.Root.Blocks.Any(block => !IsOurs(block))) return null;
        var found = new GuestCollector();
        found.Add([new(path, () => text)], ModuleScope.Of([document], new Dictionary<string, HclValue>()), new Dictionary<string, HclDocument> { [path] = document });
        return found.Problems.Count == 0 && found.Unmanaged.Count == 0 && PoolMemberships.Of(document).AreAllOf(found.Guests) ? [.. found.Guests] : null;
    }

    private static bool IsOurs(HclBlock block) => block is { Type: "resource", Labels: [var type, _] } && (ProviderNames.KindOf(type) is not null || type == ProviderNames.PoolMembership);

    private static HclDocument Parse(CodeSource file) => JsonSyntax.Parse(file.Path, file.Text());

    // What another file, or Terraform alone, gives a value to. A text that only looks so costs no more than being read with its folder.
    [GeneratedRegex(@"\b(?:var|local|each|count|path|module|data|terraform|self)\s*[.\[]", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();

    /// <summary>The folders, each with what is known of its variables: outer ones first, for they call the inner.</summary>
    private static IEnumerable<(string Folder, ModuleScope Scope)> Modules(IEnumerable<HclDocument> documents)
    {
        var calls = new Dictionary<string, List<ModuleCall>>(StringComparer.Ordinal);
        foreach (var folder in documents.GroupBy(document => Folder(document.Path!)).OrderBy(group => group.Key.Length).ThenBy(group => group.Key, StringComparer.Ordinal))
        {
            HclDocument[] files = [.. folder.Where(document => CodeNames.IsCode(document.Path!))];
            var module = calls.TryGetValue(folder.Key, out var own) ? ModuleScope.Of(files, own) : ModuleScope.Of(files, TfVars(folder));
            foreach (var call in module.Calls())
            {
                if (!calls.TryGetValue($"{folder.Key}/{call.Source}", out var known)) calls[$"{folder.Key}/{call.Source}"] = known = [];
                known.Add(call);
            }
            yield return (folder.Key, module);
        }
    }

    private static Dictionary<string, HclValue> TfVars(IEnumerable<HclDocument> folder)
    {
        var given = new Dictionary<string, HclValue>(StringComparer.Ordinal);
        // Terraform reads terraform.tfvars first, then *.auto.tfvars in order; others only where it is told to. JSON stands in the same order.
        foreach (var document in folder.Where(document => CodeNames.Plain(document.Path!).EndsWith("/terraform.tfvars", StringComparison.Ordinal))
                     .Concat(folder.Where(document => CodeNames.Plain(document.Path!).EndsWith(".auto.tfvars", StringComparison.Ordinal))))
            foreach (var attribute in document.Root.Attributes) given[attribute.Name] = attribute.Expression.EvaluatePartially(HclScope.Empty);
        return given;
    }

    private static string Folder(string path) => path.LastIndexOf('/') is >= 0 and var slash ? path[..slash] : "";
}
