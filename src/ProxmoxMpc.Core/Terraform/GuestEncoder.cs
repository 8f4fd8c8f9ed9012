using System.Collections.Frozen;
using System.Globalization;
using ProxmoxMpc.Core.Hcl;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>Guest facts to a resource: what the schema says is written by the schema, the irregular blocks by their own classes.</summary>
internal sealed class GuestEncoder
{
    // Most keys are unset in most guests: what is written then is the same for all.
    private static readonly FrozenDictionary<KeySchema, (BlockPath.Place Place, HclValue Value)[]> UnsetOfVm = Unset(GuestKind.Qemu);
    private static readonly FrozenDictionary<KeySchema, (BlockPath.Place Place, HclValue Value)[]> UnsetOfContainer = Unset(GuestKind.Lxc);

    private readonly GuestKind _kind;
    private readonly AttributeMap _facts;
    private readonly bool _closeGaps;
    private readonly bool _spellOut;
    private readonly CodeNode _root = new();

    private GuestEncoder(GuestKind kind, AttributeMap facts, bool closeGaps, bool spellOut)
    {
        _spellOut = spellOut;
        _kind = kind;
        _facts = facts;
        _closeGaps = closeGaps;
    }

    /// <param name="closeGaps">
    /// Write what goes by place in the order in which the provider reads it, even where a number is missing before it (or, of
    /// a container's addresses, an interface has none): the places then do not tell the numbers any more.
    /// </param>
    /// <param name="spellOut">Write also what the facts say although it is the provider's default.</param>
    /// <exception cref="PmpcException">A number is missing before another of a family that the provider numbers by place.</exception>
    public static CodeNode Encode(GuestKind kind, int vmid, AttributeMap facts, bool closeGaps = false, bool spellOut = false)
    {
        var encoder = new GuestEncoder(kind, facts, closeGaps, spellOut);
        return encoder.Encode(vmid);
    }

    private CodeNode Encode(int vmid)
    {
        if (_facts.Get(AttributePath.Node) is { } node) _root.Attributes["node_name"] = node;
        _root.Attributes["vm_id"] = HclValue.Of((long)vmid);
        foreach (var key in GuestSchema.For(_kind).Keys)
        {
            if (key.IsDrive()) DriveCode.Encode(_root, _facts, key, (name, place) => EncodeAttributes(key, name, place));
            else if (key.IsOwnBlock()) EncodeFamily(key);
            else if (key.Name == "machine") MachineCode.Encode(_root, _facts);
            else if (key.Name == "env") EnvironmentCode.Encode(_root, _facts);
            else if (_facts.HasAny(key.Name) || key.Name == "numa") EncodeAttributes(key, key.Name, 0);
            else EncodeUnset(key);
        }
        if (_facts.Get(AttributePath.Started) is { } started) _root.Attributes["started"] = started == "1";
        if (_kind == GuestKind.Qemu)
        {
            if (_facts.Get(AttributePath.Pool) is { } pool) _root.Attributes["pool_id"] = pool;
            OrderDisks();
            if (!WritesSmbios()) _root.Blocks.RemoveAll(block => block.Type == "smbios");
        }
        else
        {
            _root.Single("operating_system").Attributes["template_file_id"] = _facts.Get(ProviderNames.TemplatePath) ?? "";
            if (_facts.Get("cores") is null) _root.Single("cpu").Comment("cores", "unset in Proxmox, where it means every core of the node; the provider reads 1");
        }
        return _root;
    }

    /// <summary>
    /// As the provider reads them, bus by bus in the alphabet's order: in any other the plan compares a disk with the one that
    /// stands in its place, and finds both changed where only their order is.
    /// </summary>
    private void OrderDisks()
    {
        var disks = _root.Blocks.Where(block => block.Type == "disk").OrderBy(block => DiskRank(block.Body.Text("interface")!).Bus, StringComparer.Ordinal).ThenBy(block => DiskRank(block.Body.Text("interface")!).Index).ToArray();
        if (disks.Length < 2) return;
        _root.Blocks.RemoveAll(block => block.Type == "disk");
        _root.Blocks.AddRange(disks);
    }

    /// <summary>The place of a drive among others: bus and number.</summary>
    internal static (string Bus, int Index) DiskRank(string key) => GuestSchema.SplitIndex(key) is { } split ? (split.Family, split.Index) : (key, 0);

    private void EncodeFamily(KeySchema key)
    {
        var top = BlockPath.Top(key.Attributes().FirstOrDefault(attribute => attribute.Provider is not null)?.Provider!.Path ?? "");
        if (top.Length == 0) return;
        var place = 0;
        foreach (var name in key.Present(_facts))
        {
            var rule = BlockShape.Of(_kind, top).Rule;
            if ((rule == BlockRule.Positional || (rule == BlockRule.Closing && !_closeGaps)) && SchemaTable.IndexOf(name) != place)
                throw new PmpcException("PmpcNotExpressible", PmpcErrorKind.NotSupported,
                    $"{name} cannot be written as Terraform: the provider numbers {top} blocks by their place, and {key.Name}{place.ToString(CultureInfo.InvariantCulture)} is missing.",
                    $"Make the {key.Name} keys of the guest consecutive from {key.Name}0.", name);
            EncodeAttributes(key, name, place++);
        }
    }

