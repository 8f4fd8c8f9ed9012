using ProxmoxMpc.Core.Hcl;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>Changes guests in files that belong to people: only the bytes of what changes are touched.</summary>
public static class TerraformEditor
{
    /// <summary>Brings exactly these attributes of a guest to the server's values.</summary>
    /// <param name="text">The file.</param>
    /// <param name="paths">Paths as in <see cref="GuestProjection.Of(Guest)"/>.</param>
    /// <returns>The file with the changes.</returns>
    /// <exception cref="PmpcException">The resource is not in the file, the file has errors, or the provider cannot express the result.</exception>
    public static string Apply(string text, string resourceName, GuestKind kind, Guest server, IReadOnlyCollection<string> paths)
    {
        var facts = GuestFacts.Of(server);
        var projection = GuestProjection.Of(server);
        // A cloud-init drive that moves takes its settings along: both its old place and its new one are in one block. Its old
        // place may hold another drive by then, so that only the volume there differs.
        if (GuestFacts.CloudInitDrive(server) is { } drive && paths.Any(path => path.EndsWith(".media", StringComparison.Ordinal) || path.EndsWith(".volume", StringComparison.Ordinal)))
            paths = [.. paths.Union(new[] { "storage", "volume", "media" }.Select(part => AttributePath.Of(drive, part)), StringComparer.Ordinal)];
        // A device that is gone takes along what only Terraform knows of it.
        paths = [.. paths.Union(paths.Select(path => AttributePath.Split(path).Key).Where(key => GuestSchema.SplitIndex(key) is not null && !projection.HasAny(key + ".")), StringComparer.Ordinal)];
        // As the provider reads it where it is written (a MAC's case), else as it compares.
        return Edit(text, resourceName, kind, paths, path => projection.ContainsKey(path) ? facts.Get(path) ?? projection.Get(path) : null, server);
    }

    /// <summary>Sets attributes to the values given and takes others back to their defaults.</summary>
    /// <param name="changes">Canonical values as in <see cref="GuestProjection.Of(Guest)"/>.</param>
    /// <param name="removed">Paths to unset; of a device all of its paths, or the key itself.</param>
    /// <exception cref="PmpcException">The resource is not in the file, the file has errors, or the provider cannot express the result.</exception>
    public static string Set(string text, string resourceName, GuestKind kind, AttributeMap changes, IReadOnlyCollection<string> removed) =>
        Edit(text, resourceName, kind, [.. changes.Keys, .. removed.Where(path => !changes.ContainsKey(path))], changes.Get);

    /// <summary>
    /// Makes the code of a guest that was just created what <see cref="TerraformWriter.Guest"/> would have written of it as
    /// far as Terraform needs it to plan no change: protected, and leaving alone what the provider does not read back.
    /// </summary>
    /// <exception cref="PmpcException">The resource is not in the file.</exception>
    public static string Adopt(string text, string resourceName, GuestKind kind, Guest server)
    {
        var document = Parse(text);
        var resource = Resource(document, resourceName, kind).Body;
        IgnoreList.Adopt(resource, [.. GuestTraps.Of(server), .. Origins(server, resource)]);
        return document.Text;
    }

    /// <summary>
    /// Takes out of the code of a guest that was just created the blocks in which all is the default, and puts in those that are
    /// read of every guest: the provider, which did not make it, would plan to add the ones and to take away the others. A block
    /// with words of a person in it stays.
    /// </summary>
    /// <exception cref="PmpcException">The resource is not in the file.</exception>
    public static string Settle(string text, string resourceName, GuestKind kind, Guest server)
    {
        var document = Parse(text);
        var resource = Resource(document, resourceName, kind).Body;
        var read = GuestFile.Encode(server, GuestFacts.Of(server), spellOut: false);
        string[] ignored = CodeFile.IgnoredChanges(resource).Select(entry => entry.Split('.', '[')[0]).ToArray();
        foreach (var block in resource.Blocks.Where(block => UnreadBlocks.CanBeUnread(kind, block.Type) && !ignored.Contains(block.Type) && !ignored.Contains("all") && !read.BlocksOf(block.Type).Any() && !block.Text.Contains('#') && !block.Text.Contains("/*", StringComparison.Ordinal) && !block.Text.Contains("//", StringComparison.Ordinal)).ToArray())
            resource.RemoveBlock(block);
        foreach (var block in read.Blocks.Where(block => UnreadBlocks.CanBeUnread(kind, block.Type) && !ignored.Contains(block.Type) && !ignored.Contains("all") && !resource.BlocksOf(block.Type).Any()))
        {
            var missing = new HclBlockBuilder(block.Type);
            NodePrinter.WriteBlock(missing, block.Body);
            resource.AddBlock(missing);
        }
        return document.Text;
    }

