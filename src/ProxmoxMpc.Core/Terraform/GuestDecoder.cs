using System.Collections.Frozen;
using System.Globalization;
using ProxmoxMpc.Core.Hcl;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>A resource to guest facts: the inverse of <see cref="GuestEncoder"/>, with the provider's defaults for what is not written.</summary>
internal sealed class GuestDecoder
{
    // What is asked of every guest for every attribute, once.
    private static readonly FrozenDictionary<KeySchema, Rule[]> OfVm = Rules(GuestKind.Qemu);
    private static readonly FrozenDictionary<KeySchema, Rule[]> OfContainer = Rules(GuestKind.Lxc);

    /// <summary>An attribute that the provider has.</summary>
    /// <param name="Index">Its number among those of its key.</param>
    /// <param name="Default">What it is where it is not written; null where that is what an unset one is anyway.</param>
    private sealed record Rule(int Index, AttributeSchema Attribute, ProviderAttribute Provider, BlockPath.Place Place, string? Default);

    private readonly GuestKind _kind;
    private readonly CodeNode _root;
    private readonly bool _hasDynamic;

    /// <summary>Whether it is made as a clone: then the provider leaves what is not written as the original has it.</summary>
    private readonly bool _isClone;
    private readonly DecodedGuest _decoded = new();

    private GuestDecoder(GuestKind kind, CodeNode root)
    {
        _kind = kind;
        _root = root;
        _hasDynamic = root.HasDynamic();
        _isClone = root.BlocksOf("clone").Any();
    }

    /// <summary>Reads the resource; its <c>lifecycle</c> is not looked at here.</summary>
    public static DecodedGuest Decode(GuestKind kind, CodeNode root)
    {
        var decoder = new GuestDecoder(kind, root);
        decoder.Decode();
        return decoder._decoded;
    }

    private void Decode()
    {
        foreach (var key in GuestSchema.For(_kind).Keys)
        {
            if (GuestProjection.IsWrittenOnly(key)) _decoded.Unknown(key.Names());
            else if (key.IsDrive()) continue;
            else if (key.IsOwnBlock()) DecodeFamily(key);
            else if (_isClone && (key.Name == "machine" && _root.Get("machine") is null || key.Name == "env" && _root.Get("environment_variables") is null)) _decoded.Unknown(key.Names());
            else if (key.Name == "machine") MachineCode.Decode(_root, _decoded);
            // Without the block nothing is said of them: Proxmox gives every VM a UUID, and the provider reads none of those alone.
            else if (key.Name == "smbios1" && !_root.BlocksOf("smbios").Any()) _decoded.Unknown(key.Names());
            else if (key.Name == "env") EnvironmentCode.Decode(_root, _decoded);
            else DecodeAttributes(key, key.Name);
        }
        if (_kind == GuestKind.Qemu) DriveCode.Decode(_root, _decoded, DecodeAttributes);
        DecodeOutside();
        DecodeClone();
    }

    private void DecodeClone()
    {
        if (_root.BlocksOf("clone").FirstOrDefault() is not { } clone) return;
        _decoded.Set(AttributePath.CloneOf, clone.Get("vm_id") is HclValue.Number { Value: var source } ? source.ToString(CultureInfo.InvariantCulture) : "another guest");
        if (clone.Text("node_name") is { Length: > 0 } node) _decoded.Set(AttributePath.CloneNode, node);
        if (clone.Text("datastore_id") is { Length: > 0 } storage) _decoded.Set(AttributePath.CloneStorage, storage);
        _decoded.Set(AttributePath.CloneFull, clone.Get("full") is HclValue.Bool { Value: false } ? "0" : "1");
    }

    private void DecodeFamily(KeySchema key)
    {
        if (key.Attributes().FirstOrDefault(attribute => attribute.Provider is not null)?.Provider is not { } provider) return;
        var path = key.Name == "ipconfig" ? "initialization.ip_config" : BlockPath.Top(provider.Path);
        if (IsDynamic(path + ".x"))
        {
            _decoded.Unknown(key.Names());
            return;
        }
        var blocks = (path.Contains('.') ? _root.BlocksOf(BlockPath.Top(path)).FirstOrDefault() : _root)?.BlocksOf(BlockPath.Leaf(path)).ToArray() ?? [];
        var (rule, attribute) = BlockShape.Of(_kind, path);
        if (rule == BlockRule.Keyed) DecodeKeyed(key, blocks, attribute!);
        else if (!key.IsFamily)
        {
            if (blocks.Length > 0 && IsEnabled(key, blocks[0])) DecodeAttributes(key, key.Name);
        }
        else
        {
            for (var place = 0; place < blocks.Length; place++)
            {
                var name = key.Name + (key.FirstIndex!.Value + place).ToString(CultureInfo.InvariantCulture);
                if (key.FirstIndex + place > key.LastIndex) _decoded.Problem(blocks[place], BlockPath.Leaf(path), $"Proxmox has no {name}");
                else if (rule != BlockRule.Gapped || blocks[place].Blocks.Count > 0 || blocks[place].HasDynamic()) DecodeAttributes(key, name);
                if (key.Name == "mp") MountPointCode.Decode(blocks[place], _decoded, name);
            }
        }
        // Left out, it is not touched: an attribute that the provider computes, or in the TPM's case does not always read.
        if (blocks.Length > 0) return;
        var isLeftOut = key.Name is "net" or "tpmstate0" && _kind == GuestKind.Qemu;
        if (isLeftOut || _isClone || key.Name is "rootfs") _decoded.Unknown(key.Names());
        if (isLeftOut) _decoded.LeftOut.Add(GuestSchema.SplitIndex(key.Names().First())!.Value.Family);
    }

