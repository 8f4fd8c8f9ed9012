namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>A text that a script puts together of several, because it is long: <c>'abc' +</c> and <c>'def'</c> on the next line.</summary>
internal static class JoinedText
{
    // From the end of one part to the next, with the indentation of its line.
    private const int Reach = 160;

    /// <summary>Where the next part begins, behind the quote at which one ends; -1 where the text ends there.</summary>
    public static int Next(ReadOnlySpan<byte> text, int end)
    {
        var quote = Bytes.At(text, end);
        if (quote is not ((byte)'\'' or (byte)'"')) return -1;
        var isJoined = false;
        for (var i = end + 1; i < text.Length && i - end < Reach; i++)
        {
            if (text[i] == quote) return isJoined ? i + 1 : -1;
            if (text[i] == '+' && !isJoined) isJoined = true;
            else if (!Bytes.IsBlank(text[i]) && text[i] is not ((byte)'`' or (byte)'\\')) return -1;
        }
        return -1;
    }
}
