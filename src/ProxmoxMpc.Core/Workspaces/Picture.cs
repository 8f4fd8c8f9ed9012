using System.Collections.Immutable;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.State;
using ProxmoxMpc.Core.Terraform;
using ProxmoxMpc.Core.Terraform.Objects;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Code, base and server side by side: what every verb starts from.</summary>
internal sealed record Picture
{
    public required Inventory Inventory { get; init; }
    public required TerraformCode Code { get; init; }

    /// <summary>The Terraform files by path, as they were read.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    public required IReadOnlyDictionary<int, BaseGuest> Base { get; init; }

    /// <summary>Guests on the server that the code language cannot hold, with the reason.</summary>
    public required IReadOnlyDictionary<int, string> Obstacles { get; init; }

    /// <summary>Every guest that one of the three knows and that is managed as code, by vmid.</summary>
    public required ImmutableArray<GuestStates> Guests { get; init; }

    /// <summary>What the cluster has beside nodes and guests, as last known.</summary>
    public ImmutableArray<ClusterObject> Objects { get; init; } = [];

    /// <summary>The same as code would say it.</summary>
    public ObjectCode ObjectCode { get => field ??= new(Inventory.Pools.Select(PoolObject.Of).Concat(Objects), Inventory.Guests); private init; }

    /// <summary>What code and server agreed on about it.</summary>
    public required IReadOnlyDictionary<ObjectKey, AttributeMap> ObjectBase { get; init; }

    /// <summary>The folder of the code inside a workspace.</summary>
    public const string CodeFolder = "terraform";

    /// <summary>Puts the three together.</summary>
    /// <exception cref="PmpcException">A file of the code cannot be read as Terraform.</exception>
    public static Picture Of(Workspace workspace, Inventory inventory, StateStore store)
    {
        var (files, code) = ReadCode(workspace);
        var known = store.ReadBase();
        var desired = code.Guests.ToDictionary(guest => guest.VmId);
        var server = inventory.Guests.ToDictionary(guest => guest.VmId);
        var obstacles = new SortedDictionary<int, string>();
        var guests = ImmutableArray.CreateBuilder<GuestStates>();
        foreach (var vmid in desired.Keys.Concat(server.Keys).Concat(known.Keys).Distinct().Order())
        {
            var guest = server.GetValueOrDefault(vmid);
            if (guest is not null && TerraformWriter.Obstacle(guest) is { } obstacle)
            {
                obstacles[vmid] = obstacle.Reason;
                if (!desired.ContainsKey(vmid)) continue;
            }
            guests.Add(new(vmid, known.GetValueOrDefault(vmid)?.Attributes, desired.GetValueOrDefault(vmid), guest, guest is null ? null : GuestProjection.Of(guest)));
        }
        return new() { Inventory = inventory, Code = code, Files = files, Base = known, Obstacles = obstacles, Guests = guests.ToImmutable(), Objects = store.ReadObjects(), ObjectBase = store.ReadObjectBase() };
    }

    /// <summary>The same with what was read of objects now.</summary>
    public Picture WithObjects(ObjectReading reading) => this with { Objects = reading.Over(Objects, ClusterObjectSync.IsGone(Inventory, reading)), ObjectCode = null! };

    /// <summary>Reads the code; a file that is no Terraform stops everything, before anything is written.</summary>
    public static (IReadOnlyDictionary<string, string> Files, TerraformCode Code) ReadCode(Workspace workspace)
    {
        var files = workspace.Files.ReadAll(CodeFolder, "**/*.tf");
        // Variables' values belong to the reading, but not to what is kept: people put secrets there.
        var code = TerraformReader.Read(files.Concat(workspace.Files.ReadAll(CodeFolder, "**/*.tfvars")).ToDictionary());
        var errors = code.Problems.Where(problem => problem.IsError).ToArray();
        if (errors.Length == 0) return (files, code);
        var more = errors.Length == 1 ? "" : $" ({errors.Length - 1} more)";
        throw new PmpcException("PmpcCodeUnreadable", PmpcErrorKind.Parse,
            $"{errors[0].Path}:{errors[0].Line}:{errors[0].Column}: {errors[0].Message}{more}",
            "Mend the file and try again; nothing was changed.", errors[0].Path);
    }

    /// <summary>The failure of asking an empty state for something.</summary>
    public static PmpcException NeverSynced(Workspace workspace) => new("PmpcNeverSynced", PmpcErrorKind.Workspace,
        $"Nothing is known of the server of {workspace.Root} yet.", "Run Sync-PmpcInfrastructure first.", workspace.Root);

    /// <summary>The plan that follows from the three states.</summary>
    public Plan Plan() => Planner.Diff(Guests, Inventory, vmid => Base.GetValueOrDefault(vmid)?.Node);

    /// <summary>The file name (without folder and extension) that stands for each guest in every generated folder.</summary>
    public IReadOnlyDictionary<int, string> FileNames()
    {
        var perFile = Code.Guests.GroupBy(guest => guest.File, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count());
        var existing = Code.Guests.ToDictionary(guest => guest.VmId,
            guest => perFile[guest.File] == 1 ? Path.GetFileNameWithoutExtension(guest.File) : guest.ResourceName.Replace('_', '-'));
        var reserved = Files.Keys.Select(Path.GetFileNameWithoutExtension).OfType<string>().Except(existing.Values, StringComparer.Ordinal);
        return GuestNaming.Allocate(Inventory.Guests, existing, reserved);
    }
}
