using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>A file with the real values given back. It holds them again, so its owner alone may read it.</summary>
public static class RestoredFile
{
    /// <exception cref="PmpcException"><c>PmpcOutputExists</c>, <c>PmpcInputWouldBeOverwritten</c>, <c>PmpcOutputNotWritten</c></exception>
    public static async Task WriteAsync(Deanonymizer restorer, string path, string target, bool overwrite, CancellationToken ct)
    {
        if (Path.GetFullPath(path) == Path.GetFullPath(target))
            throw new PmpcException("PmpcInputWouldBeOverwritten", PmpcErrorKind.InvalidArgument, $"'{target}' is the input, which is never overwritten.", "Name another file with -OutputPath.", target);
        if (File.Exists(target) && !overwrite)
            throw new PmpcException("PmpcOutputExists", PmpcErrorKind.Conflict, $"'{target}' exists already.", "Name another output, or replace it with -Force.", target);
        var temporary = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(target))!, $".{Guid.NewGuid():N}{AtomicFile.Suffix}");
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = AtomicFile.OwnerOnly;
            await using (var output = new FileStream(temporary, options))
            await using (var input = await TextInput.OpenAsync(path, ct).ConfigureAwait(false))
            {
                if (!input.IsText) throw new PmpcException("PmpcInputIsBinary", PmpcErrorKind.InvalidArgument, $"'{path}' cannot be read as text. {input.Complaint}", "Name a text that was anonymised, or the answer to one.", path);
                var writer = input.InEncoding(output);
                await restorer.RestoreAsync(input.Text, writer, ct).ConfigureAwait(false);
                // A transcoding stream keeps the last characters until it is closed.
                if (writer != output) await writer.DisposeAsync().ConfigureAwait(false);
            }
            File.Move(temporary, target, overwrite);
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
