using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.State;
using ProxmoxMpc.Core.Terraform;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>
/// The code of a workspace as it was read. Every file is read every time, so that no edit is missed; what a file of the same
/// bytes said last time is remembered in the state.
/// </summary>
internal sealed class CodeReading
{
    /// <summary>The folder of the code inside a workspace.</summary>
    public const string Folder = "terraform";

    // Another version of this program may see something else in the same text.
    private static readonly byte[] Program = typeof(CodeReading).Module.ModuleVersionId.ToByteArray();

    private readonly Workspace _workspace;
    private readonly ImmutableSortedDictionary<string, CodeFile> _files;
    private readonly IReadOnlyDictionary<string, string> _variables;
    private readonly HashSet<(string Path, long Length, long Modified)> _stamps;
    private readonly string[] _tofu;

    /// <param name="Guests">Null where the file must be read together with its folder.</param>
    /// <param name="IsNew">Whether the state does not know it yet.</param>
    private sealed record CodeFile(byte[] Hash, ImmutableArray<DesiredGuest>? Guests, bool IsNew);

    private CodeReading(Workspace workspace, ImmutableSortedDictionary<string, CodeFile> files, IReadOnlyDictionary<string, string> variables, HashSet<(string Path, long Length, long Modified)> stamps, string[] tofu)
    {
        _stamps = stamps;
        _tofu = tofu;
        _workspace = workspace;
        _files = files;
        _variables = variables;
        Files = new(workspace.Files, files.ToDictionary(file => file.Key, file => file.Value.Hash, StringComparer.Ordinal));
        Code = TerraformReader.Read(files.Select(file => new CodeSource(file.Key, () => Files[file.Key], file.Value.Guests)).Concat(variables.Select(file => new CodeSource(file.Key, () => file.Value))));
        // There it takes the place of a file that is read here, and may hold anything.
        if (tofu.Length > 0) Code = Code with { Unmanaged = [.. Code.Unmanaged, .. tofu.Select(path => new UnmanagedResource(path, 1, "what stands there", "only OpenTofu reads it"))] };
        var errors = Code.Problems.Where(problem => problem.IsError).ToArray();
        if (errors.Length == 0) return;
        var more = errors.Length == 1 ? "" : $" ({errors.Length - 1} more)";
        throw new PmpcException("PmpcCodeUnreadable", PmpcErrorKind.Parse,
            $"{errors[0].Path}:{errors[0].Line}:{errors[0].Column}: {errors[0].Message}{more}",
            "Mend the file and try again; nothing was changed.", errors[0].Path);
    }

    /// <summary>How new guests become code here.</summary>
    public CodeStyle Style => CodeStyle.Of(_workspace.Config);

    /// <summary>The Terraform files by path.</summary>
    public CodeFiles Files { get; }

    /// <summary>What they say.</summary>
    public TerraformCode Code { get; }

    public void Deconstruct(out CodeFiles files, out TerraformCode code) => (files, code) = (Files, Code);

    /// <summary>Reads the code; what the state cannot be asked for is read without it.</summary>
    /// <exception cref="PmpcException">A file of the code cannot be read as Terraform.</exception>
    public static CodeReading Of(Workspace workspace)
    {
        using var store = Memory(workspace);
        return Of(workspace, store);
    }

    private static StateStore? Memory(Workspace workspace)
    {
        try
        {
            return workspace.OpenState(readOnly: true);
        }
        catch (PmpcException error) when (error.Id.StartsWith("PmpcState", StringComparison.Ordinal))
        {
            // Damaged, busy or from a newer version: whoever needs it will say so. The code can be read without.
            return null;
        }
    }

