using System.Collections.Concurrent;
using System.Text;
using ProxmoxMpc.Core.Generation;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.State;
using ProxmoxMpc.Core.Terraform;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>What follows from one guest alone.</summary>
/// <param name="Obstacle">Why it cannot be code, or null.</param>
/// <param name="View">What it says as code.</param>
internal sealed record GuestAhead(Guest Guest, ImportObstacle? Obstacle, AttributeMap View)
{
    /// <summary>Hash of the guest, for what is made of it. Who only compares does not need it.</summary>
    public byte[] Source => field ??= SourceHash.Of(Guest);

    /// <summary>What of it cannot be code; null: nobody had to know.</summary>
    public IReadOnlyList<string>? Inexpressible { get; init; }
}

/// <summary>
/// What follows from each guest alone, worked out while the cluster still answers for the others: a sync waits most of its time.
/// Nothing is written here, and what is not asked for again is lost.
/// </summary>
internal sealed class GuestsAhead
{
    private readonly ConcurrentDictionary<int, GuestAhead> _guests = new();
    // The text, or which of the files that are written already has it: ten thousand texts need not be in memory as well.
    private readonly ConcurrentDictionary<int, (Guest Guest, string Name, string Path, byte[]? Text, UInt128 Identity)> _files = new();
    private readonly ConcurrentDictionary<string, KnownCode> _code = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<Task> _work = [];
    private readonly CancellationToken _stop;
    private volatile Known? _known;

    private sealed record Known(HashSet<int> InCode, IReadOnlyDictionary<int, BaseGuest> Base, bool MakesFiles);

    /// <param name="stop">Ends the work that has not begun.</param>
    /// <param name="files">Writes the files of new guests; null: nothing is written before its time.</param>
    public GuestsAhead(CancellationToken stop, FilesAhead? files = null) => (_stop, Files) = (stop, files);

    /// <summary>The files that are written already, but for their names.</summary>
    public FilesAhead? Files { get; }

    /// <summary>Tells what the workspace has already; until then no files are made.</summary>
    public void Learn(CodeReading reading, IReadOnlyDictionary<int, BaseGuest> agreed) => _known = new([.. reading.Code.Guests.Select(guest => guest.VmId)], agreed, reading.Style.IsPlain);

    /// <summary>Takes a guest that was read, from any thread.</summary>
    public void Add(Guest guest) => _work.Enqueue(Task.Run(() => Make(guest).Source, _stop));

    /// <summary>Ends when all that was added is done.</summary>
    public Task DoneAsync() => Task.WhenAll(_work);

    /// <summary>What follows from the guest; worked out now where it was not before.</summary>
    public GuestAhead Of(Guest guest) => _guests.TryGetValue(guest.VmId, out var made) && ReferenceEquals(made.Guest, guest) ? made : Make(guest);

    /// <summary>What of the guest cannot be code.</summary>
    public IReadOnlyList<string> Inexpressible(Guest guest) => Of(guest).Inexpressible ?? TerraformWriter.Inexpressible(guest);

    /// <summary>The text of the guest's new file. It is given away: asked for again, it is made again.</summary>
    public string TakeText(Guest guest, string name) => _files.TryRemove(guest.VmId, out var file) && file.Name == name && ReferenceEquals(file.Guest, guest) && (file.Text ?? Files?.Read(file.Path, file.Identity)) is { } text
        ? Encoding.UTF8.GetString(text)
        : TerraformWriter.Guest(guest, name).Text;

    /// <summary>What is to be remembered of a file that was made of these bytes.</summary>
    public KnownCode Learned(string path, ReadOnlySpan<byte> bytes) =>
        _code.TryRemove(path, out var known) && CodeReading.HashOf(bytes).AsSpan().SequenceEqual(known.Hash) ? known : CodeReading.Learn(path, bytes);

    private GuestAhead Make(Guest guest)
    {
        var facts = GuestFacts.Of(guest);
        var view = GuestProjection.Of(guest, facts);
        var known = _known;
        // Mostly it is what was agreed on, which is in memory already.
        if (known?.Base.GetValueOrDefault(guest.VmId)?.Attributes is { } agreed && agreed.Equals(view)) view = agreed;
        var made = new GuestAhead(guest, TerraformWriter.Obstacle(guest), view);
        if (known is { MakesFiles: true } && made.Obstacle is null && !known.InCode.Contains(guest.VmId) && !known.Base.ContainsKey(guest.VmId)) made = WithFile(made, facts);
        return _guests[guest.VmId] = made;
    }

    private GuestAhead WithFile(GuestAhead made, AttributeMap facts)
    {
        var inexpressible = Inexpressibles.Of(made.Guest, facts);
        // The name that it gets unless another guest has it.
        var name = GuestNaming.Slug(made.Guest.Name);
        var file = GuestFile.Create(made.Guest, name, facts, inexpressible);
        var text = Encoding.UTF8.GetBytes(file.Text);
        var code = CodeReading.Learn(file.Path, text);
        if (!code.Guests.IsDefault) code = code with { Guests = [.. code.Guests.Select(guest => guest.Attributes.Equals(made.View) ? guest with { Attributes = made.View } : guest)] };
        _files[made.Guest.VmId] = Files is null ? (made.Guest, name, file.Path, text, default) : (made.Guest, name, file.Path, null, PreparedFile.IdentityOf([], text));
        _code[file.Path] = code;
        if (Files is not null) Write(made, name, file.Path, text);
        return made with { Inexpressible = inexpressible };
    }

    private void Write(GuestAhead made, string name, string path, byte[] text)
    {
        Files!.Add(path, text, FileOwnership.Source);
        if (!GuestNames.IsProper(name)) return;
        Files.Add(PesterGenerator.OfGuest(made.Guest, name, made.Source), FileOwnership.Derived);
        if (!made.Guest.IsTemplate) Files.Add(AnsibleGenerator.Playbook(made.Guest, name, GuestNames.HostOf(made.Guest.VmId, name)), FileOwnership.Created);
    }
}
