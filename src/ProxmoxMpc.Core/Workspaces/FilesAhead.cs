using System.Collections.Concurrent;
using System.Security.Cryptography;
using ProxmoxMpc.Core.Generation;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>A new file that is written but for its name.</summary>
/// <param name="Temporary">Where it is, beside its place.</param>
/// <param name="Path">Its place.</param>
/// <param name="Hash">Of all its bytes.</param>
internal sealed record PreparedFile(string Temporary, string Path, byte[] Hash)
{
    /// <summary>Hash of what it was made from; empty: nobody knows.</summary>
    public byte[] Source { get; init; } = [];

    /// <summary>The hash of bytes with others behind them.</summary>
    public static byte[] HashOf(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(head);
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }
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
    private readonly ConcurrentDictionary<string, PreparedFile> _ready = new(StringComparer.Ordinal);
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

    /// <summary>Puts a file into its place where it is the one that is wanted; else it goes, and false is returned.</summary>
    /// <param name="hash">Of the bytes that are wanted; null: the source tells.</param>
    /// <param name="source">What it must have been made from; null: the bytes tell.</param>
    public bool TryPlace(string relative, byte[]? hash, byte[]? source)
    {
        if (!_ready.TryRemove(relative, out var file)) return false;
        if (hash is not null ? file.Hash.AsSpan().SequenceEqual(hash) : file.Source.AsSpan().SequenceEqual(source))
        {
            AtomicFile.Place(file.Temporary, file.Path);
            return true;
        }
        File.Delete(file.Temporary);
        return false;
    }

    /// <summary>Removes what nobody wanted, and the folders that were made for it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        // It ends with the file at hand. What went wrong with it was told by StopAsync, or another error stopped the run before.
        await _writing.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        foreach (var file in _ready.Values) File.Delete(file.Temporary);
        foreach (var folder in _ready.Values.Select(file => Path.GetDirectoryName(file.Path)!).Distinct(StringComparer.Ordinal)) RemoveEmpty(folder);
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
        _unflushed.Add(file.Temporary);
        if (_unflushed.Count == FlushEach)
        {
            DiskFlush.Flush(_unflushed);
            _unflushed.Clear();
        }
        // Two guests may want the same name; only one of them gets it.
        if (!_ready.TryAdd(relative, file with { Source = source })) File.Delete(file.Temporary);
    }

    private void RemoveEmpty(string? folder)
    {
        for (; folder is not null && folder.Length > _files.Root.Length && Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any(); folder = Path.GetDirectoryName(folder)) Directory.Delete(folder);
    }
}
