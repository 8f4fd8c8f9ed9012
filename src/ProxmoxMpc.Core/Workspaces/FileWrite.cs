namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Whose a file of the workspace is.</summary>
public enum FileOwnership
{
    /// <summary>Made anew whenever its sources change, until somebody edits it.</summary>
    Derived,

    /// <summary>Made once; the user's from then on.</summary>
    Created,

    /// <summary>Code that the user and this product both edit in place.</summary>
    Source,
}

/// <summary>What became of a file.</summary>
public enum FileWriteOutcome
{
    Created,
    Updated,
    Unchanged,

    /// <summary>It was edited since it was generated; left alone.</summary>
    SkippedEdited,

    /// <summary>It was never ours; left alone.</summary>
    SkippedForeign,
}

/// <summary>The outcome for one file.</summary>
/// <param name="Path">Relative to the workspace, with forward slashes.</param>
public sealed record FileWrite(string Path, FileWriteOutcome Outcome)
{
    /// <summary>Where it is, links on the way followed.</summary>
    internal string FullPath { get; init; } = "";
}
