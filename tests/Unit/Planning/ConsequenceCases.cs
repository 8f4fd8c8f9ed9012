using System.Globalization;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Tests.Unit.Model;

namespace ProxmoxMpc.Tests.Unit.Planning;

/// <summary>One change of one key: what it is, and the config that it leads to.</summary>
internal sealed record ConsequenceCase(string Name, string Key, GuestConfig After);

/// <summary>
/// Every change that the schema knows: each setting set, changed and taken away, each part of a property string, each device
/// that comes and goes. One change each, on top of a guest that has something of everything.
/// </summary>
internal sealed class ConsequenceCases(Guest server, int seed)
{
    /// <summary>What only Proxmox writes, what is another key's alias, and what nobody can read back.</summary>
    private static readonly string[] Beyond = ["lock", "template", "cdrom", "unused", "smp", "cipassword"];

    private readonly GuestSchema _schema = GuestSchema.For(server.Kind);
    private readonly SchemaValues _values = new(new Random(seed));
    private readonly RandomConfig _texts = new(server.Kind, seed) { WithUnknownParts = false };

    public static IEnumerable<ConsequenceCase> Of(Guest server, int seed) => new ConsequenceCases(server, seed).All();

    private IEnumerable<ConsequenceCase> All() => _schema.Keys.Where(key => !Beyond.Contains(key.Name)).SelectMany(Of).Where(one => one.After != server.Config);

    private IEnumerable<ConsequenceCase> Of(KeySchema key)
    {
        var there = server.Config.Keys.Where(name => _schema.FindKey(name) == key).ToArray();
        foreach (var name in there)
        {
            if (key.Scalar is { } scalar) yield return Set(name, name, Other(scalar, key, server.Config[name], isPart: false));
            else foreach (var one in Parts(key, name)) yield return one;
            if (!IsKept(key)) yield return new($"{name} gone", name, GuestConfig.From(server.Config.Where(pair => pair.Key != name)));
        }
        if (there.Length > 0 && !key.IsFamily) yield break;
        var added = key.IsFamily ? key.Name + Enumerable.Range(key.FirstIndex!.Value, 99).First(index => !there.Contains(Name(index))).ToString(CultureInfo.InvariantCulture) : key.Name;
        yield return Set($"{added} new", added, key.IsVolume ? NewVolume(key) : key.Scalar is { } fresh ? _values.Of(fresh, key.Name, isPart: false) : _texts.Text(key, density: 30));

        string Name(int index) => key.Name + index.ToString(CultureInfo.InvariantCulture);
    }

    private IEnumerable<ConsequenceCase> Parts(KeySchema key, string name)
    {
        var text = PropertyString.Parse(server.Config[name], key);
        if (text["media"] == "cdrom")
        {
            yield return Set($"{name} other CD", name, "local:iso/other.iso,media=cdrom");
            yield break;
        }
        foreach (var part in key.Parts.Where(part => !part.IsDerived && part.Type != AttributeType.Volume && part.Name is not ("size" or "format" or "media")))
        {
            // Beside an order, the old way to say it is thrown away.
            if ((part.Requires is { } needed && text[needed] is null) || (part.Name == "legacy" && text["order"] is not null)) continue;
            yield return Set($"{name}.{part.Name}", name, text.With(part.Name, Other(part, key, text[part.Name], isPart: true)).ToString(key));
            if (text[part.Name] is not null && !part.IsRequired) yield return Set($"{name}.{part.Name} gone", name, text.With(part.Name, null).ToString(key));
        }
    }

    private ConsequenceCase Set(string what, string name, string value) => new($"{what} = {value}", name, GuestConfig.From(server.Config.Where(pair => pair.Key != name).Append(KeyValuePair.Create(name, value)).Where(pair => pair.Value.Length > 0)));

    /// <summary>A value that is not the present one.</summary>
    private string Other(AttributeSchema attribute, KeySchema key, string? now, bool isPart) => Enumerable.Range(0, 20)
        .Select(_ => AttributeValue.Wire(attribute, AttributeValue.Canonical(attribute, _values.Of(attribute, key.Name, isPart)) ?? "")).First(value => value != now && (!isPart || !value.Contains(',')));

    private static string NewVolume(KeySchema key) => key.Name switch
    {
        "mp" => "local-lvm:new,mp=/new,size=4G",
        "efidisk" => "local-lvm:new,efitype=4m",
        _ => "local-lvm:new,size=4G",
    };

    private static bool IsKept(KeySchema key) => key.Name is "rootfs" || key.Scalar is { IsKept: true };
}
