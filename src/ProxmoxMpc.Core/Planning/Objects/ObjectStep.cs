using System.Collections.Immutable;
using ProxmoxMpc.Core.Model.Objects;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Planning.Objects;

/// <summary>One step of a plan about something beside nodes and guests.</summary>
public sealed record ObjectStep
{
    /// <summary>Its place in the plan; those of guests are counted first.</summary>
    public int Number { get; init; }

    /// <summary><see cref="PlanAction.Create"/>, <see cref="PlanAction.Update"/> or <see cref="PlanAction.Delete"/>.</summary>
    public required PlanAction Action { get; init; }

    public required ObjectKind Kind { get; init; }

    /// <summary>Where it belongs, as the text of an <see cref="ObjectScope"/>; empty: to the cluster.</summary>
    public string Scope { get; init; } = "";

    /// <summary>What distinguishes it among its kind in its scope; empty for a firewall's rules, and for options.</summary>
    public required string Id { get; init; }

    /// <summary>Kind and name, for people.</summary>
    public required string Name { get; init; }

    /// <summary>The file of the code, relative to the workspace; null where the code has it no more.</summary>
    public string? File { get; init; }

    /// <summary>The attributes that change, their values as the code writes them.</summary>
    public ImmutableArray<PlanChange> Changes { get => field.IsDefault ? [] : field; init; } = [];

    public Consequence Consequence { get; init; }

    /// <summary>The requests by which it is done, in order.</summary>
    public ImmutableArray<ObjectRequest> Requests { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>Why it is not done, and what to do instead; null: it is.</summary>
    public string? Refusal { get; init; }

    /// <summary>A mark of what the server had when it was planned: where it has another now, somebody changed it.</summary>
    public string? Seen { get; init; }

    internal ObjectKey Key => new(Kind, ObjectScope.Parse(Scope), Id);

    /// <summary>Whether it is done before the guests' steps, for guests may need it.</summary>
    internal bool IsBeforeGuests => Action != PlanAction.Delete && ObjectOrder.IsBeforeGuests(Key);

    /// <summary>What the step does in a line.</summary>
    public string Summary => Action switch
    {
        PlanAction.Create => "create",
        PlanAction.Delete => "delete",
        _ => string.Join(", ", Changes.Select(Short)),
    };

    /// <summary>As a line of a plan, for people: <c>2. pool web: comment: "a" -> "b" [Live]</c></summary>
    public override string ToString() => FormattableString.Invariant($"{Number}. {Name}: {Summary}{(Refusal is null ? $" [{Consequence}]" : $" - left alone: {Refusal}")}");

    // Blocks are many lines: how many come and go is enough here.
    private static string Short(PlanChange change) => AttributePath.Display(change.Path) + ": " + (IsBlocks(change.Before) || IsBlocks(change.After)
        ? ShortBlocks([.. Blocks(change.Before)], [.. Blocks(change.After)]) : $"{ObjectValue.OneLine(change.Before)} -> {ObjectValue.OneLine(change.After)}");

    private static string ShortBlocks(List<string> before, List<string> after)
    {
        var removed = before.Where(block => !after.Remove(block)).Count();
        return (after.Count, removed) switch
        {
            (0, 0) => "in another order",
            (0, _) => FormattableString.Invariant($"{removed} removed"),
            (var added, 0) => FormattableString.Invariant($"{added} added"),
            (var added, _) => FormattableString.Invariant($"{added} added, {removed} removed"),
        };
    }

    /// <summary>Whether a value is blocks of the code, one a line.</summary>
    internal static bool IsBlocks(string? value) => value is ['{', .., '\n'];

    /// <summary>The blocks of such a value.</summary>
    internal static string[] Blocks(string? value) => value?.Split('\n', StringSplitOptions.RemoveEmptyEntries) ?? [];
}
