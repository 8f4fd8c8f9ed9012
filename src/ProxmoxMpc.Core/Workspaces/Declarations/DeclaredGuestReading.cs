using System.Globalization;
using System.Text.RegularExpressions;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using YamlDotNet.RepresentationModel;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>A guest as the file wants it.</summary>
/// <param name="Edits">What the file says of it; what it does not say is left open.</param>
/// <param name="VmId">Null: any free one, or that of the guest of this name.</param>
/// <param name="Source">The guest that it is to be cloned from.</param>
/// <param name="Node">Where its entry stands.</param>
internal sealed record WantedGuest(string Name, GuestKind Kind, GuestEdits Edits, int? VmId, string? HomeNode, Guest? Source, YamlNode Node)
{
    /// <summary>The keys of the config of which the file itself says something.</summary>
    public required IReadOnlySet<string> Declared { get; init; }
}

/// <summary>Puts the layers of a declaration over each other, guest by guest, and checks every value against the schema of attributes.</summary>
internal sealed partial class DeclaredGuestReading(Declaration declaration, string? environment, Inventory inventory, DeclarationProblems problems)
{
    private readonly DeclaredEnvironment? _environment = environment is null ? null : declaration.Environments.GetValueOrDefault(environment);

    /// <summary>Every guest of the file in its order, with those that only the environment has behind.</summary>
    public IReadOnlyList<WantedGuest> Guests()
    {
        var known = declaration.Guests.SelectMany(entry => entry.Names).ToHashSet(StringComparer.Ordinal);
        var overlays = _environment?.Guests ?? [];
        // An overlay is of an entry as it is written, of some of its guests, or of guests that only the environment has.
        var own = overlays.Where(overlay => overlay.Names.All(name => !known.Contains(name)));
        foreach (var overlay in overlays.Where(overlay => overlay.Names.Any(known.Contains) && !overlay.Names.All(known.Contains)))
            problems.Add(overlay.Node, $"'{overlay.Key}' names guests of 'guests' and others; one or the other is expected");
        return [.. declaration.Guests.Concat(own).SelectMany(entry => entry.Names.Select((name, index) => Read(entry, name, index, overlays.Except(own).Where(overlay => overlay.Names.Contains(name))))).OfType<WantedGuest>()];
    }

    private WantedGuest? Read(DeclaredEntry entry, string name, int index, IEnumerable<DeclaredEntry> overlays)
    {
        // An overlay of a range has one value for each of its own guests.
        var own = overlays.Select(overlay => (overlay.Layer, Index: overlay.Names.IndexOf(name), overlay.Names.Length)).ToArray();
        var kind = KindOf(own.Select(one => one.Layer).Prepend(entry.Layer).Reverse().Concat([_environment?.Defaults.All ?? DeclaredLayer.Empty, declaration.Defaults.All]));
        var layers = declaration.Defaults.For(kind).Append(entry.Layer).Concat(_environment?.Defaults.For(kind) ?? []).Select(layer => (Layer: layer, Index: index, entry.Names.Length)).Concat(own);
        var words = new Dictionary<string, DeclaredValue>(StringComparer.Ordinal);
        var settings = new List<DeclaredValue>();
        foreach (var (layer, at, count) in layers)
            foreach (var value in layer.Values.Select(value => Own(value, at, count)))
            {
                if (DeclarationReader.Words.Contains(value.Path)) words[value.Path] = value;
                else if (IsKnown(kind, value, layer.IsDefault)) settings.Add(value);
            }
        if (!IsName(name))
        {
            problems.Add(entry.Node, $"'{name}' is no name for a guest; letters, digits, '-' and '.' are expected");
            return null;
        }
        var edits = new GuestEdits(kind);
        var source = Source(kind, words.GetValueOrDefault("clone"));
        if (source is not null) foreach (var (path, value) in CloneSettings.Of(source)) edits.Set(path, value);
        foreach (var setting in settings) Set(edits, setting);
        edits.Set(kind.NameKey(), name);
        if (words.GetValueOrDefault("pool") is { } pool) edits.Set(AttributePath.Pool, pool.Text);
        if (words.GetValueOrDefault("started") is { } started)
        {
            if (started.Text is not (null or "0" or "1")) problems.Add(started.Node, "'started' takes true or false");
            else edits.Set(AttributePath.Started, started.Text ?? "0");
        }
        if (words.GetValueOrDefault("template") is { Text: { } template } word)
        {
            if (kind == GuestKind.Lxc) edits.Set(AttributePath.OsTemplate, template);
            else problems.Add(word.Node, "'template' names the image of a container; a VM is made of another by 'clone'");
        }
        return new(name, kind, edits, VmId(words.GetValueOrDefault("vmid"), index), HomeNode(words.GetValueOrDefault("node"), index), source, entry.Node)
        {
            Declared = settings.Select(setting => AttributePath.Split(setting.Path).Key).Append(kind.NameKey()).Concat(words.Keys.Select(word => word switch { "pool" => AttributePath.Pool, "started" => AttributePath.Started, "node" => AttributePath.Node, _ => word })).ToHashSet(StringComparer.Ordinal),
        };
    }

    private GuestKind KindOf(IEnumerable<DeclaredLayer> nearestFirst)
    {
        if (nearestFirst.SelectMany(layer => layer.Values).FirstOrDefault(value => value.Path == "kind") is not { } value) return GuestKind.Qemu;
        if (value.Text is not ("vm" or "container")) problems.Add(value.Node, $"'{value.Text}' is no kind of guest; vm or container is expected");
        return value.Text == "container" ? GuestKind.Lxc : GuestKind.Qemu;
    }

