using System.Collections.Immutable;
using System.Globalization;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Planning;
using ProxmoxMpc.Core.State;
using ProxmoxMpc.Core.Terraform;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>What an edit of the code did to a file.</summary>
public sealed record CodeEdit(GuestKind Kind, int VmId, string Name, string Node, string File, string Diff);

/// <summary>Creates, changes and deletes guests in the code. The server is not asked and hears of it by apply alone.</summary>
public static class GuestCode
{
    private const int FirstVmId = 100;

    /// <summary>Works out the file of a new guest.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="edits">What the guest shall be; what it leaves open gets the defaults of <see cref="NewGuest"/>.</param>
    /// <param name="vmid">Null: the lowest that neither the code nor the last sync knows.</param>
    /// <param name="node">Null: the online node with the fewest guests.</param>
    public static CodeEdit New(Workspace workspace, GuestEdits edits, int? vmid, string? node, bool write)
    {
        var (files, code) = CodeReading.Of(workspace);
        using var store = workspace.OpenState();
        var inventory = store.ReadInventory() ?? throw Picture.NeverSynced(workspace);
        var taken = code.Guests.Select(guest => guest.VmId).Concat(inventory.Guests.Select(guest => guest.VmId)).ToHashSet();
        var id = vmid ?? Enumerable.Range(FirstVmId, int.MaxValue - FirstVmId).First(candidate => !taken.Contains(candidate));
        if (taken.Contains(id))
            throw new PmpcException("PmpcVmIdTaken", PmpcErrorKind.InvalidArgument, $"There is a guest with vmid {id} already.", "Leave the vmid out to get a free one.", id);
        var guest = NewGuest.Make(edits, id, node, inventory);
        var reserved = files.Keys.Select(Path.GetFileNameWithoutExtension).OfType<string>().Concat(code.ResourceNames);
        var name = GuestNaming.Allocate([guest], reserved: reserved.Append("versions"))[id];
        var style = CodeStyle.Of(workspace.Config);
        var path = style.PathOf(guest, name);
        var before = files.GetValueOrDefault(path);
        var text = before is null && style.Layout == WorkspaceLayout.PerGuest ? style.FileOf(guest, name).Text : style.Append(before, [(guest, name)]);
        return Finish(workspace, new(edits.Kind, id, guest.Name, guest.Node, path, TextDiff.Unified(before, text)), text, write);
    }

    /// <summary>Changes a guest in its file, in place.</summary>
    /// <exception cref="PmpcException">The code does not have it, or cannot say what is wanted.</exception>
    public static CodeEdit Set(Workspace workspace, int vmid, GuestEdits edits, bool write)
    {
        var (files, code) = CodeReading.Of(workspace);
        var guest = Find(code, vmid);
        var known = Expand(guest, edits);
        var wanted = AttributeMap.From(known.Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Key, pair.Value!)));
        var removed = known.Where(pair => pair.Value is null).Select(pair => pair.Key).ToArray();
        var before = files[guest.File];
        var after = TerraformEditor.Set(before, guest.ResourceName, guest.Kind, wanted, removed);
        return Finish(workspace, new(guest.Kind, vmid, guest.Name, guest.Node, guest.File, TextDiff.Unified(before, after)), after, write && before != after);
    }

    /// <summary>Takes a guest out of the code.</summary>
    public static CodeEdit Remove(Workspace workspace, int vmid, bool write)
    {
        var (files, code) = CodeReading.Of(workspace);
        var guest = Find(code, vmid);
        var before = files[guest.File];
        string? after = TerraformEditor.Remove(before, guest.ResourceName);
        if (TerraformEditor.IsEmpty(after)) after = null;
        return Finish(workspace, new(guest.Kind, vmid, guest.Name, guest.Node, guest.File, TextDiff.Unified(before, after)), after, write);
    }

    /// <summary>The guests that the code holds.</summary>
    public static ImmutableArray<DesiredGuest> Guests(Workspace workspace) => CodeReading.Of(workspace).Code.Guests;

    private static CodeEdit Finish(Workspace workspace, CodeEdit edit, string? text, bool write)
    {
        if (!write) return edit;
        using var hold = workspace.Lock("edit");
        if (text is null) workspace.Files.Delete(edit.File);
        else workspace.Files.Write(new(edit.File, text), FileOwnership.Source);
        return edit;
    }

    private static DesiredGuest Find(TerraformCode code, int vmid) =>
        code.Guests.FirstOrDefault(guest => guest.VmId == vmid) ?? throw new PmpcException("PmpcGuestNotInCode", PmpcErrorKind.NotFound,
            string.Create(CultureInfo.InvariantCulture, $"The code has no guest with vmid {vmid}."), "Sync brings the server's guests into the code.", vmid);

    /// <summary>A key that shall go goes with all its parts.</summary>
    internal static IEnumerable<KeyValuePair<string, string?>> Expand(DesiredGuest guest, GuestEdits edits)
    {
        foreach (var (path, value) in edits.Changes)
        {
            var parts = value is null && !path.Contains('.') ? guest.Attributes.Keys.Where(known => known.StartsWith(path + ".", StringComparison.Ordinal)).ToArray() : [];
            if (parts.Length == 0) yield return new(path, value);
            foreach (var part in parts) yield return new(part, null);
        }
    }
}
