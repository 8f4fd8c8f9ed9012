using System.Text;
using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>An open text file; UTF-16 is read and written as such.</summary>
internal sealed class TextInput(FileStream file, Encoding? encoding) : IAsyncDisposable
{
    private const int HeadLength = 8192;

    public Stream Text { get; } = encoding is null ? file : Encoding.CreateTranscodingStream(file, encoding, Encoding.UTF8);

    /// <summary>Opens a file; null where it is no text.</summary>
    public static async Task<TextInput?> OpenAsync(string path, CancellationToken ct)
    {
        var stream = new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete, Options = FileOptions.Asynchronous | FileOptions.SequentialScan, BufferSize = 0 });
        var head = new byte[HeadLength];
        var length = await stream.ReadAtLeastAsync(head, HeadLength, throwOnEndOfStream: false, ct).ConfigureAwait(false);
        stream.Position = 0;
        // What Windows writes: a transcript, an export of the registry.
        var encoding = head.AsSpan(0, length) switch { [0xFF, 0xFE, ..] => Encoding.Unicode, [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode, _ => null };
        if (encoding is not null || !Anonymizer.IsBinary(head.AsSpan(0, length))) return new(stream, encoding);
        await stream.DisposeAsync().ConfigureAwait(false);
        return null;
    }

    /// <summary>The output in the input's encoding. The caller keeps <paramref name="file"/> open.</summary>
    public Stream InEncoding(Stream file) => encoding is null ? file : Encoding.CreateTranscodingStream(file, encoding, Encoding.UTF8, leaveOpen: true);

    public ValueTask DisposeAsync() => Text.DisposeAsync();
}
