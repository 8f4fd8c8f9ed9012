using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Core.Generation;

/// <summary>Hashes of what files are made from, this program included: another version may make other files of it.</summary>
internal static class SourceHash
{
    private static readonly byte[] Program = typeof(SourceHash).Module.ModuleVersionId.ToByteArray();

    /// <summary>The hash of these parts, each apart from the next.</summary>
    public static byte[] Of(params ReadOnlySpan<byte[]> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Program);
        foreach (var part in parts)
        {
            hash.AppendData(BitConverter.GetBytes(part.Length));
            hash.AppendData(part);
        }
        return hash.GetHashAndReset();
    }

    public static byte[] Of(Guest guest) => SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(guest with { Digest = null }, SourceJson.Default.Guest));

    /// <summary>Everything of the inventory but its guests, and load, which changes with every look.</summary>
    public static byte[] OfRest(Inventory inventory) => SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(inventory with
    {
        Guests = [],
        Remembered = [],
        Nodes = [.. inventory.Nodes.Select(node => node with { Usage = null })],
        Storages = [.. inventory.Storages.Select(storage => storage with { UsedBytes = null, TotalBytes = null })],
    }, SourceJson.Default.Inventory));

    public static byte[] Of(IEnumerable<ClusterObject> objects) => SHA256.HashData(Text(string.Join('\0', objects.Select(item =>
        $"{item.Key}\0{item.Managed}\0{string.Join('\0', item.Settings.Select(pair => $"{pair.Key}\0{pair.Value}"))}"))));

    /// <summary>The hash of lines, one after the other.</summary>
    public static byte[] OfLines(IEnumerable<string> lines)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var line in lines) hash.AppendData(Text(line + '\n'));
        return hash.GetHashAndReset();
    }

    public static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);
}

// Computed properties follow from the others.
[JsonSourceGenerationOptions(IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(Guest))]
[JsonSerializable(typeof(Inventory))]
internal sealed partial class SourceJson : JsonSerializerContext;
