using System.Text.Json;
using ProxmoxMpc.Core.Hcl;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.Tests.Unit.Workspaces.Interleaving;

/// <summary>Pools, groups, roles, users and storages of a story, edited on both sides, and guests that the code makes by <c>for_each</c>.</summary>
internal sealed class Things(Cluster cluster, Random random, Action<string> tell)
{
    /// <summary>From here on vmids belong to what <c>for_each</c> makes.</summary>
    public const int Repeated = 900;

    private readonly List<Thing> _all = [];
    private readonly SortedSet<int> _repeated = [];
    private int _next;
    private int _members = 1;

    /// <summary>Edits of either side, and conflicts that were told rightly.</summary>
    public (int Edits, int Conflicts) Seen { get; private set; }

    public void Begin()
    {
        WriteRepeated();
        File.WriteAllText(cluster.Workspace.PathOf("terraform/vms/many.tf"), """
            resource "proxmox_virtual_environment_vm" "many" {
              for_each  = local.many
              node_name = "pve1"
              vm_id     = each.value
              name      = "many"
            }

            """);
    }

    /// <summary>A few edits on either side.</summary>
    public async Task EditAsync()
    {
        var count = random.Next(4);
        Seen = (Seen.Edits + count, Seen.Conflicts);
        for (; count > 0; count--) await OneAsync(_all.Count > 0 && random.Next(4) > 0 ? _all[random.Next(_all.Count)] : null);
        if (random.Next(5) == 0) await TerraformAsync();
        if (random.Next(6) == 0) await RepeatedAsync();
    }

    public void Sync(Preference prefer) => Each(thing => thing.Sync(_ => prefer));

    public void Resolve(IReadOnlyCollection<Conflict> chosen, Preference side) =>
        Each(thing => thing.Sync(attribute => chosen.Any(one => one.VmId is null && one.Name == thing.Title && (one.Attribute ?? "") == attribute) ? side : Preference.None));

    public void Apply() => Each(thing => thing.Apply());

    /// <summary>The sync must tell exactly the conflicts that there are, and the code be as the things have it.</summary>
    public void Check(SyncResult? result)
    {
        if (result is not null) Seen = (Seen.Edits, Seen.Conflicts + result.ObjectChanges.Count(change => change.Kind == SyncChangeKind.Conflict));
        if (result is not null)
            Assert.Equal(_all.SelectMany(thing => thing.Conflicts().Select(attribute => $"{thing.Title} {attribute}")).Order(StringComparer.Ordinal),
                result.ObjectChanges.Where(change => change.Kind == SyncChangeKind.Conflict).Select(change => $"{change.Name} {change.Attribute}").Order(StringComparer.Ordinal));
        var documents = Documents();
        foreach (var thing in _all)
        {
            var found = Find(documents, thing);
            Assert.True(thing.Code is null == found is null, $"{thing.Title} {(found is null ? "is not" : "is")} in the code");
            if (thing.Code is null || found is not { } block) continue;
            Assert.Equal($"code {thing.Title} {Listed(thing.Code)}", $"code {thing.Title} {Listed(Values(thing.Kind, block))}");
            Assert.All(thing.Comments, comment => Assert.Contains(comment, block.Text, StringComparison.Ordinal));
        }
        Assert.DoesNotContain(GuestCode.Guests(cluster.Workspace), guest => guest.VmId >= Repeated);
        if (result is not null && !IsDown)
            Assert.Equal(_repeated, result.Changes.Where(change => change.Kind == SyncChangeKind.NotManaged && change.VmId >= Repeated).Select(change => change.VmId).Order());
    }

