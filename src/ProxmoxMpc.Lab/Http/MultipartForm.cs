using System.Text;
using System.Text.RegularExpressions;

namespace ProxmoxMpc.Lab.Http;

/// <summary>Reads the fields of an upload; the file itself is measured, not kept.</summary>
internal static partial class MultipartForm
{
    // Where the server would put the file; here the rest of the name is the file's length.
    private const string TemporaryPrefix = "/var/tmp/pveupload-";

    /// <summary>The length in bytes of the file that was uploaded under this temporary name; null when there was none.</summary>
    public static long? Length(string? temporaryName) =>
        temporaryName?.StartsWith(TemporaryPrefix, StringComparison.Ordinal) == true
        && long.TryParse(temporaryName.AsSpan(TemporaryPrefix.Length), System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture, out long length) ? length : null;

    public static void Read(string contentType, ReadOnlyMemory<byte> body, Dictionary<string, string> parameters)
    {
        var boundary = Boundary().Match(contentType);
        if (!boundary.Success)
            return;
        byte[] marker = Encoding.ASCII.GetBytes("--" + boundary.Groups[1].Value);
        var rest = body.Span;
        for (int start = rest.IndexOf(marker); start >= 0; start = rest.IndexOf(marker))
        {
            rest = rest[(start + marker.Length)..];
            int headerEnd = rest.IndexOf("\r\n\r\n"u8), next = rest.IndexOf(marker);
            if (headerEnd < 0 || next < headerEnd)
                break;
            string headers = Encoding.UTF8.GetString(rest[..headerEnd]);
            var content = rest[(headerEnd + 4)..Math.Max(headerEnd + 4, next - 2)];
            string name = FieldName().Match(headers).Groups[1].Value;
            if (FileName().Match(headers) is { Success: true } file)
            {
                parameters["filename"] = file.Groups[1].Value;
                parameters["tmpfilename"] = TemporaryPrefix + content.Length.ToString("x", System.Globalization.CultureInfo.InvariantCulture);
            }
            else
            {
                parameters[name] = Encoding.UTF8.GetString(content);
            }
        }
    }

    [GeneratedRegex("boundary=\"?([^\";]+)")]
    private static partial Regex Boundary();

    [GeneratedRegex("[; ]name=\"?([^\";\r\n]*)")]
    private static partial Regex FieldName();

    [GeneratedRegex("filename=\"?([^\";\r\n]*)")]
    private static partial Regex FileName();
}
