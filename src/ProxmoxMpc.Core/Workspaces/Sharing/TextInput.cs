using System.Text;
using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>A file as it is to be read; UTF-16 is read and written as such.</summary>
internal sealed class TextInput : IAsyncDisposable
{
    private const int HeadLength = 8192;

    private readonly Encoding? _encoding;

    private TextInput(Stream text, Encoding? encoding, string complaint) => (Text, _encoding, Complaint) = (text, encoding, complaint);

    /// <summary>Empty where it is no text.</summary>
    public Stream Text { get; }

    public bool IsText => Complaint.Length == 0;

    /// <summary>Why it is no text; empty where it is one.</summary>
    public string Complaint { get; }

    /// <summary>Opens a file.</summary>
    public static async Task<TextInput> OpenAsync(string path, CancellationToken ct)
    {
        // Who opens a pipe waits until somebody writes into it, and nothing wakes him.
        if (SpecialFile.Is(path)) return new(Stream.Null, null, "It is a pipe or a device.");
        var stream = new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete, Options = FileOptions.Asynchronous | FileOptions.SequentialScan, BufferSize = 0 });
        try
        {
            var head = new byte[HeadLength];
            var length = await stream.ReadAtLeastAsync(head, HeadLength, throwOnEndOfStream: false, ct).ConfigureAwait(false);
            stream.Position = 0;
            var encoding = EncodingOf(head.AsSpan(0, length));
            var complaint = encoding is null && Anonymizer.IsBinary(head.AsSpan(0, length)) ? IsPacked(head.AsSpan(0, length)) ? "It is compressed: unpack it first." : "It is no text." : "";
            if (complaint.Length == 0) return new(encoding is null ? stream : Encoding.CreateTranscodingStream(stream, encoding, Encoding.UTF8), encoding, "");
            await stream.DisposeAsync().ConfigureAwait(false);
            return new(Stream.Null, null, complaint);
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The output in the input's encoding. The caller keeps <paramref name="file"/> open.</summary>
    public Stream InEncoding(Stream file) => _encoding is null ? file : Encoding.CreateTranscodingStream(file, _encoding, Encoding.UTF8, leaveOpen: true);

    public ValueTask DisposeAsync() => Text.DisposeAsync();

    /// <summary>What Windows writes – a transcript, an export of the registry – begins with its mark, or is told by the zeros of its letters.</summary>
    private static Encoding? EncodingOf(ReadOnlySpan<byte> head)
    {
        if (head is [0xFF, 0xFE, ..]) return Encoding.Unicode;
        if (head is [0xFE, 0xFF, ..]) return Encoding.BigEndianUnicode;
        var (even, odd) = (0, 0);
        for (var i = 0; i + 1 < head.Length; i += 2)
        {
            if (head[i] == 0) even++;
            if (head[i + 1] == 0) odd++;
        }
        var letters = head.Length / 2;
        // Of three letters two are of the Latin script, and none is a zero.
        if (letters < 4 || head.Length % 2 != 0) return null;
        return even == 0 && odd * 3 > letters * 2 ? Unmarked(bigEndian: false) : odd == 0 && even * 3 > letters * 2 ? Unmarked(bigEndian: true) : null;
    }

    private static UnicodeEncoding Unmarked(bool bigEndian) => new(bigEndian, byteOrderMark: false);

    /// <summary>gzip, xz, zstd, bzip2, zip, 7z.</summary>
    private static bool IsPacked(ReadOnlySpan<byte> head) =>
        head is [0x1F, 0x8B, ..] or [0xFD, 0x37, 0x7A, 0x58, 0x5A, ..] or [0x28, 0xB5, 0x2F, 0xFD, ..] or [0x42, 0x5A, 0x68, ..] or [0x50, 0x4B, 0x03, 0x04, ..] or [0x37, 0x7A, 0xBC, 0xAF, ..];
}
