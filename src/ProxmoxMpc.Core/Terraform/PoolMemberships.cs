using ProxmoxMpc.Core.Hcl;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>The <c>proxmox_pool_membership</c> resources of a module: how a container gets into a pool.</summary>
internal sealed class PoolMemberships
{
    private readonly List<(HclBlock Block, HclValue Pool, HclValue VmId)> _found = [];

    public static PoolMemberships Of(ModuleScope module)
    {
        var memberships = new PoolMemberships();
        foreach (var (_, block) in module.Blocks.Of("resource")) memberships.Add(block, module.Scope);
        return memberships;
    }

    /// <summary>Those of one file, without knowing variables.</summary>
    public static PoolMemberships Of(HclDocument document)
    {
        var memberships = new PoolMemberships();
        foreach (var block in document.Root.BlocksOf("resource")) memberships.Add(new(block, []), HclScope.Empty);
        return memberships;
    }

    /// <summary>The one of that guest, by its vmid or by a reference to its resource; null where there is none.</summary>
    public HclBlock? Find(string type, string name, int vmid) => Match(type, name, vmid).Block;

    /// <summary>Whether each is of one of these guests, as far as the vmid or the reference tells.</summary>
    public bool AreAllOf(IEnumerable<Model.DesiredGuest> guests)
    {
        if (_found.Count == 0) return true;
        var known = guests.ToArray();
        return _found.TrueForAll(membership => Array.Exists(known, guest => IsOf(membership.VmId, guest.Kind.ResourceType(), guest.ResourceName, guest.VmId)));
    }

    /// <summary>Adds the pool to what the guest's own resource says.</summary>
    public void AddTo(DecodedGuest decoded, string type, string name, int vmid)
    {
        switch (Match(type, name, vmid).Pool)
        {
            case HclValue.String { Value: { Length: > 0 } pool }: decoded.Set(AttributePath.Pool, pool); break;
            case HclValue.Opaque: decoded.Unknown(AttributePath.Pool); break;
        }
    }

    private (HclBlock? Block, HclValue? Pool) Match(string type, string name, int vmid)
    {
        foreach (var (block, pool, id) in _found)
        {
            if (IsOf(id, type, name, vmid)) return (block, pool);
        }
        return (null, null);
    }

    private static bool IsOf(HclValue id, string type, string name, int vmid) => id switch
    {
        HclValue.Opaque { ExpressionText: var text } => text == $"{type}.{name}.id" || text == $"{type}.{name}.vm_id",
        _ => HclConvert.Text(id) == FormattableString.Invariant($"{vmid}"),
    };

    private void Add(MergedBlock block, HclScope scope)
    {
        if (block.Block.Labels is [ProviderNames.PoolMembership, _] && block.Attribute("vm_id") is { } id && block.Attribute("pool_id") is { } pool
            && block.Attribute("for_each") is null && block.Attribute("count") is null)
            _found.Add((block.Block, pool.Expression.Evaluate(scope), id.Expression.Evaluate(scope)));
    }
}
