using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// What a backup server calls another one: <c>remote: lyra</c> above its settings, <c>remote lyra</c> of a job, <c>sync datastore 'x' from 'lyra/store'</c> and
/// <c>sync job 'lyra:store:…'</c> of its log. It may be a machine's name or a word for a place: it is hidden here, and learnt from others.
/// </summary>
internal sealed class BackupRemoteDetector : Detector
{
    // How far down a section is looked through.
    private const int LongestSection = 600, LongestStore = 100;

    private static readonly byte[][] OfRemote = Phrases.Of("\n\tauth-id ", "\n    auth-id ", "\n  auth-id "),
        OfJob = Phrases.Of("remote-store ", "sync: ", "sync-job: ");

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-remote", PrivacyKind.Host, "Backup servers that another one gets its data from");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        new("remote: ", WordStart: true), new("\tremote ", WordStart: true), new("sync datastore '"), new("sync job '"), new("/config/remote/"), new(":/remote/"),
        .. new[] { "create", "update", "remove", "show" }.Select(verb => new Anchor($"remote {verb} ", WordStart: true)), new("--remote "),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        if (text[at] == 's' && text[at + 5] == 'd')
        {
            // sync datastore 'x' from 'lyra/store', or from 'remote/lyra:store'
            if (text[start..Math.Min(text.Length, start + LongestStore)].IndexOf("' from '"u8) is not (> 0 and var from)) return;
            start += from + 8;
            if (Bytes.StartsWithAt(text, start, "remote/"u8)) start += 7;
        }
        var end = start + NamedValue.NameLength(text, start);
        var name = text[start..end];
        if (IsRemote(text, at, length, end) && Vocabulary.IsTelling(name) && !name.Contains((byte)'.')) found.Replace(start, name.Length, PrivacyKind.Host);
    }

    private static bool IsRemote(ReadOnlySpan<byte> text, int at, int length, int end)
    {
        switch (text[at])
        {
            case (byte)'r' when text[at + length - 2] == ':':
                return at == Bytes.LineStart(text, at) && end == Bytes.LineEnd(text, at) && Phrases.AnyIn(Section(text, end), OfRemote);
            case (byte)'\t':
                return end == Bytes.LineEnd(text, end) && Phrases.AnyIn(text[Math.Max(0, at - LongestSection)..Math.Min(text.Length, at + LongestSection)], OfJob);
            case (byte)'r' or (byte)'-':
                return text[Bytes.LineStart(text, at)..at].IndexOf("proxmox-backup-manager "u8) >= 0;
            case (byte)'s':
                return Bytes.At(text, end) is (byte)':' or (byte)'/';
            default:
                return true;
        }
    }

    /// <summary>The lines below a head, up to an empty one.</summary>
    private static ReadOnlySpan<byte> Section(ReadOnlySpan<byte> text, int at)
    {
        var below = text[at..Math.Min(text.Length, at + LongestSection)];
        return below.IndexOf("\n\n"u8) is >= 0 and var empty ? below[..empty] : below;
    }
}
