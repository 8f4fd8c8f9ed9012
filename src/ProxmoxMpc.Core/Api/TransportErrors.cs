using System.Globalization;
using System.Net.Http;
using System.Net.Sockets;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Api;

/// <summary>Failures without an answer: no connection, no trust, no time.</summary>
internal static class TransportErrors
{
    /// <summary>Tells apart what never reached the server from what may have been done.</summary>
    internal static PveApiException From(Exception failure, Uri server, string method, string path, bool isWrite, ServerTrust trust)
    {
        var error = (failure as HttpRequestException)?.HttpRequestError ?? HttpRequestError.Unknown;
        return error switch
        {
            HttpRequestError.SecureConnectionError when trust.Refused is { } refused => Untrusted(server, method, path, refused, trust.Pinned, failure),
            HttpRequestError.SecureConnectionError or HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                or HttpRequestError.ProxyTunnelError => Unreachable(server, method, path, failure),
            _ when isWrite => Uncertain(method, path, $"the connection broke: {Innermost(failure)}", 0, failure),
            _ => new("PmpcConnectionLost", PmpcErrorKind.Connection, $"{server.Authority} broke the connection: {Innermost(failure)}",
                "Try again; where it happens often, look at the journal of pveproxy on the server.", failure) { Method = method, Path = path },
        };
    }

    internal static PveApiException Unreachable(Uri server, string method, string path, Exception failure)
    {
        var reason = Innermost(failure);
        var hint = failure is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } || reason is { Length: > 0 } && failure.GetBaseException() is SocketException { SocketErrorCode: SocketError.HostNotFound }
            ? $"Check the name {server.DnsSafeHost}; an IP address works as well."
            : failure.GetBaseException() is SocketException
                ? $"Check the address, that pveproxy runs on the server, and that a firewall lets port {server.Port.ToString(CultureInfo.InvariantCulture)} through."
                : $"The server on port {server.Port.ToString(CultureInfo.InvariantCulture)} does not speak TLS as Proxmox VE does; its API is on https, port 8006.";
        return new("PmpcServerUnreachable", PmpcErrorKind.Connection, $"{server.Authority} cannot be reached: {reason}", hint, failure) { Method = method, Path = path };
    }

    internal static PveApiException Timeout(Uri server, string method, string path, TimeSpan limit, bool isWrite)
    {
        var seconds = limit.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
        return isWrite
            ? Uncertain(method, path, $"no answer came within {seconds} s", 0, null)
            : new("PmpcTimeout", PmpcErrorKind.Timeout, $"{server.Authority} did not answer within {seconds} s ({method} {path}).",
                "The server or one of its storages may be overloaded or hanging; a longer time limit can be set on the connection.") { Method = method, Path = path };
    }

    /// <summary>A write of which nobody knows whether it happened. It is never repeated blindly.</summary>
    internal static PveApiException Uncertain(string method, string path, string why, int status, Exception? failure) =>
        new("PmpcWriteUncertain", PmpcErrorKind.Timeout, $"Nobody knows whether {method} {path} was carried out: {why}.",
            "It may have happened. Look at the task list and at the object itself before you do it again.", failure) { Status = status, Method = method, Path = path, MayHaveHappened = true };

    /// <summary>No endpoint of several could be asked. A certificate that is wrong comes first: somebody has to look at it.</summary>
    internal static PveApiException NoneLeft(IReadOnlyList<PveApiException> failures)
    {
        if (failures.Count == 1) return failures[0];
        var first = failures.FirstOrDefault(failure => failure.Kind == PmpcErrorKind.Certificate) ?? failures[0];
        var each = string.Join("\n  ", failures.Select(failure => failure.Message));
        return new(first.Id, first.Kind, $"None of the cluster's {failures.Count.ToString(CultureInfo.InvariantCulture)} endpoints can be used:\n  {each}", first.Hint, first)
        { Method = first.Method, Path = first.Path };
    }

    private static PveApiException Untrusted(Uri server, string method, string path, PveCertificateInfo refused, string? pinned, Exception failure) => pinned is null
        ? new("PmpcCertificateUntrusted", PmpcErrorKind.Certificate,
            $"The certificate of {server.Authority} is not trusted: {refused.Problem}. It presented {refused.Fingerprint} ({refused.Subject}).",
            "Compare the fingerprint with the one under Node > System > Certificates of the Proxmox GUI, or with `openssl x509 -in /etc/pve/local/pve-ssl.pem -noout -fingerprint -sha256` on the server. "
            + "Where they are the same, give it as the connection's fingerprint; nothing was sent to the server.", failure) { Method = method, Path = path }
        : new("PmpcCertificateChanged", PmpcErrorKind.Certificate,
            $"The certificate of {server.Authority} is not the pinned one: it presented {refused.Fingerprint}, pinned is {pinned}.",
            "Proxmox renews its own certificates every two years and with every ACME renewal; otherwise somebody may be in between. "
            + "Compare with Node > System > Certificates of the Proxmox GUI before you pin the new fingerprint; nothing was sent to the server.", failure) { Method = method, Path = path };

    private static string Innermost(Exception failure) => failure.GetBaseException().Message.TrimEnd('.');
}