    /// <summary>The server must be as the things have it.</summary>
    public async Task CheckServerAsync()
    {
        foreach (var kind in ThingKind.All)
        {
            var list = (await cluster.Client.GetAsync(kind.Path, null, Stop)).EnumerateArray().ToDictionary(entry => entry.GetProperty(kind.Parameter).GetString()!, entry => entry, StringComparer.Ordinal);
            foreach (var thing in _all.Where(thing => thing.Kind == kind))
            {
                Assert.True(thing.Server is null != list.TryGetValue(thing.Name, out var entry), $"server {thing.Title} {(thing.Server is null ? "is still there" : "is gone")}");
                if (thing.Server is not null) Assert.Equal($"server {thing.Title} {Listed(thing.Server)}", $"server {thing.Title} {Listed(Values(kind, entry))}");
            }
        }
    }

    /// <summary>Whether a node is down: nobody sees which guests come and go there.</summary>
    public bool IsDown { get; set; }

    public IReadOnlySet<int> RepeatedThere => _repeated;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private void Each(Action<Thing> what)
    {
        foreach (var thing in _all) what(thing);
        _all.RemoveAll(thing => thing.Code is null && thing.Server is null && thing.Base is null);
    }

    private async Task OneAsync(Thing? thing)
    {
        if (thing is null || thing.Code is null && thing.Server is null)
        {
            var kind = ThingKind.All[random.Next(ThingKind.All.Length)];
            var name = FormattableString.Invariant($"t{++_next}") + (kind.Word == "user" ? "@pve" : "");
            thing = new(kind, name);
            _all.Add(thing);
            var where = random.Next(5);
            if (where != 1) await ServerNewAsync(thing, Fresh(kind));
            if (where is 1 or 0) CodeNew(thing, where == 0 && random.Next(2) == 0 ? Thing.Copy(thing.Server!) : Fresh(kind));
            return;
        }
        switch (random.Next(12))
        {
            case < 5 when thing.Server is not null:
                await ServerSetAsync(thing, Changed(thing.Kind, thing.Server));
                break;
            case < 9 when thing.Code is not null:
                CodeSet(thing, Changed(thing.Kind, thing.Code));
                break;
            case 9 when thing.Code is not null:
                Comment(thing);
                break;
            case 10 when thing.Server is not null:
                await ServerDropAsync(thing);
                break;
            case 11 when thing.Code is not null:
                CodeDrop(thing);
                break;
        }
    }