    /// <summary>
    /// Has the code of a guest say what it says as the server spells it, and its devices in the order in which they are imported. It means the same,
    /// but Terraform, which did not do what was done, would compare texts and places, and plan to change them.
    /// </summary>
    /// <param name="keys">Proxmox's keys that were written just now; null: all, for the guest is new.</param>
    /// <exception cref="PmpcException">The resource is not in the file.</exception>
    public static string Accord(string text, string resourceName, GuestKind kind, Guest server, IReadOnlySet<string>? keys)
    {
        var resource = Resource(Parse(text), resourceName, kind);
        var written = GuestDecoder.Decode(kind, CodeFile.Evaluate(resource.Body, HclScope.Empty)).Values;
        var facts = GuestFacts.Of(server);
        var (code, view) = (GuestProjection.Of(kind, written), GuestProjection.Of(server, facts));
        string[] otherwise = [.. written.Keys.Where(path => facts.Get(path) is { } spelled && spelled != written.Get(path) && IsSpelling(kind, path) && keys?.Contains(AttributePath.Split(path).Key) != false && code.Get(path) == view.Get(path))];
        if (otherwise.Length > 0)
        {
            var ignored = CodeFile.IgnoredChanges(resource.Body).SelectMany(entry => IgnoredPaths.Of(kind, entry, written)).ToHashSet(StringComparer.Ordinal);
            otherwise = [.. otherwise.Where(path => !ignored.Contains(path) && !ignored.Contains(AttributePath.Split(path).Key))];
        }
        if (otherwise.Length > 0) text = Apply(text, resourceName, kind, server, otherwise);
        return kind == GuestKind.Qemu ? ImportOrder.Arrange(text, document => Resource(document, resourceName, kind).Body, keys) : text;
    }

    /// <summary>Whether it has spellings that the provider tells apart. It trims descriptions, and a heredoc is as good as any string.</summary>
    private static bool IsSpelling(GuestKind kind, string path) => GuestSchema.For(kind).Look(path) is (_, { Provider: not null, IsSecret: false, Type: not AttributeType.Description });

    /// <summary>What a guest was made of: the provider does not read it of one that it imports, and would make it anew for the difference.</summary>
    private static IEnumerable<IgnoredChange> Origins(Guest server, HclBody resource)
    {
        if (resource.BlocksOf("clone").Any()) yield return new("clone", "it counts only when the guest is made");
        if (server.Kind == GuestKind.Qemu)
        {
            if (GuestTraps.HasUnreadableTpm(server)) yield return new("tpm_state", "the provider does not read such a TPM back, and would make a new one");
            yield break;
        }
        // Of a container it is not read back either; a membership is (GuestFile.Membership).
        if (resource.Attribute("pool_id") is not null) yield return new("pool_id", "it counts only when the container is made");
        if (resource.BlocksOf("initialization").FirstOrDefault()?.Body.BlocksOf("user_account").Any() == true) yield return new("initialization[0].user_account", "it counts only when the container is made");
        if (resource.BlocksOf("operating_system").FirstOrDefault()?.Body.Attribute("template_file_id") is { } template && template.Expression.Evaluate(HclScope.Empty) is not HclValue.String { Value: "" })
            // Of a container without a known system the whole block is not read back.
            yield return new(server.Config.Get("ostype") == "unmanaged" ? "operating_system" : "operating_system[0].template_file_id", "it counts only when the container is made");
    }

    /// <summary>Has a new guest be made as a clone of another, which is on the server.</summary>
    /// <exception cref="PmpcException">The resource is not in the file.</exception>
    public static string CloneOf(string text, string resourceName, GuestKind kind, Guest source)
    {
        var document = Parse(text);
        var clone = new HclBlockBuilder("clone").Attribute("vm_id", HclValue.Of((long)source.VmId)).Attribute("node_name", source.Node);
        Resource(document, resourceName, kind).Body.AddBlock(kind == GuestKind.Qemu ? clone.Attribute("full", true) : clone);
        return document.Text;
    }

    /// <summary>Takes a guest's resource out of the file, and the pool membership that belongs to it. Comments above it stay.</summary>
    /// <exception cref="PmpcException">The file has errors.</exception>
    public static string Remove(string text, string resourceName)
    {
        var document = Parse(text);
        foreach (var block in document.Root.BlocksOf("resource").Where(block => block.Labels is [var type, var name] && name == resourceName && ProviderNames.KindOf(type) is not null).ToArray())
        {
            var vmid = VmIdOf(block);
            var membership = PoolMemberships.Of(document).Find(block.Labels[0], resourceName, vmid);
            document.Root.RemoveBlock(block);
            if (membership is not null) document.Root.RemoveBlock(membership);
        }
        return document.Text;
    }

