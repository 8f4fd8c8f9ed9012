using System.Text.RegularExpressions;
using ProxmoxMpc.Core.Hcl;

namespace ProxmoxMpc.Core.Terraform.Porting;

/// <summary>
/// What has no business on another cluster: imports and the place of the state, credentials, and the cluster's own users,
/// storages, networks and rules, but for those of guests. Taken out of the documents, each with a note.
/// </summary>
internal sealed class ForeignParts(IEnumerable<HclDocument> documents, CodeMapping mapping, List<PortNote> notes)
{
    private static readonly string[] Credentials = ["api_token", "password", "auth_ticket", "csrf_prevention_token", "otp", "random_vm_ids_secret"];
    private readonly HclDocument[] _documents = [.. documents];

    public void Remove()
    {
        foreach (var document in _documents)
        {
            foreach (var import in document.Root.BlocksOf("import").ToArray()) document.Root.RemoveBlock(import);
            foreach (var settings in document.Root.BlocksOf("terraform"))
                foreach (var state in settings.Body.Blocks.Where(block => block.Type is "backend" or "cloud").ToArray())
                {
                    Note(document, state, $"The {state.Type} block stays behind: two workspaces on one state would delete each other's guests. Give the new one a place of its own.");
                    settings.Body.RemoveBlock(state);
                }
            foreach (var provider in document.Root.BlocksOf("provider").Where(block => block.Labels is ["proxmox"])) Provider(document, provider);
            foreach (var variable in document.Root.BlocksOf("variable").Where(block => block.Labels.Count == 1)) Variable(document, variable);
        }
        Objects();
        Values();
    }

    private void Provider(HclDocument document, HclBlock provider)
    {
        foreach (var body in provider.Body.BlocksOf("ssh").Select(block => block.Body).Append(provider.Body))
            foreach (var name in Credentials.Append("private_key").Where(name => PlaceRewriter.Literal(body.Attribute(name)?.Expression) is not null).ToArray())
            {
                Note(document, provider, $"The provider's {name} stays behind: a credential belongs to a server, and not in a file.");
                body.RemoveAttribute(name);
            }
        if (PlaceRewriter.Literal(provider.Body.Attribute("endpoint")?.Expression) is not null) SetEndpoint(provider.Body, "endpoint");
    }

    private void Variable(HclDocument document, HclBlock variable)
    {
        if (variable.Labels[0] == "proxmox_endpoint" && variable.Body.Attribute("default") is not null) SetEndpoint(variable.Body, "default");
        if (!IsSensitive(variable) || variable.Body.Attribute("default")?.Expression.Evaluate(HclScope.Empty) is null or HclValue.Null) return;
        Note(document, variable, $"The default of the sensitive variable {variable.Labels[0]} stays behind.");
        variable.Body.SetAttribute("default", new HclValue.Null());
    }

    /// <summary>Of the values given to variables those that are sensitive, or that nobody declares.</summary>
    private void Values()
    {
        var open = _documents.SelectMany(document => document.Root.BlocksOf("variable")).Where(block => block.Labels.Count == 1 && !IsSensitive(block)).Select(block => block.Labels[0]).ToHashSet(StringComparer.Ordinal);
        foreach (var document in _documents.Where(document => document.Path!.EndsWith(".tfvars", StringComparison.Ordinal)))
            foreach (var value in document.Root.Attributes.Where(value => !open.Contains(value.Name)).ToArray())
            {
                notes.Add(new(document.Path!, value.Position.Line, $"The value of {value.Name} stays behind, for it may be a secret."));
                document.Root.RemoveAttribute(value.Name);
            }
    }

    /// <summary>Objects beside guests, but for guests' firewalls and what that which comes along refers to.</summary>
    private void Objects()
    {
        var (named, remarks) = GuestFirewalls.Named(_documents, mapping);
        notes.AddRange(remarks);
        var foreign = (from document in _documents
                       from block in document.Root.BlocksOf("resource")
                       where block.Labels is [var type, _] && type.StartsWith("proxmox_", StringComparison.Ordinal) && ProviderNames.KindOf(type) is null && !IsMembershipOfGuest(block) && !IsNewPool(block) && !GuestFirewalls.Travels(block, mapping) && !named.Contains(block)
                       select (Document: document, Block: block)).ToList();
        while (foreign.FirstOrDefault(one => IsNeeded(one.Block, foreign.Select(other => other.Block))) is { Block: not null } needed) foreign.Remove(needed);
        foreach (var group in foreign.GroupBy(one => one.Document))
        {
            notes.Add(new(group.Key.Path!, group.First().Block.Position.Line, group.Count() == 1 ? $"{Address(group.First().Block)} stays behind: it is the old cluster's own." : $"{group.Count()} resources stay behind, from {Address(group.First().Block)} on: they are the old cluster's own."));
            foreach (var (document, block) in group) document.Root.RemoveBlock(block);
        }
    }

    private bool IsNeeded(HclBlock block, IEnumerable<HclBlock> foreign)
    {
        var name = new Regex($@"\b{Regex.Escape(block.Labels[0])}\.{Regex.Escape(block.Labels[1])}\b", RegexOptions.CultureInvariant);
        var others = foreign.ToHashSet();
        return _documents.SelectMany(document => document.Root.Blocks).Any(other => !others.Contains(other) && other.Type != "import" && name.IsMatch(other.Text));
    }

    private static bool IsMembershipOfGuest(HclBlock block) => block.Labels[0] == ProviderNames.PoolMembership && block.Body.Attribute("vm_id") is not null;

    private bool IsNewPool(HclBlock block) => block.Labels[0] == ProviderNames.Pool && PlaceRewriter.Literal(block.Body.Attribute("pool_id")?.Expression) is { } pool
        && mapping.NewPools.Any(one => one == pool || one.StartsWith(pool + "/", StringComparison.Ordinal));

    private static bool IsSensitive(HclBlock variable) => variable.Body.Attribute("sensitive")?.Expression.Evaluate(HclScope.Empty) is HclValue.Bool { Value: true };

    private void SetEndpoint(HclBody body, string attribute) =>
        body.SetAttribute(attribute, mapping.Endpoint is not { } endpoint ? new HclValue.Null() : HclValue.Of(endpoint.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) + "/"));

    private void Note(HclDocument document, HclBlock block, string message) => notes.Add(new(document.Path!, block.Position.Line, message));

    private static string Address(HclBlock block) => $"{block.Labels[0]}.{block.Labels[1]}";
}
