using System.Collections.Immutable;
using ProxmoxMpc.Core.Hcl;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Terraform.Porting;

/// <summary>Something that was left behind on the way to another cluster, or changed beyond names.</summary>
/// <param name="Path">The file, relative to the workspace.</param>
/// <param name="Line">About where in the file, from 1; 0: nowhere in particular.</param>
public sealed record PortNote(string Path, int Line, string Message)
{
    public override string ToString() => Path.Length == 0 ? Message : Line == 0 ? $"{Path}: {Message}" : FormattableString.Invariant($"{Path}:{Line}: {Message}");
}

/// <summary>Code for another cluster.</summary>
/// <param name="Files">Path to text; a file in which nothing is left is not among them.</param>
/// <param name="Notes">What did not come along.</param>
public sealed record PortedCode(ImmutableSortedDictionary<string, string> Files, ImmutableArray<PortNote> Notes);

/// <summary>
/// Brings code to another cluster: names of places are exchanged where they stand, what belongs to the old cluster alone is
/// taken out, and every byte else stays.
/// </summary>
public sealed class CodePorter
{
    private readonly CodeMapping _mapping;
    private readonly SortedDictionary<string, HclDocument> _documents = new(StringComparer.Ordinal);
    private readonly HashSet<(string Folder, PlaceReference Reference, PlaceRole Role)> _followed = [];
    private readonly List<PortNote> _notes = [];

    private CodePorter(IReadOnlyDictionary<string, string> files, CodeMapping mapping)
    {
        _mapping = mapping;
        foreach (var (path, text) in files) _documents[path] = HclDocument.Parse(text, path);
    }

    /// <summary>Brings the files to the cluster of the mapping.</summary>
    /// <param name="files">All <c>*.tf</c> and <c>*.tfvars</c> by path; none has errors.</param>
    public static PortedCode Port(IReadOnlyDictionary<string, string> files, CodeMapping mapping)
    {
        var porter = new CodePorter(files, mapping);
        new ForeignParts(porter._documents.Values, mapping, porter._notes).Remove();
        foreach (var document in porter._documents.Values.ToArray())
            foreach (var block in document.Root.BlocksOf("resource").ToArray())
                if (block.Labels is [var type, _] && (ProviderNames.KindOf(type) is not null || type == ProviderNames.PoolMembership || GuestFirewalls.Travels(block, mapping))) porter.Resource(document, block);
        // What held nothing but what stays behind is not there any more; an empty file of the user's own is.
        var kept = porter._documents.Where(file => file.Value.Text == files[file.Key] || !TerraformEditor.IsEmpty(file.Value.Text));
        return new(kept.ToImmutableSortedDictionary(file => file.Key, file => file.Value.Text, StringComparer.Ordinal), [.. porter._notes.OrderBy(note => note.Path, StringComparer.Ordinal).ThenBy(note => note.Line)]);
    }

