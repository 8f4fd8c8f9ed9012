using System.Collections;
using System.Diagnostics.CodeAnalysis;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Terraform;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>
/// The texts of the Terraform files by path, read when they are asked for: of ten thousand files few are. A text that is asked
/// for by its path is the one that the guests were read from; enumerated, the files are as they are then.
/// </summary>
internal sealed class CodeFiles(WorkspaceFiles files, IReadOnlyDictionary<string, byte[]> hashes) : IReadOnlyDictionary<string, string>
{
    /// <summary>The files that there are now, to be enumerated: none of them was read yet.</summary>
    public static CodeFiles Present(WorkspaceFiles files) =>
        new(files, CodeReading.Find(files, CodeNames.IsCode).Select(file => file.Relative).Order(StringComparer.Ordinal).ToDictionary(path => path, _ => Array.Empty<byte>(), StringComparer.Ordinal));

    public int Count => hashes.Count;

    public IEnumerable<string> Keys => hashes.Keys;

    public IEnumerable<string> Values => Now().Select(file => file.Value);

    /// <exception cref="PmpcException"><c>PmpcCodeChanged</c>: somebody wrote the file in the meantime.</exception>
    public string this[string path] => TryGetValue(path, out var text) ? text : throw new KeyNotFoundException($"There is no file '{path}'.");

    public bool ContainsKey(string key) => hashes.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value)
    {
        value = null;
        if (!hashes.TryGetValue(key, out var hash)) return false;
        if (files.ReadBytes(key) is not { } bytes || !CodeReading.HashOf(bytes).AsSpan().SequenceEqual(hash))
            throw new PmpcException("PmpcCodeChanged", PmpcErrorKind.Conflict, $"'{key}' was written by somebody else while it was being worked with.", "Nothing of it was overwritten. Run the command again.", key);
        value = WorkspaceFiles.Text(key, bytes);
        return true;
    }

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => Now().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private IEnumerable<KeyValuePair<string, string>> Now()
    {
        foreach (var path in Keys)
            if (files.ReadBytes(path) is { } bytes) yield return new(path, WorkspaceFiles.Text(path, bytes));
    }
}
