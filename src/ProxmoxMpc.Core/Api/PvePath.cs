using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Api;

/// <summary>Paths of the API, made of names that other people chose.</summary>
public static class PvePath
{
    /// <summary>
    /// A path from an interpolated string, each value escaped as one segment: <c>PvePath.Of($"/nodes/{node}/qemu/{vmid}/config")</c>.
    /// Throws a <see cref="PmpcException"/> (<c>PmpcInvalidPath</c>) where a value cannot be a segment.
    /// </summary>
    public static string Of(Segments segments) => segments.ToString();

    /// <summary>The path, where it can be one; throws <c>PmpcInvalidPath</c> otherwise.</summary>
    internal static string Checked(string path)
    {
        if (path.Length == 0 || path[0] != '/') throw Invalid(path, "must begin with '/'");
        if (path.AsSpan().IndexOfAny('?', '#', '\\') >= 0) throw Invalid(path, "must not contain '?', '#' or '\\'; parameters are given apart");
        foreach (var c in path)
            if (c is <= ' ' or '\x7f') throw Invalid(path, "must not contain blanks or control characters");
        foreach (var segment in path.Split('/'))
            if (Uri.UnescapeDataString(segment) is "." or "..") throw Invalid(path, "must not contain '.' or '..'");
        return path;
    }

    private static PmpcException Invalid(string path, string reason) =>
        new("PmpcInvalidPath", PmpcErrorKind.InvalidArgument, $"The API path '{path}' {reason}.", "Paths are as in the API viewer, for example /nodes/pve1/qemu.", path);

    /// <summary>Collects the parts of an interpolated path.</summary>
    [InterpolatedStringHandler]
    public readonly struct Segments(int literalLength, int formattedCount)
    {
        private readonly StringBuilder _text = new(literalLength + formattedCount * 8);

        public void AppendLiteral(string text) => _text.Append(text);

        public void AppendFormatted(int number) => _text.Append(number.ToString(CultureInfo.InvariantCulture));

        public void AppendFormatted(string segment)
        {
            // .NET resolves dots even where they are escaped.
            if (segment is "" or "." or "..") throw Invalid(segment, "cannot be a part of an address");
            _text.Append(Uri.EscapeDataString(segment));
        }

        public override string ToString() => _text.ToString();
    }
}
