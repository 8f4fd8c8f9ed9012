using System.Text;
using System.Text.RegularExpressions;

namespace ProxmoxMpc.Lab.Http;

/// <summary>Reads the fields of an upload; the file itself is measured, not kept.</summary>
internal static partial class MultipartForm
{
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
                parameters["tmpfilename"] = content.Length.ToString(System.Globalization.CultureInfo.InvariantCulture);
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