    /// <summary>Whether nothing but comments is left in the file, as after <see cref="Remove"/> of its only guest.</summary>
    public static bool IsEmpty(string text) => HclDocument.Parse(text) is { Diagnostics.Count: 0, Root: { Blocks.Count: 0, Attributes.Count: 0 } };

    private static string Edit(string text, string resourceName, GuestKind kind, IReadOnlyCollection<string> paths, Func<string, string?> value, Guest? server = null)
    {
        var document = Parse(text);
        var resource = Resource(document, resourceName, kind);
        var vmid = VmIdOf(resource);
        var decoded = GuestDecoder.Decode(kind, CodeFile.Evaluate(resource.Body, HclScope.Empty));
        PoolMemberships.Of(document).AddTo(decoded, kind.ResourceType(), resourceName, vmid);
        // An expression is worked out where the whole module is known, not here. It stands for some value other than the wanted one.
        var standIns = AttributeMap.From(decoded.Opaque.Select(opaque => KeyValuePair.Create(opaque.Key, StandIn(kind, opaque.Value.Key, opaque.Value.Attribute, paths.Contains(opaque.Key) ? value(opaque.Key) : null))));
        var before = AttributeMap.From(decoded.Values.Concat(standIns));
        var after = FactsEdit.Change(kind, before, paths, value);
        var untouched = standIns.Where(pair => !paths.Contains(pair.Key) && after.ContainsKey(pair.Key)).ToArray();
        if (server is not null) after = untouched.Aggregate(ProviderLimits.Sayable(server, after), (facts, pair) => facts.With(pair.Key, pair.Value));
        ResourcePatch.Apply(kind, resource.Body, GuestEncoder.Encode(kind, vmid, before), GuestEncoder.Encode(kind, vmid, after));
        if (kind == GuestKind.Lxc && before.Get(AttributePath.Pool) != after.Get(AttributePath.Pool)) SetMembership(document, resourceName, vmid, after.Get(AttributePath.Pool));
        IgnoreList.Update(kind, resource.Body, paths, after, server is null ? [] : GuestTraps.Of(server));
        return document.Text;
    }

    /// <summary>A value that an attribute surely does not get, and that it would be written for.</summary>
    private static string StandIn(GuestKind kind, KeySchema key, AttributeSchema attribute, string? wanted)
    {
        string[] candidates = attribute switch
        {
            { Type: AttributeType.Size } or { Provider.Unit: ProviderUnit.GiB } => ["1G", "2G", "3G", "4G"],
            { Type: AttributeType.Boolean } => ["1", "0"],
            { Type: AttributeType.Integer or AttributeType.Number or AttributeType.Ranges } => ["1", "2", "3", "4"],
            _ => ["x", "y", "z", "w"],
        };
        string?[] taken = [wanted ?? Meaning.Unset(kind, key, attribute), attribute.Provider!.Default];
        return candidates.FirstOrDefault(candidate => !taken.Contains(candidate)) ?? candidates.First(candidate => candidate != taken[0]);
    }

    /// <summary>A file with errors is not edited: where its blocks end is a guess.</summary>
    private static HclDocument Parse(string text)
    {
        var document = HclDocument.Parse(text);
        return document.Diagnostics is [var error, ..]
            ? throw new PmpcException("PmpcCodeBroken", PmpcErrorKind.Parse, FormattableString.Invariant($"The file cannot be changed, for it has an error in line {error.Position.Line}: {error.Message}"), "Mend the file, or run 'terraform validate' on it.")
            : document;
    }

    private static void SetMembership(HclDocument document, string resourceName, int vmid, string? pool)
    {
        var membership = PoolMemberships.Of(document).Find(ProviderNames.Container, resourceName, vmid);
        if (pool is null && membership is not null) document.Root.RemoveBlock(membership);
        else if (pool is not null && membership is not null) membership.Body.SetAttribute("pool_id", pool);
        else if (pool is not null) document.Root.AddBlock(GuestFile.Membership(resourceName, pool));
    }

    private static HclBlock Resource(HclDocument document, string resourceName, GuestKind kind) =>
        document.Root.BlocksOf("resource").FirstOrDefault(block => block.Labels is [var type, var name] && type == kind.ResourceType() && name == resourceName)
        ?? throw new PmpcException("PmpcResourceNotFound", PmpcErrorKind.NotFound, $"There is no resource \"{kind.ResourceType()}\" \"{resourceName}\" in the file.", target: resourceName);

    private static int VmIdOf(HclBlock resource) =>
        resource.Body.Attribute("vm_id")?.Expression.Evaluate(HclScope.Empty) is HclValue.Number { Value: >= 0 and <= int.MaxValue and var id } ? (int)id : 0;
}
