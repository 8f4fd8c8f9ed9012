using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Nodes in lists of a cluster's state: <c>* Online: [ lyra vega ]</c> and <c>(ocf:heartbeat:IPaddr2):  Started lyra</c> of Pacemaker, <c>1/3 mons down, quorum lyra,vega</c>,
/// <c>out of quorum: lyra</c> and <c>standbys: lyra, vega</c> of Ceph.
/// </summary>
internal sealed class ResourceNodeDetector : Detector
{
    private const int MostNodes = 64;

    private static readonly string[] States = ["Online: [ ", "OFFLINE: [ ", "Offline: [ ", "Standby: [ ", "Started: [ ", "Stopped: [ ", "Promoted: [ ", "Unpromoted: [ ", "Masters: [ ", "Slaves: [ "];

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-resource", PrivacyKind.Node, "Nodes in the states of Pacemaker and of Ceph");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        .. States.Select(state => new Anchor(state, WordStart: true)), new("):\t Started "), new("):\tStarted "), new("mons down, quorum ", WordStart: true), new("out of quorum: ", WordStart: true), new("standbys: ", WordStart: true), new("election epoch ", WordStart: true), new("mons at {", WordStart: true),
        new("are low on available space", WordStart: true), new("STANDBY MDS", WordStart: true), new("RANK  STATE", WordStart: true),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        var end = Bytes.LineEnd(text, at);
        switch (text[at])
        {
            case (byte)')':
                One(text, start, found);
                break;
            case (byte)'e':
                Election(text, start, end, found);
                break;
            case (byte)'a':
                // mons lyra,vega are low on available space
                if (text[Bytes.LineStart(text, at)..at].LastIndexOf("mons "u8) is >= 0 and var mons) List(text, Bytes.LineStart(text, at) + mons + 5, found);
                break;
            case (byte)'m' when text[at + length - 1] == '{':
                Addressed(text, start, end, found);
                break;
            case (byte)'S' when length == 11 && text[at + 7] == ' ':
                // STANDBY MDS, and the daemons below it.
                for (var rows = 0; rows < MostNodes && Bytes.NextLine(text, ref end, out var row) && text[row..end].StartsWith("  "u8); rows++) One(text, Bytes.SkipBlanks(text, row), found);
                break;
            case (byte)'R':
                Ranks(text, end, found);
                break;
            default:
                List(text, start, found);
                break;
        }
    }

    /// <summary>Names with blanks or commas between.</summary>
    private static void List(ReadOnlySpan<byte> text, int at, Findings found)
    {
        for (var nodes = 0; nodes < MostNodes; nodes++)
        {
            var count = One(text, at, found);
            if (count == 0) return;
            at += count;
            if (Bytes.At(text, at) == ',') at++;
            else if (Bytes.At(text, at) != ' ' || Bytes.At(text, at + 1) == '(') return;
            at = Bytes.SkipBlanks(text, at);
        }
    }

    /// <summary><c>election epoch 44, leader 0 lyra, quorum 0,1 lyra,vega</c></summary>
    private static void Election(ReadOnlySpan<byte> text, int at, int end, Findings found)
    {
        if (text[at..end].IndexOf("leader "u8) is >= 0 and var leader) Numbered(text, at + leader + 7, found);
        if (text[at..end].IndexOf("quorum "u8) is >= 0 and var quorum) Numbered(text, at + quorum + 7, found);
    }

    private static void Numbered(ReadOnlySpan<byte> text, int at, Findings found)
    {
        while (Bytes.IsDigit(Bytes.At(text, at)) || Bytes.At(text, at) == ',') at++;
        if (Bytes.At(text, at) == ' ') List(text, at + 1, found);
    }

    /// <summary><c>3 mons at {lyra=[v2:10.0.0.1:3300/0,…],vega=[…]}</c>, <c>mons at {lyra=10.0.0.1:6789/0}</c></summary>
    private static void Addressed(ReadOnlySpan<byte> text, int at, int end, Findings found)
    {
        for (var nodes = 0; nodes < MostNodes && at < end; nodes++)
        {
            var count = NamedValue.NameLength(text, at);
            if (Bytes.At(text, at + count) != '=' || One(text, at, found) == 0) return;
            at += count + 1;
            var depth = 0;
            while (at < end && !(depth == 0 && text[at] is (byte)',' or (byte)'}'))
            {
                depth += text[at] == '[' ? 1 : text[at] == ']' ? -1 : 0;
                at++;
            }
            if (Bytes.At(text, at) != ',') return;
            at++;
        }
    }

    /// <summary><c> 0    active  lyra   Reqs:    0 /s</c></summary>
    private static void Ranks(ReadOnlySpan<byte> text, int end, Findings found)
    {
        for (var rows = 0; rows < MostNodes && Bytes.NextLine(text, ref end, out var row); rows++)
        {
            var word = Bytes.SkipBlanks(text, row);
            if (word == row || word >= end) return;
            for (var skipped = 0; skipped < 2; skipped++)
            {
                while (word < end && !Bytes.IsBlank(text[word])) word++;
                word = Bytes.SkipBlanks(text, word);
            }
            One(text, word, found);
        }
    }

    /// <summary>The length of the name there; 0 where none stands.</summary>
    private static int One(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var count = NamedValue.NameLength(text, at);
        var name = text.Slice(at, count);
        if (count < 2 || name.Contains((byte)'.') || Vocabulary.IsWord(name) || !Bytes.IsLetter(name[0]) || Bytes.At(text, at + count) is (byte)':') return 0;
        NamedValue.TakeName(text, at, count, PrivacyKind.Node, found);
        return count;
    }
}
