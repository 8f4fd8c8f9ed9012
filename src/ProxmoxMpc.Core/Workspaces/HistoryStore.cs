using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.State;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>The snapshots of a workspace, one compressed JSON file each. A file is there whole or not at all.</summary>
public sealed partial class HistoryStore
{
    private const int FormatVersion = 1;
    private const string Extension = ".json.gz";
    private const string TimeFormat = "yyyyMMdd'T'HHmmssfffffff'Z'";

    private readonly string _folder;

    /// <param name="folder">The workspace's <c>.proxmox/history</c>; need not exist yet.</param>
    public HistoryStore(string folder) => _folder = Path.GetFullPath(folder);

    // An id becomes a file name.
    [GeneratedRegex(@"^[0-9]{8}T[0-9]{13}Z-[a-z][a-z0-9-]{0,39}\z")]
    private static partial Regex IdForm { get; }

    /// <summary>Writes a snapshot and returns its entry with the id that it was given: UTC time and kind, unique and sortable.</summary>
    public SnapshotRecord Write(Snapshot snapshot)
    {
        var created = snapshot.Created.ToUniversalTime();
        var document = new SnapshotDocument(FormatVersion, created, snapshot.Kind, snapshot.Summary, snapshot.Code, snapshot.Base, snapshot.Server, snapshot.Plan, snapshot.Result);
        try
        {
            CreateFolder();
            // Two snapshots of one moment: the later takes the next free tenth of a microsecond.
            for (var moment = created; ; moment = moment.AddTicks(1))
            {
                var id = $"{moment.ToString(TimeFormat, CultureInfo.InvariantCulture)}-{snapshot.Kind}";
                if (!IdForm.IsMatch(id)) throw new ArgumentException($"'{snapshot.Kind}' is not a kind of snapshot: lower case letters, digits and '-'.", nameof(snapshot));
                var path = PathOf(id);
                if (File.Exists(path)) continue;
                AtomicFile.Write(path, stream => Pack(document, stream), AtomicFile.OwnerOnly, overwrite: false);
                return new(id, created, snapshot.Kind, id + Extension, snapshot.Summary);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PmpcException("PmpcHistoryFailed", PmpcErrorKind.Workspace, $"The snapshot could not be written: {error.Message}", "Check that the disk has room and that you own .proxmox/history.", _folder, error);
        }
    }

    /// <summary>Reads a snapshot.</summary>
    /// <exception cref="PmpcException"><c>PmpcSnapshotNotFound</c>, <c>PmpcSnapshotCorrupt</c>, <c>PmpcSnapshotTooNew</c>.</exception>
    public Snapshot Read(string id)
    {
        if (!IdForm.IsMatch(id) || !File.Exists(PathOf(id))) throw NotFound(id);
        try
        {
            using var unpacked = Unpacked(id);
            var document = JsonSerializer.Deserialize(unpacked, HistoryJson.Compact.SnapshotDocument) ?? throw new JsonException("It is empty.");
            if (document.Version > FormatVersion)
                throw new PmpcException("PmpcSnapshotTooNew", PmpcErrorKind.Workspace, $"The snapshot '{id}' was written by a newer ProxmoxMpc.", "Update the module: Update-PSResource ProxmoxMpc.", id);
            return new()
            {
                Id = id,
                Created = document.Created,
                Kind = document.Kind,
                Summary = document.Summary,
                Code = document.Code.ToImmutableSortedDictionary(StringComparer.Ordinal),
                Base = document.Base.IsDefault ? [] : document.Base,
                Server = document.Server,
                Plan = document.Plan,
                Result = document.Result,
            };
        }
        catch (FileNotFoundException)
        {
            throw NotFound(id);
        }
        catch (Exception error) when (error is JsonException or InvalidDataException or EndOfStreamException)
        {
            throw new PmpcException("PmpcSnapshotCorrupt", PmpcErrorKind.Parse, $"The snapshot '{id}' is damaged: {error.Message}", "Choose another; Get-PmpcSnapshot lists them. Repair-PmpcWorkspace puts it aside.", id, error);
        }
    }

    /// <summary>The snapshots, newest first. One whose file is damaged is listed and says so in its summary.</summary>
    public IReadOnlyList<SnapshotRecord> List() => [.. Ids().Select(Entry)];

    /// <summary>The ids alone, newest first: no file is opened.</summary>
    public IReadOnlyList<string> Ids() => !Directory.Exists(_folder) ? [] :
    [
        .. Directory.EnumerateFiles(_folder, "*" + Extension).Select(path => Path.GetFileName(path)[..^Extension.Length]).Where(id => IdForm.IsMatch(id)).OrderDescending(StringComparer.Ordinal),
    ];

    /// <summary>When the snapshot of an id was taken.</summary>
    internal static DateTimeOffset CreatedOf(string id) => DateTimeOffset.ParseExact(id[..id.IndexOf('-')], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>Deletes a snapshot; false where there is none.</summary>
    public bool Remove(string id)
    {
        if (!IdForm.IsMatch(id) || !File.Exists(PathOf(id))) return false;
        try
        {
            File.Delete(PathOf(id));
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PmpcException("PmpcHistoryFailed", PmpcErrorKind.Workspace, $"The snapshot '{id}' could not be deleted: {error.Message}", "Check that you own .proxmox/history.", id, error);
        }
    }

    private SnapshotRecord Entry(string id)
    {
        return new(id, CreatedOf(id), id[(id.IndexOf('-') + 1)..], id + Extension, SummaryOf(id) ?? "damaged: its file cannot be read");
    }

    // The summary stands before everything that is long, so the first few kilobytes are enough.
    private string? SummaryOf(string id)
    {
        try
        {
            using var unpacked = Unpacked(id);
            var head = new byte[16 * 1024];
            var length = unpacked.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            var reader = new Utf8JsonReader(head.AsSpan(0, length), isFinalBlock: false, state: default);
            while (reader.Read())
                if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 } && reader.ValueTextEquals("summary"))
                    return reader.Read() ? reader.GetString() : "";
            return null;
        }
        catch (Exception error) when (error is JsonException or InvalidDataException or IOException)
        {
            return null;
        }
    }

    private static void Pack(SnapshotDocument document, Stream stream)
    {
        using var gzip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true);
        JsonSerializer.Serialize(gzip, document, HistoryJson.Compact.SnapshotDocument);
    }

    private GZipStream Unpacked(string id) => new(File.OpenRead(PathOf(id)), CompressionMode.Decompress);

    private string PathOf(string id) => Path.Combine(_folder, id + Extension);

    private void CreateFolder()
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(_folder);
        else Directory.CreateDirectory(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static PmpcException NotFound(string id) => new("PmpcSnapshotNotFound", PmpcErrorKind.NotFound, $"There is no snapshot '{id}'.", "Get-PmpcSnapshot lists them.", id);
}
