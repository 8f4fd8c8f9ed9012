using ProxmoxMpc.Core.Privacy.Detectors;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>A part of the text and what it is.</summary>
internal readonly record struct Find(int Start, int Length, PrivacyKind Kind, byte Rank, bool Keep, short Rule)
{
    public int End => Start + Length;
}

/// <summary>Takes what detectors report about one piece of text. One per thread, reused.</summary>
internal sealed class Findings
{
    private readonly List<Find> _finds = [];
    private readonly List<Find> _fixed = [];
    private readonly List<Find> _answers = [];

    // Set while names are learnt; nothing is learnt in the pass that replaces.
    private NameCollector? _names;
    private byte _rank;

    // Where the part of the text begins that a detector was given, and how much of it there is.
    private int _base, _shown = int.MaxValue;

    // Where what reaches beyond the part shown last ends.
    private int _extended;

    // How far down the text the rows of a table have been read, by what tells its columns.
    private readonly Dictionary<(byte Separator, int Separators, int Column), int> _rows = [];
    private short _rule;

    public List<Find> Items => _finds;

    /// <summary>Whether names are wanted: a detector that only learns can save its work otherwise.</summary>
    public bool Learns => _names is not null;

    /// <summary>This part is replaced by a pseudonym. An empty part is ignored.</summary>
    public void Replace(int start, int length, PrivacyKind kind)
    {
        if (length <= 0) return;
        if (start + length >= _shown) Overlong = true;
        _finds.Add(new Find(_base + start, length, kind, _rank, false, _rule));
    }

    /// <summary>This part stays, whatever detectors of less precedence make of it: a look-alike.</summary>
    public void Keep(int start, int length)
    {
        if (length > 0) _finds.Add(new Find(_base + start, length, PrivacyKind.Word, _rank, true, _rule));
    }

    /// <summary>A name that the structure of the text has told. It is then replaced wherever it stands as a word.</summary>
    public void Learn(PrivacyKind kind, ReadOnlySpan<byte> name) => _names?.Add(kind, name);

    /// <summary>A user at what may be a realm, <c>user@realm</c>: learnt where something else tells that it is one.</summary>
    public void LearnUserAt(ReadOnlySpan<byte> realm, ReadOnlySpan<byte> user, ReadOnlySpan<byte> userid) => _names?.AddUserAt(realm, user, userid);

    /// <summary>Whether exactly this has been learnt before, so that nothing about it need be looked at again.</summary>
    public bool HasLearnt(PrivacyKind kind, ReadOnlySpan<byte> name) => _names?.Has(kind, name) == true;

    /// <summary>Whether rows below a line are to be read: not where a head above it, of the same columns, has seen to them.</summary>
    public bool ReadsRows((byte Separator, int Separators, int Column) table, int line) => !_rows.TryGetValue(table, out var done) || _base + line >= done;

    /// <summary>Rows have been read up to a place.</summary>
    public void HasReadRows((byte Separator, int Separators, int Column) table, int end) => _rows[table] = _base + end;

    /// <summary>Whether something reaches to the end of what a detector was shown.</summary>
    internal bool Overlong { get; private set; }

    /// <summary>Whether there are lines in the text that are too long to be looked at as a whole for each anchor.</summary>
    internal bool HasLongLines { get; set; }

    /// <summary>Lengthens what was found from a place in the list on and reaches to where a part of the text ended: up to the next blank or quote.</summary>
    internal void Extend(int first, int shownTo, ReadOnlySpan<byte> text)
    {
        if (_extended < shownTo)
        {
            var more = text[shownTo..].IndexOfAny(" \t\r\n\"'"u8);
            _extended = more < 0 ? text.Length : shownTo + more;
        }
        for (var i = first; i < _finds.Count; i++)
            if (_finds[i].End == shownTo && !_finds[i].Keep) _finds[i] = _finds[i] with { Length = _extended - _finds[i].Start };
    }

    /// <summary>Places are told within a part of the text from now on.</summary>
    internal void Within(int start, int length) => (_base, _shown, Overlong) = (start, length, false);

    internal void Begin(NameCollector? names)
    {
        _finds.Clear();
        _rows.Clear();
        _extended = 0;
        Within(0, int.MaxValue);
        _names = names;
    }

    /// <summary>What the detectors reported about the text that was scanned last, as it was reported.</summary>
    internal List<Find> Answers => _answers;

    /// <summary>Sets aside what the detectors have reported so far.</summary>
    internal void KeepAnswers()
    {
        _answers.Clear();
        _answers.AddRange(_finds);
    }

    /// <summary>The finds of the detectors, taken out so that those of the sweep can go between them.</summary>
    internal List<Find> TakeFixed()
    {
        _fixed.Clear();
        _fixed.AddRange(_finds);
        _finds.Clear();
        return _fixed;
    }

    internal void For(Precedence precedence, short rule)
    {
        _rank = (byte)precedence;
        _rule = rule;
    }
}
