using System.Collections.Immutable;
using System.Globalization;

namespace ProxmoxMpc.Core.Model;

/// <summary>How sure it is who changed something.</summary>
public enum CulpritCertainty
{
    /// <summary>No task could have made the change. Proxmox keeps none of what the GUI's and API's synchronous requests change.</summary>
    Unknown,

    /// <summary>These tasks could have made it; so could a request that left no task.</summary>
    Candidates,

    /// <summary>The one task in question says so, or nothing else can make such a change.</summary>
    Known,
}

/// <summary>A task of the server that has, or may have, made a change.</summary>
/// <param name="User">With the token's name where a token began it: <c>root@pam!iac</c>.</param>
/// <param name="Time">When it began, by the node's clock.</param>
/// <param name="Type">In Proxmox's own words: <c>qmconfig</c>, <c>qmigrate</c>, <c>resize</c> …</param>
public sealed record CulpritTask(string User, DateTimeOffset Time, string Node, string Type, string Upid)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{User}, {Type} on {Node}, {Time.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC");
}

/// <summary>Who changed something on the server, as far as its list of tasks tells.</summary>
/// <param name="Tasks">The one task where it is known, the candidates latest first, none where it is unknown.</param>
public sealed record Culprit(CulpritCertainty Certainty, ImmutableArray<CulpritTask> Tasks)
{
    /// <summary>Nothing tells.</summary>
    public static Culprit Unknown { get; } = new(CulpritCertainty.Unknown, []);

    /// <summary>Why it could not be found out, where the tasks could not be read; null otherwise.</summary>
    public string? Reason { get; init; }

    /// <summary>Null where it is not known.</summary>
    public string? User => Task?.User;

    public DateTimeOffset? Time => Task?.Time;
    public string? Node => Task?.Node;
    public string? Upid => Task?.Upid;

    private CulpritTask? Task => Certainty == CulpritCertainty.Known ? Tasks[0] : null;

    public static Culprit Known(CulpritTask task) => new(CulpritCertainty.Known, [task]);

    public bool Equals(Culprit? other) => other is not null && Certainty == other.Certainty && Reason == other.Reason && Tasks.SequenceEqual(other.Tasks);

    public override int GetHashCode() => HashCode.Combine(Certainty, Tasks.Length, Reason);

    /// <summary>Its user; <c>perhaps</c> and the candidates' users; or <c>unknown</c>.</summary>
    public override string ToString() => Certainty switch
    {
        CulpritCertainty.Known => Tasks[0].User,
        CulpritCertainty.Candidates => "perhaps " + string.Join(" or ", Tasks.Select(task => task.User).Distinct(StringComparer.Ordinal)),
        _ => "unknown",
    };
}