    private SortedDictionary<string, string> Fresh(ThingKind kind)
    {
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (attribute, _, some) in kind.Attributes) Thing.Put(values, attribute, some[random.Next(some.Length)]);
        return values;
    }

    private SortedDictionary<string, string> Changed(ThingKind kind, SortedDictionary<string, string> values)
    {
        var (changed, (attribute, _, some)) = (Thing.Copy(values), kind.Attributes[random.Next(kind.Attributes.Length)]);
        Thing.Put(changed, attribute, some[random.Next(some.Length)]);
        return changed;
    }

    private async Task ServerNewAsync(Thing thing, SortedDictionary<string, string> wanted)
    {
        tell($"server has new {thing.Title} {Listed(wanted)}");
        await cluster.Client.PostAsync(thing.Kind.Path, [new(thing.Kind.Parameter, thing.Name), .. thing.Kind.Always.Select(one => KeyValuePair.Create(one.Key, Wire(one.Value.Replace("*", thing.Name, StringComparison.Ordinal)))), .. Form(thing.Kind, wanted, all: false)], Stop);
        thing.Server = wanted;
    }

    private async Task ServerSetAsync(Thing thing, SortedDictionary<string, string> wanted)
    {
        tell($"server {thing.Title} {Listed(wanted)}");
        await cluster.Client.PutAsync(thing.Kind.Word == "pool" ? "/pools" : $"{thing.Kind.Path}/{Uri.EscapeDataString(thing.Name)}",
            [.. thing.Kind.Word == "pool" ? new KeyValuePair<string, string>[] { new("poolid", thing.Name) } : [], .. Form(thing.Kind, wanted, all: true)], Stop);
        thing.Server = wanted;
    }

    private async Task ServerDropAsync(Thing thing)
    {
        tell($"server drops {thing.Title}");
        if (thing.Kind.Word == "pool") await cluster.Client.DeleteAsync("/pools", [new("poolid", thing.Name)], Stop);
        else await cluster.Client.DeleteAsync($"{thing.Kind.Path}/{Uri.EscapeDataString(thing.Name)}", null, Stop);
        thing.Server = null;
    }

    private static IEnumerable<KeyValuePair<string, string>> Form(ThingKind kind, SortedDictionary<string, string> values, bool all) =>
        kind.Attributes.Where(one => all || values.ContainsKey(one.Attribute)).Select(one => KeyValuePair.Create(one.Key, values.TryGetValue(one.Attribute, out var value) ? Wire(value) : one.Attribute == "enabled" ? "1" : ""));

    private static string Wire(string value) => value switch { "false" => "0", "true" => "1", _ => value };

    private void CodeNew(Thing thing, SortedDictionary<string, string> wanted)
    {
        tell($"code has new {thing.Title} {Listed(wanted)}");
        thing.Code = wanted;
        var file = cluster.Workspace.PathOf($"terraform/hand-{random.Next(3)}.tf");
        File.AppendAllText(file, $"\nresource \"{thing.Kind.Type}\" \"by_hand_{++_next}\" {{\n  {thing.Kind.Id} = \"{thing.Name}\"\n"
            + string.Concat(thing.Kind.Always.Where(one => one.Attribute.Length > 0).Select(one => $"  {one.Attribute} = {ThingKind.Expression(one.Attribute, one.Value.Replace("*", thing.Name, StringComparison.Ordinal))}\n"))
            + string.Concat(wanted.Select(pair => $"  {pair.Key} = {ThingKind.Expression(pair.Key, pair.Value)}\n")) + "}\n");
    }

    private void CodeSet(Thing thing, SortedDictionary<string, string> wanted)
    {
        tell($"code {thing.Title} {Listed(wanted)}");
        thing.Code = wanted;
        Edit(thing, (_, block) =>
        {
            foreach (var (attribute, _, _) in thing.Kind.Attributes)
                if (wanted.TryGetValue(attribute, out var value)) block.Body.SetAttribute(attribute, new HclValue.Opaque(ThingKind.Expression(attribute, value)));
                else block.Body.RemoveAttribute(attribute);
        });
    }

    private void CodeDrop(Thing thing)
    {
        tell($"code drops {thing.Title}");
        Edit(thing, (document, block) => document.Root.RemoveBlock(block));
        thing.Code = null;
        thing.Comments.Clear();
    }

    private void Comment(Thing thing)
    {
        var comment = FormattableString.Invariant($"kept for {thing.Name}: {random.Next()}");
        tell($"comment in {thing.Title}");
        thing.Comments.Add(comment);
        var path = Edit(thing, (_, _) => { });
        var text = File.ReadAllText(path);
        var at = text.IndexOf('\n', text.IndexOf(Find(Documents(), thing)!.Text, StringComparison.Ordinal)) + 1;
        File.WriteAllText(path, text.Insert(at, $"  {(random.Next(2) == 0 ? "#" : "//")} {comment} {{ \"\n"));
    }

    /// <summary>What Terraform would do: everything that the code wants, and that nobody disagrees about.</summary>
    private async Task TerraformAsync()
    {
        foreach (var thing in _all.Where(thing => thing.IsPending).ToArray())
        {
            if (thing.Code is null) await ServerDropAsync(thing);
            else if (thing.Server is null) await ServerNewAsync(thing, Thing.Copy(thing.Code));
            else
            {
                // What the server changed meanwhile is its own.
                var wanted = Thing.Copy(thing.Server);
                foreach (var (attribute, _, _) in thing.Kind.Attributes)
                    if (thing.Server.GetValueOrDefault(attribute) == thing.Base!.GetValueOrDefault(attribute)) Thing.Put(wanted, attribute, thing.Code.GetValueOrDefault(attribute));
                await ServerSetAsync(thing, wanted);
            }
        }
    }

    /// <summary>Another guest is made, or one is deleted, by whoever has Terraform: none of it is anybody's here.</summary>
    private async Task RepeatedAsync()
    {
        if (_members < 6 && random.Next(2) == 0)
        {
            _members++;
            WriteRepeated();
        }
        var vmid = Repeated + random.Next(_members);
        tell($"server {(_repeated.Contains(vmid) ? "loses" : "gets")} {vmid}, of a for_each");
        var guest = new Side(Core.Model.GuestKind.Qemu, new(StringComparer.Ordinal) { ["@node"] = "pve1", ["@started"] = "0", ["name"] = "many", ["cores"] = "1", ["memory.current"] = "512" });
        if (_repeated.Remove(vmid)) await cluster.DeleteAsync(vmid, guest);
        else
        {
            await cluster.CreateAsync(vmid, guest);
            _repeated.Add(vmid);
        }
    }

    // Others may put theirs beside the resource: only the file of the values is written anew.
    private void WriteRepeated() => File.WriteAllText(cluster.Workspace.PathOf("terraform/vms/many-members.tf"), $$"""
        locals {
          many = { {{string.Join(", ", Enumerable.Range(0, _members).Select(number => $"m{number} = {Repeated + number}"))}} }
        }

        """);

    private string Edit(Thing thing, Action<HclDocument, HclBlock> edit)
    {
        foreach (var (path, document) in Documents())
        {
            if (Find([(path, document)], thing) is not { } block) continue;
            edit(document, block);
            File.WriteAllText(path, document.Text);
            return path;
        }
        throw new InvalidOperationException($"There is no {thing.Title} in the code.");
    }

    private (string Path, HclDocument Document)[] Documents() => [.. Directory.GetFiles(cluster.Workspace.PathOf("terraform"), "*.tf").Order(StringComparer.Ordinal).Select(path => (path, HclDocument.Parse(File.ReadAllText(path), path)))];

    private static HclBlock? Find(IEnumerable<(string Path, HclDocument Document)> documents, Thing thing) => documents.SelectMany(one => one.Document.Root.BlocksOf("resource"))
        .FirstOrDefault(block => block.Labels[0] == thing.Kind.Type && block.Body.Attribute(thing.Kind.Id)?.Expression.Evaluate(HclScope.Empty) is HclValue.String { Value: var id } && id == thing.Name);

    private static SortedDictionary<string, string> Values(ThingKind kind, HclBlock block)
    {
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (attribute, _, _) in kind.Attributes)
            switch (block.Body.Attribute(attribute)?.Expression.Evaluate(HclScope.Empty))
            {
                case HclValue.String { Value: { Length: > 0 } text }: values[attribute] = text; break;
                case HclValue.List { Items.Count: > 0 } list: values[attribute] = string.Join(',', list.Items.Cast<HclValue.String>().Select(item => item.Value).Order(StringComparer.Ordinal)); break;
                case HclValue.Bool { Value: false }: values[attribute] = "false"; break;
            }
        return values;
    }

    private static SortedDictionary<string, string> Values(ThingKind kind, JsonElement entry)
    {
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (attribute, key, _) in kind.Attributes)
            if (entry.TryGetProperty(key, out var value) && value.ToString() is { Length: > 0 } text)
            {
                if (attribute == "enabled") Thing.Put(values, attribute, text == "0" ? "false" : null);
                else values[attribute] = attribute is "content" or "privileges" ? string.Join(',', text.Split(',').Order(StringComparer.Ordinal)) : text;
            }
        return values;
    }

    private static string Listed(SortedDictionary<string, string> values) => string.Join(", ", values.Select(pair => $"{pair.Key}={pair.Value}"));
}