    private void EncodeAttributes(KeySchema key, string name, int place)
    {
        var first = true;
        var paths = key.PathsOf(name);
        for (var i = 0; i < paths.Length; i++)
        {
            var attribute = key.Attributes()[i];
            if (attribute.Provider is not { } provider) continue;
            // A device's block stands even if all in it is default. Addresses of ipconfigN are two blocks, of which one may be missing.
            var path = BlockPath.Of(_kind, provider.Path);
            if (first && key.IsOwnBlock() && key.Name != "ipconfig") BlockPath.Make(_root, path, name, place);
            first = false;
            if (Value(key, name, attribute, paths[i]) is not { } value) continue;
            var at = provider.Path.StartsWith("initialization.ip_config.", StringComparison.Ordinal) ? AddressPlace(name) : place;
            var block = BlockPath.Make(_root, path, name, at);
            if (!attribute.IsSecret) block.Attributes[path.Leaf] = value;
        }
        if (key.Name == "watchdog") _root.Single("watchdog").Attributes.Insert(0, "enabled", true);
    }

    private void EncodeUnset(KeySchema key)
    {
        foreach (var (place, value) in (_kind == GuestKind.Qemu ? UnsetOfVm : UnsetOfContainer)[key])
            BlockPath.Make(_root, place, key.Name, 0).Attributes[place.Leaf] = value;
    }

    /// <summary>By key, what is written where a guest has nothing of it.</summary>
    private static FrozenDictionary<KeySchema, (BlockPath.Place, HclValue)[]> Unset(GuestKind kind)
    {
        var empty = new GuestEncoder(kind, AttributeMap.Empty, closeGaps: false, spellOut: false);
        return GuestSchema.For(kind).Keys.Where(key => !key.IsDrive() && !key.IsOwnBlock()).ToFrozenDictionary(key => key, key =>
            key.Attributes().Where(attribute => attribute.Provider is not null && !attribute.IsSecret)
                .Select(attribute => (Place: BlockPath.Of(kind, attribute.Provider!.Path), Value: empty.Value(key, key.Name, attribute, key.PathOf(key.Name, attribute))))
                .Where(pair => pair.Value is not null).Select(pair => (pair.Place, pair.Value!)).ToArray());
    }

    /// <summary>What to write, or null where nothing has to be.</summary>
    private HclValue? Value(KeySchema key, string name, AttributeSchema attribute, string path)
    {
        var provider = attribute.Provider!;
        var value = _facts.Get(path);
        if (attribute.IsSecret) return value is null ? null : HclValue.Of(value);
        if (key.Name == "mp" && attribute.Name == "storage") return MountPointCode.Volume(_facts, name);
        if (key.Name == "audio0" && value == "none") return null;
        if (value is not null && attribute.Name == "hotplug" && !value.All(c => char.IsAsciiLetterLower(c) || c is ',' or ';')) return null;
        if (value == "0" && provider.Path is "cpu.units" or "rng.max_bytes" or "rng.period") return null;
        if (provider.Path == "cpu.numa" && NeedsNuma()) return HclConvert.ToHcl(attribute, value ?? "0");
        if (provider.Computed) return string.IsNullOrEmpty(value) ? null : HclConvert.ToHcl(attribute, value);
        var effective = value ?? Meaning.Unset(_kind, key, attribute);
        if (effective is null || (effective.Length == 0 && provider.Default is null)) return null;
        var isDefault = provider.Default is not null && (effective == provider.Default || AttributeValue.Normalize(attribute, effective) == AttributeValue.Normalize(attribute, provider.Default));
        return isDefault && !(_spellOut && value is { Length: > 0 }) && !Taste.IsAlwaysWritten(_kind, provider.Path) ? null : HclConvert.ToHcl(attribute, effective);
    }

    /// <summary>The provider wants <c>cpu.numa</c> written, true or false, beside these.</summary>
    private bool NeedsNuma() => _facts.ContainsKey("hugepages") || _facts.Get("keephugepages") == "1" || _facts.Keys.Any(path => path.StartsWith("numa", StringComparison.Ordinal) && path.Contains('.'));

    private bool WritesSmbios() => _facts.Any(pair => pair.Key.StartsWith("smbios1.", StringComparison.Ordinal) && pair.Key != "smbios1.uuid" && pair.Value.Length > 0);

    private int AddressPlace(string name)
    {
        if (_kind == GuestKind.Qemu || !_closeGaps) return SchemaTable.IndexOf(name);
        return _facts.Keys.Select(AttributePath.Split).Where(path => path.Part is "ip" or "ip6" or "gw" or "gw6")
            .Select(path => path.Key).Distinct(StringComparer.Ordinal).Count(other => SchemaTable.IndexOf(other) < SchemaTable.IndexOf(name));
    }
}
