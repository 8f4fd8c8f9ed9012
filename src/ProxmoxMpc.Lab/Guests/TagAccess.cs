using ProxmoxMpc.Lab.Access;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Guests;

/// <summary>Which tags somebody may give and take: the datacenter's "user-tag-access" and "registered-tags".</summary>
internal sealed record TagAccess(IReadOnlySet<string> Allowed, IReadOnlySet<string> Registered, bool Free)
{
    public static TagAccess Of(LabState state, Permissions permissions, Caller caller)
    {
        bool privileged = permissions.Has(caller, "/", "Sys.Modify");
        var registered = TextRules.SplitList(state.DatacenterOptions.GetValueOrDefault("registered-tags")).ToHashSet(StringComparer.Ordinal);
        var access = PropertyString.TryParse(ApiTable.Default.Formats["user-tag-access"], state.DatacenterOptions.GetValueOrDefault("user-tag-access", "")) ?? [];
        string mode = access.GetValueOrDefault("user-allow", "free");
        var allowed = new HashSet<string>(StringComparer.Ordinal);
        if (mode != "none" || privileged)
            allowed.UnionWith(TextRules.SplitList(access.GetValueOrDefault("user-allow-list")));
        if (mode is "free" or "existing" || privileged)
            allowed.UnionWith(state.Guests.Values.Where(g => privileged || permissions.Has(caller, $"/vms/{g.VmId}", "VM.Audit")).SelectMany(g => TextRules.SplitList(g.Config.GetValueOrDefault("tags"))));
        if (privileged)
            allowed.UnionWith(registered);
        else
            allowed.ExceptWith(registered);
        return new TagAccess(allowed, registered, mode == "free");
    }

    /// <summary>For a user without Sys.Modify on the root.</summary>
    public bool MayUse(string tag) => (Allowed.Contains(tag) || Free) && !Registered.Contains(tag);
}
