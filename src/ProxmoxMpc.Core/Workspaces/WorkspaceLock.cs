using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Who holds a workspace.</summary>
/// <param name="ProcessStart">Tells the process from a later one with the same id.</param>
/// <param name="Since">When it took the lock.</param>
public sealed record LockOwner(int ProcessId, string Host, string User, string Command, string ProcessStart, DateTimeOffset Since)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Command} of {User} on {Host} (process {ProcessId}, since {Since:yyyy-MM-dd HH:mm:ss} UTC)");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(LockOwner))]
internal sealed partial class LockJson : JsonSerializerContext;

/// <summary>
/// The right to write to a workspace, held through the file <c>.proxmox/lock</c> and given back by <see cref="Dispose"/>.
/// A lock whose process is dead is taken over; one of another host never is, for nobody here can tell.
/// </summary>
public sealed class WorkspaceLock : IDisposable
{
    // "Resource temporarily unavailable" on Linux and macOS, a sharing violation on Windows.
    private static readonly int[] Held = [11, 35, unchecked((int)0x80070020)];

    private readonly string _path;
    private readonly string _text;
    private bool _released;

    private WorkspaceLock(string path, string text, LockOwner owner)
    {
        _path = path;
        _text = text;
        Owner = owner;
    }

    public LockOwner Owner { get; }

    /// <summary>Takes the lock.</summary>
    /// <param name="folder">The workspace's <c>.proxmox</c>.</param>
    /// <param name="command">What the holder does, for whoever has to wait.</param>
    /// <exception cref="PmpcException"><c>PmpcWorkspaceBusy</c>, with the holder as its target.</exception>
    public static WorkspaceLock Acquire(string folder, string command, TimeProvider? time = null)
    {
        var path = Path.Combine(folder, "lock");
        var owner = new LockOwner(Environment.ProcessId, Environment.MachineName, Environment.UserName, command, WorkspaceLockProcess.StartOf(Environment.ProcessId) ?? "", (time ?? TimeProvider.System).GetUtcNow());
        var text = JsonSerializer.Serialize(owner, LockJson.Default.LockOwner);
        try
        {
            Directory.CreateDirectory(folder);
            // Looking and taking are two steps; the guard, which the kernel gives back with the process, makes them one.
            using var guard = Guard(path + ".guard");
            if (HolderOf(path) is { } holder && IsAlive(holder)) throw Busy(folder, holder);
            // Whoever has the guard takes the lock this very moment.
            if (guard is null) throw new PmpcException("PmpcWorkspaceBusy", PmpcErrorKind.Busy, "The workspace is in use: another command is just taking it.", "Wait until that command has ended.", folder);
            AtomicFile.Write(path, System.Text.Encoding.UTF8.GetBytes(text), AtomicFile.OwnerOnly);
            return new(path, text, owner);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PmpcException("PmpcFileFailed", PmpcErrorKind.Workspace, $"The workspace cannot be locked: {error.Message}", "Check that the disk has room and that you may write to its folder .proxmox.", path, error);
        }
    }

    /// <summary>Who holds the workspace now, or null. A dead holder counts as none.</summary>
    public static LockOwner? Holder(string folder) => HolderOf(Path.Combine(folder, "lock")) is { } owner && IsAlive(owner) ? owner : null;

    public void Dispose()
    {
        if (_released) return;
        _released = true;
        try
        {
            // Only what is still ours: somebody may have removed the file by hand and locked anew.
            if (File.Exists(_path) && File.ReadAllText(_path) == _text) File.Delete(_path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The command has succeeded; a lock that stays behind is taken over once this process has ended.
            Debug.WriteLine(error.Message);
        }
    }

    /// <summary>Null where somebody else has it.</summary>
    private static FileStream? Guard(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = AtomicFile.OwnerOnly;
        try
        {
            return new(path, options);
        }
        catch (IOException error) when (Held.Contains(error.HResult))
        {
            return null;
        }
    }

    private static LockOwner? HolderOf(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(path), LockJson.Default.LockOwner);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException)
        {
            // Locks are written whole; this one is nobody's.
            return null;
        }
    }

    private static bool IsAlive(LockOwner owner) =>
        !string.Equals(owner.Host, Environment.MachineName, StringComparison.OrdinalIgnoreCase) || WorkspaceLockProcess.IsAlive(owner.ProcessId, owner.ProcessStart);

    private static PmpcException Busy(string folder, LockOwner holder) => new("PmpcWorkspaceBusy", PmpcErrorKind.Busy,
        $"The workspace is in use: {holder}.",
        string.Equals(holder.Host, Environment.MachineName, StringComparison.OrdinalIgnoreCase)
            ? "Wait until that command has ended, or stop it."
            : $"Wait until that command has ended. If that computer is gone, delete the file '{Path.Combine(folder, "lock")}'.", holder);
}