    private void DecodeKeyed(KeySchema key, CodeNode[] blocks, string attribute)
    {
        foreach (var block in blocks)
        {
            if (block.Text(attribute) is { } name && key.Names().Contains(name)) DecodeAttributes(key, name);
            else if (block.Get(attribute) is HclValue.Opaque) _decoded.Unknown(key.Names());
            else _decoded.Problem(block, attribute, $"{key.Name}0 to {key.Name}{key.LastIndex!.Value.ToString(CultureInfo.InvariantCulture)} is needed here");
        }
    }

    /// <summary>Blocks that say whether their device is there.</summary>
    private static bool IsEnabled(KeySchema key, CodeNode block) => key.Name switch
    {
        "watchdog" => block.Get("enabled") is HclValue.Bool { Value: true },
        "audio0" => block.Get("enabled") is not HclValue.Bool { Value: false },
        _ => true,
    };

    private static FrozenDictionary<KeySchema, Rule[]> Rules(GuestKind kind) => GuestSchema.For(kind).Keys.ToFrozenDictionary(key => key, key => RulesOf(kind, key).ToArray());

    private static IEnumerable<Rule> RulesOf(GuestKind kind, KeySchema key)
    {
        var attributes = key.Attributes();
        for (var i = 0; i < attributes.Length; i++)
        {
            if (attributes[i] is not { Provider: { } provider } attribute || (key.Name == "mp" && attribute.Name is "storage" or "volume")) continue;
            var counts = provider.Default is not null && Meaning.Canonical(kind, key, attribute, provider.Default) is not null;
            yield return new(i, attribute, provider, BlockPath.Of(kind, provider.Path), counts ? provider.Default : null);
        }
    }

    private void DecodeAttributes(KeySchema key, string name)
    {
        var paths = key.PathsOf(name);
        (Rule? Last, CodeNode? Block) found = default;
        foreach (var rule in (_kind == GuestKind.Qemu ? OfVm : OfContainer)[key])
        {
            // Those of one block stand together.
            if (!ReferenceEquals(found.Last?.Place.Blocks, rule.Place.Blocks)) found.Block = BlockPath.Find(_root, rule.Place, name);
            found.Last = rule;
            DecodeAttribute(key, rule, paths[rule.Index], found.Block);
        }
    }

    private void DecodeAttribute(KeySchema key, Rule rule, string path, CodeNode? block)
    {
        var (_, attribute, provider, (_, leaf), standard) = rule;
        if (block?.Get(leaf) is not { } value)
        {
            if (provider.Computed || IsDynamic(provider.Path) || IsOfOriginal(rule.Place, block)) _decoded.Unknown(path);
            else if (standard is not null) _decoded.Set(path, standard);
        }
        else if (value is HclValue.Opaque)
        {
            _decoded.Unknown(path);
            _decoded.Opaque[path] = (key, attribute);
        }
        else if (HclConvert.FromHcl(attribute, value) is { Value: { } text }) _decoded.Set(path, text);
        else
        {
            _decoded.Problem(block, leaf, HclConvert.FromHcl(attribute, value).Error!);
            _decoded.Unknown(path);
        }
    }

    /// <summary>Whether a clone has it of its original; these three the provider sets whatever the original has.</summary>
    private bool IsOfOriginal(BlockPath.Place place, CodeNode? block) =>
        _isClone && (ReferenceEquals(block, _root) ? place.Leaf is not ("on_boot" or "start_on_boot" or "template") : block is null);

    private bool IsDynamic(string path) => _hasDynamic && BlockPath.IsDynamic(_root, path);

    private void DecodeOutside()
    {
        Outside("node_name", AttributePath.Node, text => text);
        Outside("pool_id", AttributePath.Pool, text => text.Length == 0 ? null : text);
        Outside("started", AttributePath.Started, text => text is "true" or "1" ? "1" : "0");
        if (_root.Get("started") is null) _decoded.Set(AttributePath.Started, "1");
        if (_kind == GuestKind.Lxc && _root.BlocksOf("operating_system").FirstOrDefault() is { } system)
        {
            if (system.Text("template_file_id") is { Length: > 0 } template) _decoded.Set(ProviderNames.TemplatePath, template);
            else if (system.Get("template_file_id") is HclValue.Opaque) _decoded.Unknown(ProviderNames.TemplatePath);
        }
    }

    private void Outside(string name, string path, Func<string, string?> spell)
    {
        if (_root.Get(name) is not { } value) return;
        if (value is HclValue.Opaque) _decoded.Unknown(path);
        else if (HclConvert.Text(value) is not { } text) _decoded.Problem(_root, name, "one value is needed here, not a list or an object");
        else if (spell(text) is { } spelled) _decoded.Set(path, spelled);
    }
}
