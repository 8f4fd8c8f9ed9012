using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Writes the copy of a text, in the text's encoding and for its owner alone. It is put in its place when it is whole.</summary>
internal static class TextCopy
{
    /// <param name="input">The opened text.</param>
    /// <param name="path">What it is called.</param>
    /// <param name="write">Makes the copy's text of the input's, both in UTF-8.</param>
    /// <param name="check">Looks at what was written. If it throws there is no copy.</param>
    /// <returns>The length of the copy.</returns>
    /// <exception cref="PmpcException"><c>PmpcOutputExists</c>, <c>PmpcOutputNotWritten</c></exception>
    public static async Task<long> WriteAsync(TextInput input, string path, string target, bool overwrite, Func<Stream, Stream, Task> write, Func<Stream, Task>? check = null)
    {
        if (File.Exists(target) && !overwrite) throw CopyFailure.OutputExists(target);
        var folder = Path.GetDirectoryName(target)!;
        var temporary = Path.Combine(folder, $".{Guid.NewGuid():N}{AtomicFile.Suffix}");
        try
        {
            Directory.CreateDirectory(folder);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.Asynchronous };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = AtomicFile.OwnerOnly;
            long length;
            await using (var output = new FileStream(temporary, options))
            {
                var writer = input.InEncoding(output);
                await write(input.Text, writer).ConfigureAwait(false);
                // A transcoding stream keeps the last characters until it is closed; the file itself stays open.
                if (writer != output) await writer.DisposeAsync().ConfigureAwait(false);
                length = output.Length;
                output.Position = 0;
                if (check is not null) await check(input.InEncoding(output)).ConfigureAwait(false);
            }
            File.Move(temporary, target, overwrite);
            return length;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CopyFailure.Of(path, temporary, target, error);
        }
        catch
        {
            CopyFailure.Discard(temporary);
            throw;
        }
    }
}
