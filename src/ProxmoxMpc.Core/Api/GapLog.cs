using System.Collections.Concurrent;
using System.Collections.Immutable;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Api;

/// <summary>
/// Collects what could not be read. Only what makes every further request pointless goes through as an exception: a
/// refused token, an untrusted certificate, a server that is not there.
/// </summary>
internal sealed class GapLog
{
    private readonly ConcurrentDictionary<Gap, bool> _gaps = new();

    internal void Add(GapScope scope, string name, string reason) => _gaps.TryAdd(new(scope, name, reason), true);

    /// <summary>The result, or the fallback and a gap.</summary>
    internal async Task<T> TryAsync<T>(GapScope scope, string name, string what, T fallback, Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (PmpcException e) when (!IsFatal(e))
        {
            Add(scope, name, Reason(what, e));
            return fallback;
        }
    }

    internal static bool IsFatal(PmpcException e) =>
        e.Kind is PmpcErrorKind.AuthenticationFailed or PmpcErrorKind.Certificate || e.Id == "PmpcServerUnreachable";

    internal static string Reason(string what, Exception e) => what.Length == 0 ? e.Message : $"{what}: {e.Message}";

    /// <summary>Sorted, for requests end in any order.</summary>
    internal ImmutableArray<Gap> ToImmutable() =>
        [.. _gaps.Keys.OrderBy(gap => gap.Scope).ThenBy(gap => gap.Name, NaturalOrder.Instance).ThenBy(gap => gap.Reason, StringComparer.Ordinal)];
}

/// <summary>Numbers before words and by value, so that guest 99 comes before 100.</summary>
internal sealed class NaturalOrder : IComparer<string>
{
    internal static NaturalOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        var byLength = x is { Length: > 0 } && y is { Length: > 0 } && x.All(char.IsAsciiDigit) && y.All(char.IsAsciiDigit) ? x.Length.CompareTo(y.Length) : 0;
        return byLength != 0 ? byLength : string.CompareOrdinal(x, y);
    }
}
