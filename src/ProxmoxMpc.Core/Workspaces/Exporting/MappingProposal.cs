using System.Collections.Immutable;
using ProxmoxMpc.Core.Terraform.Porting;

namespace ProxmoxMpc.Core.Workspaces.Exporting;

/// <summary>How far a mapping is decided.</summary>
public enum MappingStatus
{
    /// <summary>The target has the same, and it fits.</summary>
    Kept,

    /// <summary>There is one choice only, or one that is clearly nearest.</summary>
    Proposed,

    /// <summary>The sheet says so.</summary>
    Answered,

    /// <summary>There are several choices, or none: somebody must decide.</summary>
    Question,

    /// <summary>What the sheet says cannot be.</summary>
    Refused,
}

/// <summary>What something of the source becomes on the target.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Source">Its name in the source; of a template, the vmid of the container that needs one.</param>
/// <param name="Target">Its name on the target; <c>-</c>: it is left out; null: nobody knows yet.</param>
public sealed record MappingProposal(PlaceKind Kind, string Source, string? Target, MappingStatus Status)
{
    /// <summary>The sheet's word for what is left out.</summary>
    public const string LeftOut = "-";

    /// <summary>What a storage or volume has to hold; empty for what holds nothing.</summary>
    public string Content { get; init; } = "";

    /// <summary>What could be chosen, nearest first.</summary>
    public ImmutableArray<string> Candidates { get; init; } = [];

    /// <summary>The guests that need it.</summary>
    public ImmutableArray<string> UsedBy { get; init; } = [];

    /// <summary>Why it is a question, why it is refused, or what to know of it; empty: nothing.</summary>
    public string Note { get; init; } = "";

    /// <summary>Whether the export waits for it.</summary>
    public bool IsOpen => Status is MappingStatus.Question or MappingStatus.Refused;

    internal PlaceKey Key => new(Kind, Source, Content);

    public override string ToString() => $"{Kind} {Source}{(Content.Length > 0 ? $" ({Content})" : "")} -> {Target ?? "?"}";
}
