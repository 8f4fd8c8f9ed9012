namespace ProxmoxMpc.Core.Privacy;

/// <summary>
/// Bytes as 64 symbols, which is as many as a vector can look up at once: letters without case, and signs that hardly ever stand for one another as one.
/// Bytes that differ in their highest bit only count as one.
/// </summary>
internal static class ByteSymbols
{
    /// <summary>So many symbols there are.</summary>
    public const int Count = 64;

    // One symbol each.
    private static readonly string[] Signs =
    [
        " ", "\t\n\r", "!?", "\"", "#", "$", "%", "&", "'`", "(", ")", "*", "+", ",;", "-", ".", "/", ":", "<", "=", ">", "@", "[{", "\\", "]}", "^~", "_", "|",
    ];

    private static readonly byte[] Of = Make();

    /// <summary>The symbol of each byte of 128.</summary>
    public static ReadOnlySpan<byte> All => Of;

    /// <summary>For each symbol the sets that any of its bytes is in.</summary>
    public static byte[] TableOf(ByteSets sets)
    {
        var table = new byte[Count];
        for (var value = 0; value < 256; value++) table[Of[value & 127]] |= sets.Exact[value];
        return table;
    }

    private static byte[] Make()
    {
        var symbols = new byte[128];
        // What controls a terminal or nothing is as good as the end of a line.
        var other = (byte)Array.IndexOf(Signs, "\t\n\r");
        Array.Fill(symbols, other);
        for (var sign = 0; sign < Signs.Length; sign++)
            foreach (var c in Signs[sign]) symbols[c] = (byte)sign;
        for (var digit = 0; digit < 10; digit++) symbols['0' + digit] = (byte)(Signs.Length + digit);
        for (var letter = 0; letter < 26; letter++) symbols['a' + letter] = symbols['A' + letter] = (byte)(Signs.Length + 10 + letter);
        return symbols;
    }
}
