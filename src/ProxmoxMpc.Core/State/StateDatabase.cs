using System.Globalization;
using Microsoft.Data.Sqlite;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.State;

/// <summary>Opens the SQLite file: mode, pragmas, migrations, and its failures in our terms.</summary>
internal static class StateDatabase
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int NotADatabase = 26, Corrupt = 11, Busy = 5, Locked = 6, ReadOnly = 8, CannotOpen = 14, Full = 13, IoError = 10;

    /// <summary>Opens the file; what is missing or of an older version is made or migrated first.</summary>
    /// <exception cref="PmpcException">It is not ours, damaged, newer than this product, or cannot be opened.</exception>
    public static SqliteConnection Open(string path, bool readOnly)
    {
        try
        {
            // Nothing has been stored yet, and reading must not make files.
            if (readOnly && !File.Exists(path)) return Migrated(Connect(":memory:", SqliteOpenMode.Memory), path);
            if (readOnly)
            {
                if (Reading(path, path) is { } reading) return reading;
                Open(path, readOnly: false).Dispose();
                return Connect(path, SqliteOpenMode.ReadOnly);
            }
            CreateForOwnerOnly(path);
            return Migrated(Connect(path, SqliteOpenMode.ReadWrite), path);
        }
        catch (SqliteException error)
        {
            throw Explain(error, path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PmpcException("PmpcStateUnavailable", PmpcErrorKind.Workspace, $"The state file '{path}' cannot be opened: {error.Message}",
                "Check that the folder exists and that you may write to it.", path, error);
        }
    }

    /// <summary>A connection that reads; null where the schema is of an older version.</summary>
    /// <param name="source">The file as SQLite is to be given it.</param>
    private static SqliteConnection? Reading(string source, string path)
    {
        SqliteConnection? reading = null;
        try
        {
            reading = Connect(source, SqliteOpenMode.ReadOnly);
            if (Version(reading, path) == StateMigrations.Current) return reading;
        }
        // Even a reader makes files beside the database, which a folder that cannot be written does not take. Where there is no log, all
        // is in the database itself, and nobody can write to it.
        catch (SqliteException error) when (error.SqliteErrorCode is CannotOpen or ReadOnly && source == path && new FileInfo(path + "-wal") is { Exists: false } or { Length: 0 })
        {
            reading?.Dispose();
            return Reading($"{new Uri(Path.GetFullPath(path)).AbsoluteUri}?immutable=1", path);
        }
        catch
        {
            reading?.Dispose();
            throw;
        }
        reading.Dispose();
        return null;
    }

    /// <summary>The failure as the user should read it.</summary>
    public static PmpcException Explain(SqliteException error, string path) => error.SqliteErrorCode switch
    {
        NotADatabase or Corrupt => new("PmpcStateCorrupt", PmpcErrorKind.Workspace, $"The state file '{path}' is damaged: {error.Message}",
            "Nothing was deleted. Repair-PmpcWorkspace puts it aside and makes it anew from the history; a sync then brings it up to date.", path, error),
        Busy or Locked => new("PmpcStateBusy", PmpcErrorKind.Busy, $"The state file '{path}' is in use by another process.",
            "Wait until the other command on this workspace has ended, then try again.", path, error),
        // A write-ahead log that finds no room calls it an I/O error.
        ReadOnly or CannotOpen or Full or IoError => new("PmpcStateUnavailable", PmpcErrorKind.Workspace, $"The state file '{path}' cannot be used: {error.Message}",
            "Check that the disk has room and that you may write to the file and its folder.", path, error),
        _ => new("PmpcStateFailed", PmpcErrorKind.Workspace, $"The state file '{path}' failed: {error.Message}", null, path, error),
    };

    private static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            // A pooled connection would keep the file open after Dispose.
            Pooling = false,
            ForeignKeys = true,
            DefaultTimeout = 15,
        }.ToString());
        try
        {
            connection.Open();
            connection.Run("pragma busy_timeout = 15000");
            // In WAL mode NORMAL may lose the last commits with the power; the journal of an apply must not.
            connection.Run("pragma synchronous = full");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static SqliteConnection Migrated(SqliteConnection connection, string path)
    {
        try
        {
            if (Version(connection, path) == StateMigrations.Current) return connection;
            connection.Run("pragma journal_mode = wal");
            // Immediate: of two processes that open a new workspace one migrates, the other waits and then finds it done.
            using var transaction = connection.BeginTransaction();
            for (var version = Version(connection, path, transaction); version < StateMigrations.Current; version++)
            {
                connection.Run(StateMigrations.Scripts[version], transaction);
                connection.Run(string.Create(CultureInfo.InvariantCulture, $"pragma user_version = {version + 1}"), transaction);
            }
            connection.Run(string.Create(CultureInfo.InvariantCulture, $"pragma application_id = {StateMigrations.ApplicationId}"), transaction);
            transaction.Commit();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static int Version(SqliteConnection connection, string path, SqliteTransaction? transaction = null)
    {
        var version = (int)connection.Number("pragma user_version", transaction);
        // Tables first: both come with one commit, so whoever sees another process's tables sees its mark as well.
        var hasTables = connection.Number("select count(*) from sqlite_schema", transaction) > 0;
        if (hasTables && connection.Number("pragma application_id", transaction) != StateMigrations.ApplicationId)
            throw new PmpcException("PmpcStateForeign", PmpcErrorKind.Workspace, $"'{path}' is a database of another program.",
                "Nothing was changed. Move it aside; the state is made anew by Sync-PmpcInfrastructure.", path);
        if (version > StateMigrations.Current)
            throw new PmpcException("PmpcStateTooNew", PmpcErrorKind.Workspace,
                string.Create(CultureInfo.InvariantCulture, $"The state file '{path}' has version {version}; this ProxmoxMpc knows versions up to {StateMigrations.Current}."),
                "Update the module: Update-PSResource ProxmoxMpc.", path);
        return version;
    }

    // SQLite gives -wal and -shm the mode of the database file, so the file must be right before SQLite sees it.
    private static void CreateForOwnerOnly(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        if (OperatingSystem.IsWindows())
        {
            if (!File.Exists(path)) new FileStream(path, FileMode.OpenOrCreate).Dispose();
            return;
        }
        using (new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite, UnixCreateMode = OwnerOnly })) { }
        if ((File.GetUnixFileMode(path) & ~OwnerOnly) != 0) File.SetUnixFileMode(path, OwnerOnly);
    }
}
