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

    // Set while names are learnt; nothing is learnt in the pass that replaces.
    private NameCollector? _names;
    private byte _rank;
    private short _rule;

    public List<Find> Items => _finds;

    /// <summary>Whether names are wanted: a detector that only learns can save its work otherwise.</summary>
    public bool Learns => _names is not null;

    /// <summary>This part is replaced by a pseudonym. An empty part is ignored.</summary>
    public void Replace(int start, int length, PrivacyKind kind)
    {
        if (length > 0) _finds.Add(new Find(start, length, kind, _rank, false, _rule));
    }

    /// <summary>This part stays, whatever detectors of less precedence make of it: a look-alike.</summary>
    public void Keep(int start, int length)
    {
        if (length > 0) _finds.Add(new Find(start, length, PrivacyKind.Word, _rank, true, _rule));
    }

    /// <summary>A name that the structure of the text has told. It is then replaced wherever it stands as a word.</summary>
    public void Learn(PrivacyKind kind, ReadOnlySpan<byte> name) => _names?.Add(kind, name);

    /// <summary>Whether exactly this has been learnt before, so that nothing about it need be looked at again.</summary>
    public bool HasLearnt(PrivacyKind kind, ReadOnlySpan<byte> name) => _names?.Has(kind, name) == true;

    internal void Begin(NameCollector? names)
    {
        _finds.Clear();
        _names = names;
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
