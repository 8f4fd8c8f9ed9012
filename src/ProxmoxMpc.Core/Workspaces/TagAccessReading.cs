using System.Collections.Immutable;
using System.Text.Json;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Planning;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Asks the server which tags are free.</summary>
internal static class TagAccessReading
{
    /// <summary>What the datacenter says of tags. Who lacks <c>Sys.Audit</c> on <c>/</c> is told nothing of them, which reads as free.</summary>
    public static async Task<TagAccess> ReadAsync(PveClient client, Plan plan, CancellationToken ct)
    {
        if (!plan.Steps.Any(step => step.Parameters.ContainsKey("tags") || step.Removals.Contains("tags"))) return TagAccess.Free;
        var options = await client.GetAsync("/cluster/options", null, ct);
        if (options.ValueKind != JsonValueKind.Object) return TagAccess.Free;
        var registered = Items(options, "registered-tags");
        var mode = "free";
        ImmutableHashSet<string> allowed = [];
        if (options.TryGetProperty("user-tag-access", out var access) && access.ValueKind == JsonValueKind.Object)
        {
            mode = access.Text("user-allow") ?? mode;
            if (mode != "none") allowed = Items(access, "user-allow-list");
        }
        // Those that guests have already; the server leaves out the registered ones by itself where it must.
        if (mode == "existing") allowed = allowed.Union(Items(options, "allowed-tags"));
        return new(registered, mode == "free", allowed);
    }

    private static ImmutableHashSet<string> Items(JsonElement options, string name) => options.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
        ? list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!).ToImmutableHashSet(StringComparer.Ordinal) : [];
}
