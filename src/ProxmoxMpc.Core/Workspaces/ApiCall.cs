using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>A request to any endpoint of the API: the way out where no verb of ours does what is wanted.</summary>
public sealed record ApiCall
{
    private const string Hidden = "***";
    private const string Prefix = "/api2/json";

    private ApiCall(string method, string path, ImmutableArray<KeyValuePair<string, string>> parameters) => (Method, Path, Parameters) = (method, path, parameters);

    /// <summary><c>GET</c>, <c>POST</c>, <c>PUT</c> or <c>DELETE</c>.</summary>
    public string Method { get; }

    /// <summary>Below <c>/api2/json</c>, with everything escaped that must be.</summary>
    public string Path { get; }

    internal ImmutableArray<KeyValuePair<string, string>> Parameters { get; }

    public bool IsWrite => Method != "GET";

    /// <summary>A call as a user gave it; a parameter that comes several times is a list. The path may begin with <c>/api2/json</c>; what is escaped in it stays so.</summary>
    /// <exception cref="PmpcException"><c>PmpcInvalidPath</c>, or no such method.</exception>
    public static ApiCall Of(string method, string path, IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var verb = method.ToUpperInvariant();
        if (verb is not ("GET" or "POST" or "PUT" or "DELETE"))
            throw new PmpcException("PmpcInvalidParameter", PmpcErrorKind.InvalidArgument, $"Proxmox has no method '{method}'.", "GET, POST, PUT or DELETE.", method);
        return new(verb, PvePath.Checked(Normalise(path)), [.. parameters.OrderBy(pair => pair.Key, StringComparer.Ordinal)]);
    }

    /// <summary>Sends it and returns what stands under <c>data</c>: an object, a list, a value or null.</summary>
    public Task<JsonElement> SendAsync(Session session, CancellationToken ct) => session.Client.CallAsync(HttpMethod.Parse(Method), Path, Parameters, ct);

    /// <summary>For people, without secrets: <c>POST /access/users userid=ann@pve password=***</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Method).Append(' ').Append(Path);
        foreach (var (name, value) in Parameters) text.Append(' ').Append(name).Append('=').Append(SecretText.IsSecret(name) ? Hidden : value);
        return text.ToString();
    }

    private static string Normalise(string path)
    {
        if (path.Contains("://", StringComparison.Ordinal) || path.StartsWith("//", StringComparison.Ordinal)) throw Invalid(path, "names a server; the workspace has one");
        if (path.Contains('?', StringComparison.Ordinal)) throw Invalid(path, "has parameters in it; they are given apart");
        var below = path.StartsWith(Prefix + "/", StringComparison.Ordinal) ? path[Prefix.Length..] : path;
        if (!below.StartsWith('/')) below = "/" + below;
        if (below.Length > 1) below = below.TrimEnd('/');
        return string.Join('/', below.Split('/').Select((segment, index) => index > 0 && segment.Length == 0 && below.Length > 1 ? throw Invalid(path, "has nothing between two '/'") : Escape(segment, path)));
    }

    // What is escaped already stays as it is; a blank, a quote or an umlaut becomes escaped.
    private static string Escape(string segment, string path)
    {
        var text = new StringBuilder(segment.Length);
        for (var i = 0; i < segment.Length; i++)
        {
            var c = segment[i];
            if (c == '%')
            {
                if (i + 2 >= segment.Length || !char.IsAsciiHexDigit(segment[i + 1]) || !char.IsAsciiHexDigit(segment[i + 2])) throw Invalid(path, "has a '%' that is not followed by two hexadecimal digits; a '%' itself is %25");
                if (Convert.ToInt32(segment.Substring(i + 1, 2), 16) is < 0x20 or 0x7f) throw Invalid(path, "has a control character in it");
                text.Append(segment, i, 3);
                i += 2;
            }
            else if (char.IsControl(c)) throw Invalid(path, "has a control character in it");
            else if (char.IsAsciiLetterOrDigit(c) || "-._~!$&'()*+,;=:@".Contains(c, StringComparison.Ordinal)) text.Append(c);
            else if (char.IsHighSurrogate(c) && i + 1 < segment.Length && char.IsLowSurrogate(segment[i + 1])) text.Append(Uri.EscapeDataString(segment.Substring(i++, 2)));
            else text.Append(Uri.EscapeDataString(c.ToString()));
        }
        return text.ToString();
    }

    private static PmpcException Invalid(string path, string reason) => new("PmpcInvalidPath", PmpcErrorKind.InvalidArgument, $"The API path '{path}' {reason}.",
        "Paths are as in Proxmox's API viewer, for example /nodes/pve1/qemu/100/config. A '/' inside a part, as in a volume's name, is written %2F.", path);
}
