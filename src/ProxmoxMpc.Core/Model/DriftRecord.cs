namespace ProxmoxMpc.Core.Model;

/// <summary>A change on the server as a sync found it.</summary>
/// <param name="Seen">When it was found: it happened then or before.</param>
/// <param name="Change"><c>Added</c>, <c>Removed</c> or <c>Changed</c>.</param>
/// <param name="Attribute">The attribute as people name it; null for the guest itself.</param>
/// <param name="Before">What code and server had agreed on; null where it was unset.</param>
/// <param name="IsConflict">Whether the code had changed it, too.</param>
public sealed record DriftRecord(DateTimeOffset Seen, int VmId, string Name, GuestKind Kind, string Change, string? Attribute, string? Before, string? After, bool IsConflict, Culprit By);
