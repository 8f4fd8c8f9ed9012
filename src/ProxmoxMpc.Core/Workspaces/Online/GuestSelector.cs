using System.Globalization;
using System.Text.RegularExpressions;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Which guests somebody means.</summary>
/// <param name="Text">As it was said: a name, a pattern, a vmid or a range of vmids such as <c>100-105</c>.</param>
/// <param name="VmId">The vmid, where it was given as one.</param>
/// <param name="IsPattern">Whether none is an answer, too.</param>
/// <param name="Matches">Whether a name is meant.</param>
/// <param name="Node">Whether a node is meant; null: any.</param>
public sealed partial record GuestSelector(string Text, int? VmId, bool IsPattern, Func<string, bool> Matches, Func<string, bool>? Node = null)
{
    public static GuestSelector Of(int vmid) => new(vmid.ToString(CultureInfo.InvariantCulture), vmid, IsPattern: false, _ => false);

    /// <summary>Whether the text as a range means more than one vmid.</summary>
    internal bool IsRange => Range() is var (first, last) && first != last;

    internal bool IsMeant(GuestRef guest) => VmId is { } vmid ? guest.VmId == vmid : (Node is null || Node(guest.Node)) && Matches(guest.Name);

    /// <summary>
    /// Whether the text as a vmid or range means the guest. It counts only where no guest has that name: <c>100</c> and
    /// <c>100-105</c> are names that Proxmox allows.
    /// </summary>
    internal bool IsMeantByNumber(GuestRef guest) => Range() is var (first, last) && guest.VmId >= first && guest.VmId <= last && (Node is null || Node(guest.Node));

    private (int First, int Last)? Range() =>
        VmId is null && RangePattern().Match(Text) is { Success: true } match && int.TryParse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var first)
            ? int.TryParse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture, out var last) ? (first, last) : match.Groups[2].Success ? null : (first, first)
            : null;

    [GeneratedRegex(@"\A([1-9][0-9]{2,8})(?:-([1-9][0-9]{2,8}))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex RangePattern();
}
