namespace ProxmoxMpc.Core.Hcl;

/// <summary>Orders strings as Go does, by their UTF-8 bytes. .NET's ordinal order differs where surrogate pairs meet U+E000 and above.</summary>
internal sealed class Utf8Order : IComparer<string>
{
    public static Utf8Order Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        if (x is null || y is null) return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        var length = Math.Min(x.Length, y.Length);
        for (var i = 0; i < length; i++)
        {
            var (a, b) = (x[i], y[i]);
            if (a == b) continue;
            if (char.IsSurrogate(a) != char.IsSurrogate(b)) return char.IsSurrogate(a) ? (b >= 0xE000 ? 1 : a - b) : (a >= 0xE000 ? -1 : a - b);
            return a - b;
        }
        return x.Length - y.Length;
    }
}