    /// <summary>The guests whose firewall rules come along.</summary>
    public static IReadOnlySet<int> Ruled(IEnumerable<KeyValuePair<string, string>> files) =>
        GuestFirewalls.Ruled(files.Where(file => file.Value.Contains("firewall_rules", StringComparison.Ordinal)).Select(file => HclDocument.Parse(file.Value, file.Key))).Where(text => int.TryParse(text, out _)).Select(text => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture)).ToHashSet();

    private void Resource(HclDocument document, HclBlock resource)
    {
        var folder = Folder(document.Path!);
        var type = resource.Labels[0];
        if (type == ProviderNames.PoolMembership && PlaceRewriter.Literal(resource.Body.Attribute("pool_id")?.Expression) is { } pool && _mapping.Of(new(PlaceKind.Pool, pool)) is null)
        {
            document.Root.RemoveBlock(resource);
            return;
        }
        if (ProviderNames.KindOf(type) == GuestKind.Lxc) Template(resource);
        if (ProviderNames.KindOf(type) is not null) Own(document, resource);
        var repeated = new Dictionary<string, HclAttribute?>(StringComparer.Ordinal) { ["each"] = resource.Body.Attribute("for_each") };
        foreach (var ((block, name), role) in PlaceRoles.Of(type))
            foreach (var (body, iterator) in block.Length == 0 ? [(resource.Body, null)] : Bodies(resource.Body, block))
                if (body.Attribute(name) is { } attribute) Place(folder, attribute, role, null, iterator is null ? repeated : new(repeated) { [block] = iterator });
        // Lists of objects, which the provider takes for blocks.
        foreach (var ((block, name), role) in PlaceRoles.Of(type))
            if (block.Length > 0 && resource.Body.Attribute(block) is { } list) Place(folder, list, role, name, repeated);
        foreach (var cdrom in resource.Body.BlocksOf("cdrom").Where(block => block.Body.Attributes.Count == 0 || block.Body.Attributes is [{ Name: "interface" }]).ToArray()) resource.Body.RemoveBlock(cdrom);
    }

    /// <summary>The blocks of a type, also those that a <c>dynamic</c> block makes, with what that is repeated for.</summary>
    private static IEnumerable<(HclBody Body, HclAttribute? Iterator)> Bodies(HclBody resource, string type) =>
        resource.BlocksOf(type).Select(block => (block.Body, (HclAttribute?)null))
            .Concat(resource.BlocksOf("dynamic").Where(block => block.Labels is [var label] && label == type)
                .SelectMany(block => block.Body.BlocksOf("content").Select(content => (content.Body, block.Body.Attribute("for_each")))))
            .ToArray();

    /// <summary>What of a guest is its own and must not be there twice, and what only names files that it has on the old cluster.</summary>
    private void Own(HclDocument document, HclBlock resource)
    {
        if (!_mapping.KeepMacAddresses)
            foreach (var (body, _) in Bodies(resource.Body, "network_device").Concat(Bodies(resource.Body, "network_interface"))) body.RemoveAttribute("mac_address");
        foreach (var (body, _) in Bodies(resource.Body, "disk"))
            if (PlaceRewriter.Literal(body.Attribute("datastore_id")?.Expression) is not "") body.RemoveAttribute("path_in_datastore");
        foreach (var smbios in resource.Body.BlocksOf("smbios").Where(_ => !_mapping.KeepUuids).ToArray())
        {
            smbios.Body.RemoveAttribute("uuid");
            if (smbios.Body.Attributes.Count == 0) resource.Body.RemoveBlock(smbios);
        }
        foreach (var account in resource.Body.BlocksOf("initialization").SelectMany(block => block.Body.BlocksOf("user_account")).ToArray())
        {
            if (PlaceRewriter.Literal(account.Body.Attribute("password")?.Expression) is null) continue;
            _notes.Add(new(document.Path!, account.Position.Line, "The password in the code stays behind: give it as a sensitive variable."));
            account.Body.RemoveAttribute("password");
        }
    }

    private void Template(HclBlock resource)
    {
        if (PlaceRewriter.Literal(resource.Body.Attribute("vm_id")?.Expression) is not { } vmid || _mapping.Places.GetValueOrDefault(new(PlaceKind.Template, vmid)) is not { } template) return;
        if (resource.Body.BlocksOf("operating_system").FirstOrDefault() is { } system) system.Body.SetAttribute("template_file_id", template);
        else resource.Body.AddBlock(new HclBlockBuilder("operating_system").Attribute("template_file_id", template));
    }

    /// <summary>Exchanges the names in an attribute, and goes on to where what it refers to is given.</summary>
    /// <param name="repeated">What the names mean by which a repeated block knows its turn.</param>
    private void Place(string folder, HclAttribute attribute, PlaceRole role, string? member, IReadOnlyDictionary<string, HclAttribute?>? repeated)
    {
        var rewriter = new PlaceRewriter(_mapping, role);
        var text = rewriter.Rewrite(attribute.Expression, member);
        // The attribute is removed, so that it is at the provider's default: no pool, no VLAN, no image.
        if (rewriter.IsLeftOut) attribute.Body.RemoveAttribute(attribute.Name);
        else if (text is not null) attribute.Body.SetAttribute(attribute.Name, new HclValue.Opaque(text));
        foreach (var reference in rewriter.References)
        {
            if (repeated?.GetValueOrDefault(reference.Root) is { } iterator)
            {
                if (reference.Name == "value") Place(folder, iterator, role, reference.Member, null);
            }
            else if (_followed.Add((folder, reference, role))) Follow(folder, reference, role);
        }
    }

    private void Follow(string folder, PlaceReference reference, PlaceRole role)
    {
        if (reference.Root == "local")
        {
            foreach (var attribute in In(folder).SelectMany(document => document.Root.BlocksOf("locals")).Select(block => block.Body.Attribute(reference.Name)).OfType<HclAttribute>().ToArray())
                Place(folder, attribute, role, reference.Member, null);
            return;
        }
        if (reference.Root != "var") return;
        foreach (var variable in In(folder).SelectMany(document => document.Root.BlocksOf("variable")).Where(block => block.Labels is [var name] && name == reference.Name).ToArray())
            if (variable.Body.Attribute("default") is { } value) Place(folder, value, role, reference.Member, null);
        foreach (var given in _documents.Values.Where(document => document.Path!.EndsWith(".tfvars", StringComparison.Ordinal) && Folder(document.Path) == folder).Select(document => document.Root.Attribute(reference.Name)).OfType<HclAttribute>().ToArray())
            Place(folder, given, role, reference.Member, null);
        foreach (var (caller, call) in Calls(folder).ToArray())
            if (call.Body.Attribute(reference.Name) is { } argument) Place(caller, argument, role, reference.Member, new Dictionary<string, HclAttribute?> { ["each"] = call.Body.Attribute("for_each") });
    }

    /// <summary>The calls of the module in a folder, with the folder that each is in.</summary>
    private IEnumerable<(string Folder, HclBlock Call)> Calls(string folder) =>
        from document in _documents.Values
        let caller = Folder(document.Path!)
        from call in document.Root.BlocksOf("module")
        where PlaceRewriter.Literal(call.Body.Attribute("source")?.Expression) is { } source && source.StartsWith("./", StringComparison.Ordinal) && $"{caller}/{source[2..].TrimEnd('/')}" == folder
        select (caller, call);

    private IEnumerable<HclDocument> In(string folder) => _documents.Values.Where(document => document.Path!.EndsWith(".tf", StringComparison.Ordinal) && Folder(document.Path) == folder);

    private static string Folder(string path) => path[..path.LastIndexOf('/')];
}
