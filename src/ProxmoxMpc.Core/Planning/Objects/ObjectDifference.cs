using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Core.Planning.Objects;

/// <summary>
/// A difference between code and server beside nodes and guests. Values are as the code writes them; null where a whole resource
/// is meant or the attribute is unset.
/// </summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Name">Kind and name, for people.</param>
/// <param name="File">The file of the code; null where the code has it no more.</param>
/// <param name="Side">Who moved: <c>Server</c>, <c>Code</c>, or <c>Both</c> for a conflict.</param>
/// <param name="Change"><c>Changed</c>, <c>OnlyInCode</c>, <c>OnlyOnServer</c>.</param>
public sealed record ObjectDifference(ObjectKind Kind, string Name, string? File, string Side, string Change, string? Attribute, string? Base, string? Code, string? Server)
{
    /// <summary>Why it is a conflict, where its values do not tell.</summary>
    public string? Reason { get; init; }
}
