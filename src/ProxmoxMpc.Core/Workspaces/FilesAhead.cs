using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ProxmoxMpc.Core.Generation;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>A new file that is written but for its name. There are tens of thousands, so that it holds no string of its own.</summary>
/// <param name="Folder">Where it is and where it belongs.</param>
/// <param name="Number">That of the temporary file.</param>
/// <param name="Identity">Hash of what it was made from where somebody knows, else of all its bytes.</param>
internal readonly record struct PreparedFile(string Folder, long Number, UInt128 Identity)
{
    /// <summary>The identity of bytes with others behind them.</summary>
    public static UInt128 IdentityOf(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(head);
        hash.AppendData(body);
        return IdentityOf(hash.GetHashAndReset());
    }

    /// <summary>The identity that a hash is.</summary>
    public static UInt128 IdentityOf(ReadOnlySpan<byte> hash) => BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(hash));
}

/// <summary>
/// Writes new files while the cluster still answers, under temporary names beside their places: a first sync waits most of its
/// time. Who writes such a file in the end, with the same bytes, only renames it. What nobody wanted in the end goes with this.
/// </summary>
internal sealed class FilesAhead : IAsyncDisposable
{
    // What reaches the disk meanwhile need not be waited for in the end.
    private const int FlushEach = 3000;

    private readonly WorkspaceFiles _files;
    private readonly RecipeTexts _texts = new();
    // By hash of their places.
    private readonly ConcurrentDictionary<UInt128, PreparedFile> _ready = [];
    private readonly BlockingCollection<Action> _asked = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _writing;
    private readonly List<string> _unflushed = [];

    /// <param name="files">Of the workspace, which the caller has locked.</param>
    public FilesAhead(WorkspaceFiles files)
    {
        _files = files.ForMany();
        // A thread of its own: a disk that is slow must not keep those waiting who read answers.
        _writing = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Asks for a file; from any thread. Where there is one already, it is left alone.</summary>
    public void Add(string relative, byte[] body, FileOwnership ownership) => Ask(() => Prepare(relative, body, ownership, []));

    /// <summary>The same for a file that is yet to be made.</summary>
    public void Add(FileRecipe recipe, FileOwnership ownership) => Ask(() => Prepare(recipe.Path, _texts.Of(recipe), ownership, recipe.Source));

    /// <summary>Ends the writing. What was not reached by now is not waited for: whoever wants it writes it.</summary>
    /// <exception cref="PmpcException">A file could not be written.</exception>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _writing;
    }

    /// <summary>The bytes of a file that is written already; null where it is not, or another is.</summary>
    public byte[]? Read(string relative, UInt128 identity) =>
        _ready.TryGetValue(KeyOf(relative), out var file) && file.Identity == identity ? File.ReadAllBytes(AtomicFile.PathOf(file.Folder, file.Number)) : null;

    /// <summary>Puts a file into its place where it is the one that is wanted; else it goes, and false is returned.</summary>
    /// <param name="path">The place.</param>
    /// <param name="identity">Of the one that is wanted.</param>
    public bool TryPlace(string relative, string path, UInt128 identity)
    {
        if (!_ready.TryRemove(KeyOf(relative), out var file)) return false;
        if (file.Identity == identity)
        {
            AtomicFile.Place(file.Number, path);
            return true;
        }
        Delete(file);
        return false;
    }

    /// <summary>Removes what nobody wanted, and the folders that were made for it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        // It ends with the file at hand. What went wrong with it was told by StopAsync, or another error stopped the run before.
        await _writing.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        foreach (var file in _ready.Values) Delete(file);
        foreach (var folder in _ready.Values.Select(file => file.Folder).Distinct(StringComparer.Ordinal)) RemoveEmpty(folder);
        _asked.Dispose();
        _stop.Dispose();
    }

    private void Ask(Action work)
    {
        if (!_stop.IsCancellationRequested) _asked.Add(work);
    }

    private void Run()
    {
        while (!_stop.IsCancellationRequested)
        {
            Action work;
            try
            {
                work = _asked.Take(_stop.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            work();
        }
    }

    private void Prepare(string relative, byte[] body, FileOwnership ownership, byte[] source)
    {
        if (_files.Prepare(relative, body, ownership) is not { } file) return;
        _unflushed.Add(AtomicFile.PathOf(file.Folder, file.Number));
        if (_unflushed.Count == FlushEach)
        {
            DiskFlush.Flush(_unflushed);
            _unflushed.Clear();
        }
        // Two guests may want the same name; only one of them gets it.
        if (!_ready.TryAdd(KeyOf(relative), source.Length == 0 ? file : file with { Identity = PreparedFile.IdentityOf(source) })) Delete(file);
    }

    private static UInt128 KeyOf(string relative) => PreparedFile.IdentityOf(MemoryMarshal.AsBytes(relative.AsSpan()));

    private static void Delete(PreparedFile file) => File.Delete(AtomicFile.PathOf(file.Folder, file.Number));

    private void RemoveEmpty(string? folder)
    {
        for (; folder is not null && folder.Length > _files.Root.Length && Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any(); folder = Path.GetDirectoryName(folder)) Directory.Delete(folder);
    }
}
