using System.Collections.Immutable;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Api;

/// <summary>One request as Proxmox takes it; it can be made into a message as often as it is sent.</summary>
internal sealed class PveRequest
{
    // PVE::APIServer::AnyEvent refuses more with "501 for data too large".
    private const int LargestBody = 512 * 1024;

    // What Proxmox shows instead of a password; sent back, the stars would become the password.
    private const string Mask = "**********";

    private static readonly string UserAgent = $"ProxmoxMpc/{typeof(PveRequest).Assembly.GetName().Version?.ToString(3)}";

    private readonly ImmutableArray<KeyValuePair<string, string>> _parameters;

    /// <param name="mayRepeat">Whether a name that comes several times is a list, which Proxmox reads so, and no mistake.</param>
    internal PveRequest(HttpMethod method, string path, IEnumerable<KeyValuePair<string, string>>? parameters, bool mayRepeat = false)
    {
        Method = method;
        Path = PvePath.Checked(path);
        _parameters = parameters is null ? [] : [.. parameters];
        Check(mayRepeat);
    }

    internal HttpMethod Method { get; }
    internal string Path { get; }

    /// <summary>Asking for a ticket changes nothing, though it is a POST.</summary>
    internal bool IsLogin { get; init; }

    /// <summary>A one-time code goes along, which is good for one attempt.</summary>
    internal bool IsCode { get; init; }

    internal bool IsWrite => Method != HttpMethod.Get && !IsLogin;

    /// <summary>Whether the node that is asked passes it on to another: it may hang through no fault of the one that is asked.</summary>
    internal bool IsForNode => Path.StartsWith("/nodes/", StringComparison.Ordinal);

    /// <summary>What must not be quoted from the answer.</summary>
    internal SecretText Secrets(PveProof proof) => new(proof.Secrets, _parameters);

    internal HttpRequestMessage ToMessage(Uri server, PveProof proof)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in _parameters) text.Append(text.Length == 0 ? "" : "&").Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
        var form = text.ToString();
        // DELETE with a body is "501 Unexpected content for method 'DELETE'".
        var inQuery = Method == HttpMethod.Get || Method == HttpMethod.Delete;
        var address = $"{server.GetLeftPart(UriPartial.Path).TrimEnd('/')}/api2/json{Path}{(inQuery && form.Length > 0 ? "?" + form : "")}";
        var message = new HttpRequestMessage(Method, address) { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        message.Headers.ExpectContinue = false;
        message.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        message.Headers.TryAddWithoutValidation("Accept", "application/json");
        proof.ApplyTo(message, IsWrite);
        if (inQuery) return message;
        var bytes = Encoding.ASCII.GetBytes(form);
        if (bytes.Length > LargestBody)
            throw Invalid("PmpcInvalidParameter", "The request is larger than the 512 KiB that Proxmox takes.", null);
        // An array has a length: chunked bodies are refused (501).
        message.Content = new ByteArrayContent(bytes);
        if (bytes.Length > 0) message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
        return message;
    }

    private void Check(bool mayRepeat)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, value) in _parameters)
        {
            // Where Proxmox wants one value it would answer a misleading 403.
            if (!seen.Add(name) && !mayRepeat) throw Invalid("PmpcInvalidParameter", $"The parameter '{name}' is given twice.", null);
            if (Method != HttpMethod.Get && SecretText.IsSecret(name) && value.Trim() == Mask)
                throw Invalid("PmpcMaskedSecret", $"'{name}' is the stars that Proxmox shows instead of the secret; they would become the secret.", "Leave it out, or give the real value.");
        }
    }

    private PveApiException Invalid(string id, string message, string? hint) =>
        new(id, PmpcErrorKind.InvalidArgument, message, hint) { Method = Method.Method, Path = Path };

    public override string ToString() => $"{Method.Method} {Path}";
}
