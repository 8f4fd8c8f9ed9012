using System.Buffers.Text;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>A line in the forms that it may be meant in.</summary>
internal static class Decodings
{
    private const int ShortestBase64 = 16;

    public static List<byte[]> Of(ReadOnlySpan<byte> line)
    {
        var forms = new List<byte[]>();
        if (line.IndexOfAny("%\\&="u8) >= 0)
        {
            var once = Unescape(line);
            if (once.Length != line.Length)
            {
                forms.Add(once);
                var twice = Unescape(once);
                if (twice.Length != once.Length) forms.Add(twice);
            }
        }
        for (var i = 0; i < line.Length; i++)
        {
            if (!Bytes.IsBase64(line[i])) continue;
            var start = i;
            while (i < line.Length && Bytes.IsBase64(line[i])) i++;
            if (i - start < ShortestBase64) continue;
            var run = line[start..i].TrimEnd((byte)'=');
            var decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(run.Length + 4)];
            if (Base64.DecodeFromUtf8(run[..(run.Length / 4 * 4)], decoded, out _, out var written) == System.Buffers.OperationStatus.Done && IsText(decoded.AsSpan(0, written))) forms.Add(decoded[..written]);
        }
        return forms;
    }

    private static bool IsText(ReadOnlySpan<byte> text)
    {
        foreach (var b in text)
            if (b < 32 && !Bytes.IsBlank(b)) return false;
        return text.Length > 0;
    }

    private static byte[] Unescape(ReadOnlySpan<byte> text)
    {
        var plain = new List<byte>(text.Length);
        for (var i = 0; i < text.Length;)
        {
            var escape = EscapeAt(text, i, out var value);
            plain.Add(escape > 0 ? value : text[i]);
            i += Math.Max(1, escape);
        }
        return [.. plain];
    }

    private static int EscapeAt(ReadOnlySpan<byte> text, int at, out byte value)
    {
        value = 0;
        if (text[at] is not ((byte)'%' or (byte)'=' or (byte)'\\' or (byte)'&')) return 0;
        if (text[at] == '\\' && Bytes.At(text, at + 1) is (byte)'n' or (byte)'t' or (byte)'r')
        {
            value = (byte)' ';
            return 2;
        }
        // Any printable ASCII character may have been encoded.
        for (var b = 32; b < 127; b++)
        {
            if (Bytes.Separator(text, at, (byte)b) is not (> 1 and var length)) continue;
            value = (byte)b;
            return length;
        }
        return 0;
    }
}
