using System.Collections.Immutable;
using System.Globalization;
using ProxmoxMpc.Core.Hcl;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>Gathers the guests of one module after another.</summary>
internal sealed class GuestCollector
{
    private readonly Dictionary<int, DesiredGuest> _byId = [];
    private readonly HashSet<string> _addresses = new(StringComparer.Ordinal);
    private readonly HashSet<int> _untouchable = [];

    /// <summary>Those that can be edited.</summary>
    public IEnumerable<DesiredGuest> Guests => _byId.Values.Where(guest => !_untouchable.Contains(guest.VmId));

    public List<UnmanagedResource> Unmanaged { get; } = [];

    public List<CodeProblem> Problems { get; } = [];

    /// <summary>Files whose known guests another file has to do with: they must be looked at themselves.</summary>
    public HashSet<string> Doubtful { get; } = new(StringComparer.Ordinal);

    public TerraformCode ToCode() => new(
        [.. Guests.OrderBy(guest => guest.VmId)],
        [.. Problems.OrderBy(problem => problem.Path, StringComparer.Ordinal).ThenBy(problem => problem.Line)],
        [.. Unmanaged]);

    /// <summary>Adds a folder's files in their order.</summary>
    /// <param name="module">Null where every file of the folder is known.</param>
    /// <param name="documents">The files that were parsed, by path.</param>
    public void Add(IEnumerable<CodeSource> files, ModuleScope? module, IReadOnlyDictionary<string, HclDocument> documents)
    {
        var memberships = module is null ? null : PoolMemberships.Of(module);
        foreach (var file in files)
        {
            if (!documents.TryGetValue(file.Path, out var document)) AddKnown(file, module, memberships);
            else if (CodeNames.IsCode(document.Path!) && !CodeNames.IsOverride(document.Path!))
                foreach (var block in document.Root.BlocksOf("resource").Where(block => block.Labels.Count == 2))
                    if (ProviderNames.KindOf(block.Labels[0]) is { } kind) Add(document.Path!, module!.Blocks.With(block), kind, module, memberships!);
        }
        // What is not known yet is looked at first.
        if (Doubtful.Count == 0 && module is not null)
            foreach (var (path, block) in module.Blocks.Homeless())
                Report(path, block.Position, $"there is no resource {string.Join('.', block.Labels)} in this folder; a file of overrides only changes what others declare");
    }

    private void AddKnown(CodeSource file, ModuleScope? module, PoolMemberships? memberships)
    {
        // Which of its resources they override, its guests alone do not tell.
        if (module?.Blocks.HasOverrides == true)
        {
            Doubtful.Add(file.Path);
            return;
        }
        foreach (var guest in file.Guests!.Value)
        {
            var type = guest.Kind.ResourceType();
            if (_addresses.Add($"{ImportsFile.ModuleOf(file.Path)}{type}.{guest.ResourceName}") && memberships?.Find(type, guest.ResourceName, guest.VmId) is null && _byId.TryAdd(guest.VmId, guest)) continue;
            Doubtful.Add(file.Path);
            return;
        }
    }

    private void Add(string path, MergedBlock merged, GuestKind kind, ModuleScope module, PoolMemberships memberships)
    {
        var block = merged.Block;
        var name = block.Labels[1];
        var address = $"{ImportsFile.ModuleOf(path)}{block.Labels[0]}.{name}";
        void Leave(string reason, ImmutableArray<int>? vmids = null) => Unmanaged.Add(new(path, block.Position.Line, address, reason) { VmIds = vmids });
        if (!_addresses.Add(address))
        {
            Report(path, block.Position, $"a second resource \"{block.Labels[0]}\" \"{name}\" in this module");
            return;
        }
        foreach (var repeat in new[] { "for_each", "count" })
        {
            if (merged.Attribute(repeat) is null) continue;
            Leave($"made by {repeat}", RepeatedGuests.VmIds(merged, module));
            return;
        }
        if (module.IsRepeated)
        {
            Leave("made by a module that is called several times", RepeatedGuests.VmIds(merged, module));
            return;
        }
        var node = merged.Evaluate(module.Scope);
        if (node.Get("vm_id") is not HclValue.Number { Value: var id } || id != decimal.Truncate(id) || id is < 100 or > 999999999)
        {
            if (node.Get("vm_id") is null or HclValue.Opaque) Leave(node.Get("vm_id") is null ? "it has no vm_id: Proxmox chooses one" : "only Terraform knows its vm_id");
            else Report(path, node.PositionOf("vm_id") ?? block.Position, "vm_id: a whole number from 100 to 999999999 is needed here");
            return;
        }
        var vmid = (int)id;
        if (node.Get("node_name") is null)
        {
            Report(path, block.Position, $"{address} has no node_name");
            return;
        }
        if (_byId.TryGetValue(vmid, out var other))
        {
            Report(path, node.PositionOf("vm_id") ?? block.Position, FormattableString.Invariant($"the vmid {vmid} is taken by {other.ResourceName} in {other.File}, line {other.Line}"));
            return;
        }
        var membership = memberships.Find(block.Labels[0], name, vmid);
        var over = merged.IsOverridden ? merged : membership is null ? null : module.Blocks.With(membership) is { IsOverridden: true } place ? place : null;
        var reason = CodeNames.IsJson(path) ? "it is written in JSON, which is not edited here" : over is null ? null : $"{over.Place} overrides it, which is not edited here";
        _byId[vmid] = Read(path, merged, kind, node, vmid, memberships, isJudged: reason is null);
        if (reason is null) return;
        _untouchable.Add(vmid);
        Unmanaged.Add(new(path, block.Position.Line, address, reason) { VmIds = [vmid], Guest = _byId[vmid] });
    }

    /// <param name="isJudged">Whether problems are told; what is left to Terraform is for Terraform to judge.</param>
    private DesiredGuest Read(string path, MergedBlock merged, GuestKind kind, CodeNode node, int vmid, PoolMemberships memberships, bool isJudged)
    {
        var block = merged.Block;
        var decoded = GuestDecoder.Decode(kind, node);
        foreach (var (position, message) in isJudged ? decoded.Problems : []) Report(path, position ?? block.Position, message);
        memberships.AddTo(decoded, block.Labels[0], block.Labels[1], vmid);
        var values = decoded.Values;
        foreach (var entry in merged.IgnoredChanges())
        {
            var ignored = IgnoredPaths.Of(kind, entry, values).ToArray();
            decoded.Unknown(ignored);
            decoded.LeftOut.RemoveWhere(family => ignored.Any(path => GuestSchema.SplitIndex(AttributePath.Split(path).Key)?.Family == family));
        }
        var attributes = GuestProjection.Of(kind, values);
        return new()
        {
            Kind = kind,
            VmId = vmid,
            Node = values.Get(AttributePath.Node) ?? "",
            Name = values.Get(kind.NameKey()) is { Length: > 0 } guestName ? guestName : block.Labels[1],
            Attributes = attributes,
            Unopinionated = SharedPaths.Of(decoded.Unopinionated),
            LeftOut = decoded.LeftOut.Count == 0 ? null : SharedPaths.Of(decoded.LeftOut),
            File = path,
            Line = block.Position.Line,
            ResourceName = block.Labels[1],
            PreventsDestroy = merged.PreventsDestroy(),
        };
    }

    private void Report(string path, HclPosition position, string message) => Problems.Add(new(path, position.Line, position.Column, message, IsError: true));
}
