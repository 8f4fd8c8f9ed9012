using System.Collections.Concurrent;
using System.Text;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>Names that some structure, an inventory or an object has told, and as what: they are sought wherever they stand. Compared without case. Safe for several threads.</summary>
internal sealed class LearntNames
{
    private readonly ConcurrentDictionary<string, PrivacyKind> _kinds = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A copy of what is known now.</summary>
    public IReadOnlyList<KeyValuePair<string, PrivacyKind>> All => [.. _kinds];

    /// <summary>Remembers a name. Of several kinds the first one counts, so that it does not depend on the order.</summary>
    public void Note(string name, PrivacyKind kind) => _kinds.AddOrUpdate(name, kind, (_, known) => kind < known ? kind : known);

    public PrivacyKind? KindOf(string name) => _kinds.TryGetValue(name, out var kind) ? kind : null;

    /// <summary>Remembers what a full name tells: its machine and its domain, neither of which needs a pseudonym of its own for that.</summary>
    public void NoteParts(ReadOnlySpan<byte> name)
    {
        var (host, parent) = PartsOf(name);
        if (host.Length > 0) Note(host, PrivacyKind.Host);
        if (parent.Length > 0) Note(parent, PrivacyKind.Domain);
    }

    /// <summary>Whether it is known what a full name tells: a full name may stand where it tells nothing.</summary>
    public bool HasParts(ReadOnlySpan<byte> name)
    {
        var (host, parent) = PartsOf(name);
        return (host.Length > 0 ? host : parent) is { Length: > 0 } part && _kinds.ContainsKey(part);
    }

    private static (string Host, string Parent) PartsOf(ReadOnlySpan<byte> name)
    {
        name = name.TrimEnd((byte)'.');
        Domains.IsDomain(name, out var isPublic, out var labels, out var isPrivate);
        if (isPublic) return ("", "");
        var (host, parent) = Domains.Told(name, labels, isPrivate);
        return (Encoding.UTF8.GetString(name[..host]), parent > 0 ? Encoding.UTF8.GetString(name[parent..]) : "");
    }

    public void Clear() => _kinds.Clear();
}
