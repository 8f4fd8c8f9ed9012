using System.Text;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>The names that were learnt so far, from all inputs. Names are compared without case.</summary>
internal sealed class NameBook
{
    /// <summary>A DNS name has 253 characters at most.</summary>
    public const int LongestName = 253;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, PrivacyKind> _names = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Counts what was added, so that a reader knows when its picture is old.</summary>
    public int Version { get; private set; }

    public void Add(PrivacyKind kind, ReadOnlySpan<byte> name)
    {
        if (name.Length is 0 or > LongestName) return;
        var text = Encoding.UTF8.GetString(name);
        lock (_gate)
        {
            if (_names.TryAdd(text, kind)) Version++;
        }
    }

    public IReadOnlyList<KeyValuePair<string, PrivacyKind>> Names()
    {
        lock (_gate) return [.. _names];
    }
}
