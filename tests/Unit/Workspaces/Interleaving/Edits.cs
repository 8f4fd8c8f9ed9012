using System.Text;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.Tests.Unit.Workspaces.Interleaving;

/// <summary>What people do to the files: by cmdlet, or by hand in a way of their own.</summary>
internal sealed class Edits(Workspace workspace, Random random)
{
    private readonly HandWriting _hand = new(random);
    private int _files;

    /// <summary>Files with what everybody's code takes values from.</summary>
    public void Share()
    {
        foreach (var folder in new[] { "vms", "containers" }) File.WriteAllText(workspace.PathOf($"terraform/{folder}/shared.tf"), HandWriting.Shared);
    }

    /// <summary>Brings one attribute or device of a guest into its file.</summary>
    public void Change(Figure guest, Side before, string path)
    {
        var device = path.StartsWith("net", StringComparison.Ordinal) ? $"{path}.bridge" : path == "scsi1" ? "scsi1.storage" : null;
        if (random.Next(3) > 0)
        {
            Write(guest, null);
            return;
        }
        var edits = new GuestEdits(guest.Code!.Kind);
        var paths = Side.Paths(before, guest.Code).Where(one => one == path || one.StartsWith(path + ".", StringComparison.Ordinal)).Where(one => before[one] != guest.Code[one]).ToArray();
        edits = device is not null && guest.Code[device] is null && before[device] is not null ? edits.Set(path, null) : paths.Aggregate(edits, (all, one) => all.Set(one, guest.Code[one]));
        GuestCode.Set(workspace, guest.VmId, edits, write: true);
    }

    /// <summary>Writes a guest anew by hand, where it stands or somewhere else.</summary>
    /// <param name="comment">One more, which may stand beside the guest; null: none.</param>
    public void Write(Figure guest, string? comment)
    {
        var code = Code(guest.VmId);
        var text = Text(code.File);
        var place = HandFile.Find(text, code.ResourceName);
        // Comments between the guests are not the writer's business.
        var inside = guest.Comments.Where(one => text[place].Contains(one, StringComparison.Ordinal) || one == comment).ToList();
        var beside = comment is not null && random.Next(3) == 0;
        if (beside) inside.Remove(comment!);
        var block = _hand.Resource(guest.VmId, code.ResourceName, guest.Code!, guest.HasTemplate, inside);
        if (beside) block = random.Next(2) == 0 ? $"# {comment}\n{block}" : $"{block}\n/* {comment} */\n";
        if (random.Next(10) == 0 && guest.Comments.All(one => inside.Contains(one)))
        {
            // Elsewhere: into a file of its own, or to others.
            Put(code.File, text[..place.Start.Value] + text[place.End.Value..]);
            Place(guest, code.ResourceName, block);
        }
        else Put(code.File, text[..place.Start.Value] + block + text[place.End.Value..]);
    }

    /// <summary>Writes a guest that is new.</summary>
    public void New(Figure guest) => Place(guest, $"by_hand_{guest.VmId}", _hand.Resource(guest.VmId, $"by_hand_{guest.VmId}", guest.Code!, guest.HasTemplate, []));

    public void Drop(Figure guest)
    {
        var code = Code(guest.VmId);
        if (random.Next(2) == 0)
        {
            GuestCode.Remove(workspace, guest.VmId, write: true);
            return;
        }
        var text = Text(code.File);
        var place = HandFile.Find(text, code.ResourceName);
        Put(code.File, text[..place.Start.Value] + text[place.End.Value..]);
    }

    /// <summary>The code must hold exactly the guests that the figures have, as they have them, with every comment.</summary>
    public void Check(IEnumerable<Figure> figures)
    {
        var wanted = figures.Where(figure => figure.Code is not null).ToArray();
        var found = GuestCode.Guests(workspace).ToDictionary(guest => guest.VmId);
        Assert.Equal(wanted.Select(figure => figure.VmId), found.Keys.Order());
        foreach (var guest in found.Values) _places[guest.VmId] = (guest.File, guest.ResourceName);
        foreach (var figure in wanted)
        {
            var (code, is_) = (figure.Code!, found[figure.VmId]);
            Assert.Equal(code.Kind, is_.Kind);
            var paths = code.Values.Keys.Concat(is_.Attributes.Keys.Where(path => Known.Contains(path) || path.StartsWith("net", StringComparison.Ordinal))).Distinct().Order(StringComparer.Ordinal).ToArray();
            Assert.True(Listed(path => code[path]) == Listed(is_.Attributes.Get), $"wanted {Listed(path => code[path])}\nfound  {Listed(is_.Attributes.Get)}\nin {Text(is_.File)}");
            var text = figure.Comments.Count == 0 ? "" : Text(is_.File);
            Assert.All(figure.Comments, comment => Assert.Contains(comment, text, StringComparison.Ordinal));

            string Listed(Func<string, string?> value) => $"code {figure.VmId}: " + string.Join(", ", paths.Select(path => $"{path}={value(path)}"));
        }
    }

    private static readonly HashSet<string> Known = ["@node", "@started", "scsi1.storage", "scsi1.size", "name", "hostname", "cores", "sockets", "memory", "memory.current", "swap", "description", "tags", "onboot", "agent.enabled"];

    private void Place(Figure guest, string resourceName, string block)
    {
        var folder = guest.Code!.Kind == GuestKind.Qemu ? "vms" : "containers";
        var others = Directory.GetFiles(workspace.PathOf($"terraform/{folder}"), "*.tf").Select(path => $"terraform/{folder}/{Path.GetFileName(path)}")
            .Where(file => HandFile.HasResources(Text(file))).Order(StringComparer.Ordinal).ToArray();
        if (others.Length > 0 && random.Next(2) == 0)
        {
            var file = others[random.Next(others.Length)];
            var text = Text(file);
            Put(file, text + (text.EndsWith('\n') ? "" : "\n") + block);
            _places[guest.VmId] = (file, resourceName);
        }
        else
        {
            _places[guest.VmId] = ($"terraform/{folder}/hand-{++_files}.tf", resourceName);
            Put(_places[guest.VmId].File, block);
        }
    }

    // A file's own ends of lines and its mark of encoding are not the business of whoever cuts and pastes.
    private string Text(string file) => File.ReadAllText(workspace.PathOf(file)).ReplaceLineEndings("\n");

    private void Put(string file, string text)
    {
        if (!HandFile.HasResources(text) && !text.Contains("locals", StringComparison.Ordinal) && random.Next(2) == 0)
        {
            File.Delete(workspace.PathOf(file));
            return;
        }
        if (random.Next(4) == 0 && !text.Contains("<<", StringComparison.Ordinal)) text = text.ReplaceLineEndings("\r\n");
        File.WriteAllText(workspace.PathOf(file), text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: random.Next(5) == 0));
    }

    // Where the guests stand, as the last reading told.
    private readonly Dictionary<int, (string File, string ResourceName)> _places = [];

    private (string File, string ResourceName) Code(int vmid) => _places[vmid];
}
