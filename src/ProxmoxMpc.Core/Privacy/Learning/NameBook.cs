using System.Text;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>The names that were learnt so far, from all inputs. Names are compared without case.</summary>
internal sealed class NameBook
{
    /// <summary>A DNS name has 253 characters at most.</summary>
    public const int LongestName = 253;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, PrivacyKind> _names = new(StringComparer.OrdinalIgnoreCase);

    private NameIndex? _index;

    /// <summary>Counts what was added, so that a reader knows when its picture is old.</summary>
    public int Version { get; private set; }

    public void Add(PrivacyKind kind, ReadOnlySpan<byte> name)
    {
        if (name.Length is 0 or > LongestName) return;
        var text = Encoding.UTF8.GetString(name);
        lock (_gate)
        {
            // Which kind a name gets must not depend on the order of the inputs.
            if (_names.TryGetValue(text, out var known) && known <= kind) return;
            _names[text] = kind;
            Version++;
        }
    }

    /// <summary>The names as they are now, ready to be looked up.</summary>
    public NameIndex Index(PrivacyPolicy policy)
    {
        lock (_gate)
        {
            if (_index?.Version != Version) _index = new NameIndex([.. _names], Version, policy);
            return _index;
        }
    }

    /// <summary>Whether a text is such a name.</summary>
    public bool Contains(ReadOnlySpan<byte> name)
    {
        var text = Encoding.UTF8.GetString(name);
        lock (_gate) return _names.ContainsKey(text);
    }

}