    /// <summary>Reads the code.</summary>
    /// <param name="store">What it remembers is not parsed again; null: everything is.</param>
    /// <param name="agreed">Mostly the code says what was agreed on, which then is in memory once.</param>
    /// <exception cref="PmpcException">A file of the code cannot be read as Terraform.</exception>
    public static CodeReading Of(Workspace workspace, StateStore? store, IReadOnlyDictionary<int, BaseGuest>? agreed = null)
    {
        var files = workspace.Files.ForMany();
        // Before the files are read: what is written meanwhile is noticed later.
        var stamps = Stamps(workspace);
        var remembered = store?.ReadCodeHashes() ?? ImmutableDictionary<string, byte[]>.Empty;
        var read = new ConcurrentDictionary<string, CodeFile>(StringComparer.Ordinal);
        WorkFailure.First(() => Parallel.ForEach(Find(files, CodeNames.IsCode), found =>
        {
            if (files.ReadBytes(found) is not { } bytes) return;
            var hash = HashOf(bytes);
            var isKnown = remembered.TryGetValue(found.Relative, out var before) && before.AsSpan().SequenceEqual(hash);
            read[found.Relative] = new(hash, isKnown ? null : TerraformReader.GuestsOf(found.Relative, WorkspaceFiles.Text(found.Relative, bytes)), !isKnown);
        }));
        var known = read.Values.All(file => file.IsNew) ? ImmutableDictionary<string, ImmutableArray<DesiredGuest>>.Empty
            : store!.ReadCode(read.Where(file => !file.Value.IsNew).ToDictionary(file => file.Key, file => file.Value.Hash, StringComparer.Ordinal));
        foreach (var (path, guests) in known) read[path] = read[path] with { Guests = [.. guests.Select(guest => agreed?.GetValueOrDefault(guest.VmId) is { } same && same.Attributes.Equals(guest.Attributes) ? guest with { Attributes = same.Attributes } : guest)] };
        // Variables' values belong to the reading, but not to what is kept: people put secrets there.
        return new(workspace, read.ToImmutableSortedDictionary(StringComparer.Ordinal), Texts(workspace.Files, CodeNames.IsValues), stamps, [.. Find(workspace.Files, CodeNames.IsTofu).Select(file => file.Relative).Order(StringComparer.Ordinal)]);
    }

    /// <summary>The reading as it is now: made anew where a file came, went or was written since.</summary>
    public CodeReading Refreshed(StateStore store) => Stamps(_workspace).SetEquals(_stamps) ? this : Of(_workspace, store);

    private static HashSet<(string, long, long)> Stamps(Workspace workspace) =>
        [.. Find(workspace.Files, path => CodeNames.IsCode(path) || CodeNames.IsValues(path)).Select(file => (file.Relative, file.Length, file.Modified))];

    /// <summary>The files of the code folder, and of those below it, that are wanted by their paths.</summary>
    public static IEnumerable<FoundFile> Find(WorkspaceFiles files, Func<string, bool> isWanted) => files.Find(Folder, "**/*").Where(file => isWanted(file.Relative));

    /// <summary>The same with their texts, in order.</summary>
    public static IReadOnlyDictionary<string, string> Texts(WorkspaceFiles files, Func<string, bool> isWanted) =>
        Find(files, isWanted).Select(file => (file.Relative, Text: files.Read(file.Relative))).Where(file => file.Text is not null)
            .ToImmutableSortedDictionary(file => file.Relative, file => file.Text!, StringComparer.Ordinal);

    /// <summary>The same reading where files were written: with what was found in their new texts.</summary>
    /// <param name="written">Path to hash and guests; null: the file is gone.</param>
    public CodeReading With(IEnumerable<(string Path, KnownCode? Code)> written)
    {
        var files = _files.ToBuilder();
        foreach (var (path, code) in written)
        {
            if (code is null) files.Remove(path);
            else files[path] = new(code.Hash, code.Guests.IsDefault ? null : code.Guests, IsNew: true);
        }
        return new(_workspace, files.ToImmutable(), _variables, [], _tofu);
    }

    /// <summary>Has the state remember what it does not know yet.</summary>
    public void Remember(StateStore store) => store.WriteCode(
        [.. _files.Where(file => file.Value is { IsNew: true, Guests: not null }).Select(file => new KnownCode(file.Key, file.Value.Hash, file.Value.Guests!.Value))],
        _files.Where(file => file.Value.Guests is not null).Select(file => file.Key).ToHashSet(StringComparer.Ordinal));

    /// <summary>Hash of a file's bytes, and of the program that reads them.</summary>
    public static byte[] HashOf(ReadOnlySpan<byte> bytes)
    {
        var hash = SHA256.HashData(bytes);
        for (var i = 0; i < Program.Length; i++) hash[i] ^= Program[i];
        return hash;
    }

    /// <summary>What is to be remembered of a file that was just written.</summary>
    public static KnownCode Learn(string path, ReadOnlySpan<byte> bytes) => new(path, HashOf(bytes), TerraformReader.GuestsOf(path, WorkspaceFiles.Text(path, bytes)) ?? default);
}
