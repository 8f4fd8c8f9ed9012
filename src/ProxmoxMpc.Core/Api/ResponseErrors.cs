using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Api;

/// <summary>Turns an answer that is not a success into the exception that explains it.</summary>
internal static class ResponseErrors
{
    /// <param name="body">The parsed body, or null where it is empty or not JSON (401, 595, everything before PVE's handler).</param>
    internal static PveApiException From(Uri server, PveRequest request, PveProof proof, int status, string? reasonPhrase, JsonElement? body)
    {
        var secrets = request.Secrets(proof);
        var reason = secrets.Redact(Reason(status, reasonPhrase));
        var errors = ErrorsOf(body, secrets);
        var text = secrets.Redact(MessageOf(body) ?? reason);
        var (id, kind, message, hint) = Explain(server, request, proof, status, text, errors);
        var rule = status is 400 or 403 or >= 500 and < 595 ? ErrorRule.Find(message) : null;
        if (id == "PmpcWriteUncertain") return TransportErrors.Uncertain(request.Method.Method, request.Path, $"the node did not answer ({status.ToString(CultureInfo.InvariantCulture)} {reason})", status, null);
        return new(id, kind, message, hint)
        {
            Status = status, Reason = FirstLine(reason), Errors = errors, Method = request.Method.Method, Path = request.Path,
            IsPassingLock = rule is { } held && held.Rule.IsPassingLock(held.Match),
            MayHaveHappened = request.IsWrite && (rule?.Rule.MayHaveHappened ?? (id == "PmpcServerError" && status >= 500)),
        };
    }

    private static (string Id, PmpcErrorKind Kind, string Message, string? Hint) Explain(Uri server, PveRequest request, PveProof proof, int status, string text, ImmutableSortedDictionary<string, string> errors)
    {
        var who = proof.Who;
        var about = ErrorSubject.Of(request.Path);
        var node = about.Node ?? server.Authority;
        switch (status)
        {
            case 401:
                return ("PmpcAuthenticationFailed", PmpcErrorKind.AuthenticationFailed, $"{server.Authority} refused the {who}: {text}",
                    proof is TicketProof
                    ? "The ticket was refused although it is new: the clocks of the cluster's nodes and of this machine may differ, or the user has been disabled or deleted."
                    : "Proxmox does not say whether the token, its secret or its user is wrong, disabled or expired. Make a new one under Datacenter > Permissions > API Tokens, "
                    + "or with `pveum user token add USER@REALM NAME --privsep 0`; the secret is shown only then.");
            case 403 when ErrorRule.Find(text) is { Rule.Id: "PmpcRootOnly" or "PmpcPoolNotFound" or "PmpcTokenNotAllowed" } special:
                return (special.Rule.Id, special.Rule.Kind, text, special.Rule.Hint(special.Match, about));
            case 403:
                return ("PmpcPermissionDenied", PmpcErrorKind.PermissionDenied, text,
                    proof is TicketProof ? $"The {who} lacks the privilege at that path: Datacenter > Permissions > Add > User Permission (PVEAuditor on / is enough to read)."
                    : $"The {who} lacks the privilege at that path. Where the token has privilege separation, it needs permissions of its own beside its user's: Datacenter > Permissions > Add > API Token Permission (PVEAuditor on / is enough to read).");
            case 595:
                return ("PmpcNodeUnreachable", PmpcErrorKind.Connection, $"Node {node} could not be reached from {server.Authority}: {text}",
                    "The node is down or its pveproxy is; nothing was done there. Bring it back or wait.");
            case 596 or 597 or 598 or 599 or 502 or 504 when request.IsWrite:
                return ("PmpcWriteUncertain", PmpcErrorKind.Timeout, text, null);
            case 596 or 597 or 598 or 599 or 502 or 503 or 504:
                return ("PmpcNodeUnreachable", PmpcErrorKind.Connection, $"Node {node} did not answer {server.Authority} in time or properly: {text}",
                    "The node or one of its storages hangs or is overloaded; Proxmox gives up after 30 s. Try again, then look at pvedaemon and pvestatd there.");
            case >= 300 and < 400:
                return ("PmpcRedirected", PmpcErrorKind.Connection, $"{server.Authority} redirects instead of answering: {text}", "Give the address that it redirects to; Proxmox itself answers on https, port 8006.");
            case 506:
                return ("PmpcInvalidParameter", PmpcErrorKind.InvalidArgument, text, "Proxmox takes forms and JSON only.");
            case 501 when text.Contains("too large", StringComparison.OrdinalIgnoreCase):
                return ("PmpcInvalidParameter", PmpcErrorKind.InvalidArgument, text, "Proxmox takes at most 512 KiB in one request.");
            case 501:
                return ("PmpcNotImplemented", PmpcErrorKind.NotSupported, text, "This version of Proxmox VE does not have that path or method.");
        }
        var message = errors.IsEmpty ? text : $"{text} {string.Join("; ", errors.Select(error => $"{error.Key}: {error.Value}"))}";
        if (ErrorRule.Find(message) is { } found) return (found.Rule.Id, found.Rule.Kind, message, found.Rule.Hint(found.Match, about));
        return status == 400
            ? ("PmpcInvalidParameter", PmpcErrorKind.InvalidArgument, message, null)
            : ("PmpcServerError", PmpcErrorKind.Unspecified, message, "The journal of pvedaemon and pveproxy on the server says more.");
    }

    private static string Reason(int status, string? phrase)
    {
        var text = ReasonText.Repair(phrase ?? "").Trim();
        return text.Length > 0 ? text : string.Create(CultureInfo.InvariantCulture, $"status {status} without a reason");
    }

    private static string FirstLine(string text) => text.Split('\n', 2)[0].TrimEnd();

    private static string? MessageOf(JsonElement? body) =>
        body is { ValueKind: JsonValueKind.Object } answer && answer.Text("message")?.Trim() is { Length: > 0 } message ? message : null;

    private static ImmutableSortedDictionary<string, string> ErrorsOf(JsonElement? body, SecretText secrets)
    {
        var errors = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (body is { ValueKind: JsonValueKind.Object } answer && answer.TryGetProperty("errors", out var listed) && listed.ValueKind == JsonValueKind.Object)
            foreach (var error in listed.EnumerateObject())
                errors[error.Name] = secrets.RedactReason(error.Name, (error.Value.AsText() ?? "").Trim());
        return errors.ToImmutable();
    }
}
