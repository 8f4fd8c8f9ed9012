using System.Collections.Immutable;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.Terraform;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>
/// What a file has to learn from the server once its guest or volume is there, although nobody changed anything: the names
/// that Proxmox gave to new volumes, without which Terraform would make them anew.
/// </summary>
internal static class Adoption
{
    /// <summary>The file's text with what it has to learn; the same text where that is nothing.</summary>
    /// <param name="exchanged">Keys of volumes in whose place a step of ours has put others; null: none.</param>
    /// <param name="byTerraform">Whether Terraform did it, so that its state has it as the code said it; null: nothing was done.</param>
    public static string Edit(string text, GuestStates guest, bool created, IReadOnlySet<string>? exchanged = null, bool? byTerraform = null)
    {
        if (guest is not { Code: { } code, Server: { } server, ServerView: { } view }) return text;
        if (created) text = TerraformEditor.Adopt(text, code.ResourceName, code.Kind, server);
        var volumes = NamedByServer(code, view).Concat((exchanged ?? ImmutableHashSet<string>.Empty).Where(IsMountPoint).Select(key => AttributePath.Of(key, "volume")).Where(path => code.HasOpinion(path) && code.Attributes.Get(path) != view.Get(path))).ToList();
        if (created && IsMachinePinned(code, view)) volumes.Add(Machine);
        // Of a clone that it did not make, Terraform takes nothing for granted: what the original gave has to be in the code.
        if (created && byTerraform != true && code.Attributes.ContainsKey(AttributePath.CloneOf)) volumes.AddRange(view.Keys.Where(path => !AttributePath.IsOutsideConfig(path) && !code.HasOpinion(path)).Except(volumes));
        if (volumes.Count > 0) text = TerraformEditor.Apply(text, code.ResourceName, code.Kind, server, volumes);
        var isDone = !code.Attributes.DifferingFrom(view).Any(path => code.HasOpinion(path) && !AttributePath.IsOrigin(path) && !volumes.Contains(path));
        if (created && byTerraform != true && isDone) text = TerraformEditor.Settle(text, code.ResourceName, code.Kind, server);
        return byTerraform == false ? TerraformEditor.Accord(text, code.ResourceName, code.Kind, server, created ? null : exchanged ?? ImmutableHashSet<string>.Empty) : text;
    }

    private const string Machine = "machine.type";

    /// <summary>
    /// Whether Proxmox has given a new Windows the version of its machine that is the newest today, for good. Code that does not say
    /// so would take it away again, whichever engine it is for.
    /// </summary>
    private static bool IsMachinePinned(DesiredGuest code, AttributeMap view) => code.Kind == GuestKind.Qemu && view.Get("ostype")?.StartsWith('w') == true
        && code.HasOpinion(Machine) && code.Attributes.Get(Machine) is null or "pc" or "q35" && view.Get(Machine)?.StartsWith(code.Attributes.Get(Machine) == "q35" ? "pc-q35-" : "pc-", StringComparison.Ordinal) == true;

    /// <summary>Whether there is anything to learn for a guest that was there before.</summary>
    public static bool IsDue(GuestStates guest) => guest is { Code: { } code, ServerView: { } view } && NamedByServer(code, view).Count > 0;

    private static bool IsMountPoint(string key) => GuestSchema.SplitIndex(key)?.Family == "mp";

    /// <summary>Mount points of which the code names only the storage, while the server knows the volume.</summary>
    private static List<string> NamedByServer(DesiredGuest code, AttributeMap view) =>
    [
        .. view.Keys.Where(path => AttributePath.Split(path) is var (key, part) && part == "volume" && IsMountPoint(key)
            && !code.HasOpinion(path) && code.Attributes.Get(AttributePath.Of(key, "storage")) == view.Get(AttributePath.Of(key, "storage"))),
    ];
}
