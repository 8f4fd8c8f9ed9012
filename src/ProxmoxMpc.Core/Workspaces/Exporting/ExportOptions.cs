using System.Collections.Immutable;
using ProxmoxMpc.Core.Terraform.Porting;

namespace ProxmoxMpc.Core.Workspaces.Exporting;

/// <summary>What an export is to make.</summary>
public sealed record ExportOptions
{
    /// <summary>The folder of the new workspace.</summary>
    public required string Directory { get; init; }

    /// <summary>The mapping sheet; null: <c>mapping.yml</c> in the folder.</summary>
    public string? MappingPath { get; init; }

    /// <summary>Whether guests keep their MAC addresses; null: as the sheet says, else not.</summary>
    public bool? KeepMacAddresses { get; init; }

    /// <summary>Whether guests keep their UUIDs; null: as the sheet says, else not.</summary>
    public bool? KeepUuids { get; init; }

    /// <summary>The first vmid of those given anew; null: guests keep theirs where they are free.</summary>
    public int? FirstVmId { get; init; }

    /// <summary>Overwrites files of the folder that were changed since the last export, or are none of an export's.</summary>
    public bool Force { get; init; }

    /// <summary>Whether nothing is written, not even the sheet.</summary>
    public bool DryRun { get; init; }
}

/// <summary>A file of an export.</summary>
/// <param name="Action"><c>Created</c>, <c>Updated</c>, <c>Deleted</c> or <c>Unchanged</c>.</param>
public sealed record ExportedFile(string Path, string Action);

/// <summary>What an export made, or what it waits for.</summary>
public sealed record ExportResult
{
    /// <summary>The folder of the new workspace.</summary>
    public required string Workspace { get; init; }

    /// <summary>The cluster that it is for.</summary>
    public required string Target { get; init; }

    public int Guests { get; init; }

    /// <summary>What becomes of everything that the guests need.</summary>
    public ImmutableArray<MappingProposal> Mappings { get; init; } = [];

    /// <summary>Those that wait for an answer, or whose answer cannot be.</summary>
    public IEnumerable<MappingProposal> Questions => Mappings.Where(mapping => mapping.IsOpen);

    /// <summary>The sheet with them.</summary>
    public required string MappingPath { get; init; }

    public ImmutableArray<ExportedFile> Files { get; init; } = [];

    /// <summary>How many of them are not what they were before.</summary>
    public int FilesWritten => Files.Count(file => file.Action != "Unchanged");

    /// <summary>What did not come along, and what to know of what did.</summary>
    public ImmutableArray<PortNote> Notes { get; init; } = [];

    /// <summary>Whether the workspace is there: everything was answered, and something was to be written.</summary>
    public bool IsWritten { get; init; }
}