    /// <summary>Of a value with a range, the one that is for this guest.</summary>
    private DeclaredValue Own(DeclaredValue value, int index, int count)
    {
        if (value.Text is not { } text || value.Path is "vmid" || !NameRange.IsRange(text)) return value;
        var all = NameRange.Expand(text, out var problem);
        if (problem is null && all.Length != count) problem = string.Create(CultureInfo.InvariantCulture, $"'{text}' stands for {all.Length} values; {count} are expected, one for each guest of the entry");
        if (problem is null) return value with { Text = all[index] };
        problems.Add(value.Node, problem);
        return value with { Text = null };
    }

    /// <summary>Defaults for both kinds may name what only one has.</summary>
    private bool IsKnown(GuestKind kind, DeclaredValue value, bool isDefault)
    {
        var schema = GuestSchema.For(kind);
        var (key, part) = AttributePath.Split(value.Path);
        if (key == kind.NameKey())
        {
            problems.Add(value.Node, $"the name of a guest is its entry's; '{key}' is not expected here");
            return false;
        }
        if (schema.FindKey(key) is { } known)
        {
            if (part is null || schema.Find(value.Path) is not null) return true;
            problems.Add(value.Node, known.IsPropertyString ? DeclarationReader.Unknown(part, known.Parts.Where(one => !one.IsSecret).Select(one => one.Name), $"'{key}'") : $"'{key}' has no parts; a plain value is expected");
            return false;
        }
        if (isDefault && GuestSchema.For(kind == GuestKind.Qemu ? GuestKind.Lxc : GuestKind.Qemu).FindKey(key) is not null) return false;
        problems.Add(value.Node, DeclarationReader.Unknown(key, DeclarationReader.Words.Concat(schema.Keys.Where(one => !one.IsFamily).Select(one => one.Name)).Concat(schema.Keys.Where(one => one.IsFamily).Select(one => one.Name + "0")), $"a {kind.DisplayName()}"));
        return false;
    }

    private void Set(GuestEdits edits, DeclaredValue value)
    {
        try
        {
            edits.Set(value.Path, InMiB(value.Path, value.Text));
        }
        catch (PmpcException refused)
        {
            problems.Add(value.Node, refused.Message);
        }
    }

    /// <summary>Memory with a unit, as people write it; Proxmox counts MiB.</summary>
    private static string? InMiB(string path, string? text)
    {
        if (text is null || path is not ("memory" or "memory.current" or "swap" or "balloon") || MemoryText().Match(text) is not { Success: true } match) return text;
        var number = long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        return (char.ToUpperInvariant(match.Groups[2].Value[0]) == 'G' ? number * 1024 : number).ToString(CultureInfo.InvariantCulture);
    }

    private int? VmId(DeclaredValue? value, int index)
    {
        if (value?.Text is not { } text) return null;
        var all = NameRange.Expand(text, out var problem);
        if (problem is null && all.Length > 1 && index >= all.Length) problem = string.Create(CultureInfo.InvariantCulture, $"'{text}' has {all.Length} vmids, too few for the guests of the entry");
        if (problem is null && int.TryParse(all.Length > 1 ? all[index] : all[0], NumberStyles.None, CultureInfo.InvariantCulture, out var vmid) && vmid is >= 100 and <= 999_999_000) return all.Length > 1 ? vmid : vmid + index;
        problems.Add(value.Node, problem ?? $"'{text}' is no vmid; a number from 100 to 999999999 is expected, the first of a range of guests");
        return null;
    }

    private string? HomeNode(DeclaredValue? value, int index)
    {
        if (value?.Text is not { } text) return null;
        var nodes = text.Split(';');
        foreach (var node in nodes.Where(node => inventory.Nodes.All(one => one.Name != node)))
            problems.Add(value.Node, $"there is no node '{node}'; {string.Join(", ", inventory.Nodes.Select(one => one.Name))} are expected");
        return nodes[index % nodes.Length];
    }

    private Guest? Source(GuestKind kind, DeclaredValue? value)
    {
        if (value?.Text is not { } text) return null;
        if (kind == GuestKind.Lxc)
        {
            problems.Add(value.Node, "'clone' is for VMs; a container is made of a 'template'");
            return null;
        }
        var found = inventory.Guests.Where(guest => guest.Name == text || guest.VmId.ToString(CultureInfo.InvariantCulture) == text).ToArray();
        if (found is [var source] && source.Kind == kind) return source;
        var templates = inventory.Guests.Where(guest => guest.IsTemplate && guest.Kind == kind).Select(guest => guest.Name).ToArray();
        problems.Add(value.Node, found.Length > 1 ? $"more than one guest is called '{text}'; a vmid is expected"
            : found.Length == 1 ? $"'{text}' is a {found[0].Kind.DisplayName()}; a {kind.DisplayName()} is made of one of its own kind"
            : $"there is no guest '{text}' to clone; {(templates.Length == 0 ? "the name or vmid of a guest" : string.Join(", ", templates))} is expected");
        return null;
    }

    private static bool IsName(string name) => name.Length is > 0 and <= 253 && name.Split('.').All(label => label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-' && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'));

    [GeneratedRegex(@"\A(\d{1,9}) ?([GgMm])(?:i?[Bb])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex MemoryText();
}
