using System.Collections.Immutable;
using System.Globalization;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Terraform.Porting;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ProxmoxMpc.Core.Workspaces.Exporting;

/// <summary>From the sheet's YAML to answers, node by node, so that every complaint has a place.</summary>
internal sealed class MappingSheetReader
{
    public const string Format = "format", Keep = "keep", MacAddresses = "macAddresses", Uuids = "uuids", VmIds = "vmids", Storages = "storages";

    /// <summary>The sections of one name to one, in the order in which they are written.</summary>
    public static ImmutableArray<(string Name, PlaceKind Kind)> Sections { get; } =
    [
        ("nodes", PlaceKind.Node), ("bridges", PlaceKind.Bridge), ("vlans", PlaceKind.Vlan), ("pools", PlaceKind.Pool), ("volumes", PlaceKind.Volume), ("templates", PlaceKind.Template),
    ];

    private readonly string _path;
    private readonly ImmutableDictionary<PlaceKey, string>.Builder _places = ImmutableDictionary.CreateBuilder<PlaceKey, string>();
    private readonly List<(int First, int Last, int Target)> _vmids = [];
    private bool? _macs, _uuids;

    private MappingSheetReader(string path) => _path = path;

    /// <exception cref="PmpcException"><c>PmpcMappingInvalid</c>, with line and column.</exception>
    public static MappingAnswers Read(string text, string path)
    {
        var reader = new MappingSheetReader(path);
        reader.Read(text);
        return new(reader._places.ToImmutable(), [.. reader._vmids], reader._macs, reader._uuids);
    }

    private void Read(string text)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException error)
        {
            throw Error((int)error.Start.Line, (int)error.Start.Column, "this is no YAML that can be read", error);
        }
        if (stream.Documents is not [var document, ..] || document.RootNode is YamlScalarNode { Value: null or "" }) return;
        foreach (var (key, value) in Mapping(document.RootNode))
        {
            var name = Text(key);
            if (name is Format or "source" or "target") continue;
            if (name == Keep) ReadKeep(value);
            else if (name == VmIds) ReadVmIds(value);
            else if (name == Storages) ReadStorages(value);
            else if (Sections.FirstOrDefault(section => section.Name == name) is { Name: not null } section) ReadSection(section.Kind, value);
            else throw Error(key, $"'{name}' is no part of a mapping sheet");
        }
    }

    private void ReadSection(PlaceKind kind, YamlNode node)
    {
        foreach (var (key, value) in Mapping(node))
        {
            // Of a volume its content is not written down: a name has one only.
            if (kind == PlaceKind.Volume) foreach (var content in new[] { "iso", "vztmpl", "snippets", "import" }) _places[new(kind, Text(key), content)] = Text(value);
            else _places[new(kind, Text(key))] = Text(value);
        }
    }

    private void ReadStorages(YamlNode node)
    {
        foreach (var (key, value) in Mapping(node))
        {
            if (value is YamlScalarNode) foreach (var content in new[] { "images", "rootdir" }) _places[new(PlaceKind.Storage, Text(key), content)] = Text(value);
            else foreach (var (content, storage) in Mapping(value)) _places[new(PlaceKind.Storage, Text(key), Text(content))] = Text(storage);
        }
    }

    private void ReadVmIds(YamlNode node)
    {
        foreach (var (key, value) in Mapping(node))
        {
            if (Text(value).Length == 0) continue;
            var (first, last) = Range(key);
            var (target, end) = Range(value);
            if (end != target && end - target != last - first) throw Error(value, "the two ranges have different lengths");
            _vmids.Add((first, last, target));
        }
    }

    private (int First, int Last) Range(YamlNode node)
    {
        var parts = Text(node).Split('-', 2, StringSplitOptions.TrimEntries);
        if (Number(parts[0]) is { } first && Number(parts[^1]) is { } last && first <= last) return (first, last);
        throw Error(node, "a vmid, or a range such as 100-120, is needed here");

        static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 100 and <= 999_999_999 ? number : null;
    }

    private void ReadKeep(YamlNode node)
    {
        foreach (var (key, value) in Mapping(node))
        {
            bool? choice = Text(value) switch { "true" => true, "false" => false, _ => throw Error(value, "true or false is needed here") };
            if (Text(key) == MacAddresses) _macs = choice;
            else if (Text(key) == Uuids) _uuids = choice;
            else throw Error(key, $"only {MacAddresses} and {Uuids} can be kept");
        }
    }

    private IEnumerable<KeyValuePair<YamlNode, YamlNode>> Mapping(YamlNode node) => node is YamlMappingNode mapping ? mapping.Children
        : node is YamlScalarNode { Value: null or "" or "~" or "null", Style: ScalarStyle.Plain or ScalarStyle.Any } ? [] : throw Error(node, "lines of the form 'name: value' are needed here");

    private string Text(YamlNode node) => node is YamlScalarNode scalar
        ? scalar is { Value: null or "~" or "null", Style: ScalarStyle.Plain or ScalarStyle.Any } ? "" : scalar.Value ?? ""
        : throw Error(node, "one value is needed here");

    private PmpcException Error(YamlNode node, string problem) => Error((int)node.Start.Line, (int)node.Start.Column, problem, null);

    private PmpcException Error(int line, int column, string problem, Exception? inner) => new("PmpcMappingInvalid", PmpcErrorKind.Parse,
        string.Create(CultureInfo.InvariantCulture, $"{_path}:{line}:{column}: {problem}."), "Mend the sheet, or delete it to get a new one.", _path, inner);
}
