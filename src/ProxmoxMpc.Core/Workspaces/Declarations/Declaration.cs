using System.Collections.Immutable;
using ProxmoxMpc.Core.Model;
using YamlDotNet.RepresentationModel;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>A setting as it stands in the file; the text null: taken back to the default.</summary>
/// <param name="Path">A word of ours (<c>node</c>), or a config key, or a part of one (<c>net0.bridge</c>).</param>
/// <param name="Node">Where the value stands.</param>
internal sealed record DeclaredValue(string Path, string? Text, YamlNode Node);

/// <summary>The settings of one place in the file: the defaults, or a guest's entry.</summary>
internal sealed record DeclaredLayer(ImmutableArray<DeclaredValue> Values, bool IsDefault)
{
    public static DeclaredLayer Empty { get; } = new([], IsDefault: true);
}

/// <summary>Defaults for all guests, and for one kind.</summary>
internal sealed record DeclaredDefaults(DeclaredLayer All, DeclaredLayer Vm, DeclaredLayer Container)
{
    public static DeclaredDefaults None { get; } = new(DeclaredLayer.Empty, DeclaredLayer.Empty, DeclaredLayer.Empty);

    public IEnumerable<DeclaredLayer> For(GuestKind kind) => [All, kind == GuestKind.Qemu ? Vm : Container];
}

/// <summary>An entry under <c>guests</c>.</summary>
/// <param name="Key">As it is written, with its range.</param>
/// <param name="Names">The guests that it stands for.</param>
internal sealed record DeclaredEntry(string Key, YamlNode Node, ImmutableArray<string> Names, DeclaredLayer Layer);

/// <summary>What one environment has otherwise.</summary>
internal sealed record DeclaredEnvironment(DeclaredDefaults Defaults, ImmutableArray<DeclaredEntry> Guests);

/// <summary>A file that declares guests.</summary>
internal sealed record Declaration(DeclaredDefaults Defaults, ImmutableArray<DeclaredEntry> Guests, ImmutableSortedDictionary<string, DeclaredEnvironment> Environments);
