using System.Collections.Immutable;
using System.Net.Http;

namespace ProxmoxMpc.Core.Api;

/// <summary>What goes along with a request to prove who asks.</summary>
internal abstract class PveProof
{
    /// <summary>For messages: <c>token root@pam!iac</c>.</summary>
    internal abstract string Who { get; }

    /// <summary>What must not appear in any text.</summary>
    internal abstract ImmutableArray<string> Secrets { get; }

    internal abstract void ApplyTo(HttpRequestMessage message, bool isWrite);
}

/// <summary>Nothing: for the request that asks for a ticket.</summary>
internal sealed class NoProof(string who) : PveProof
{
    internal override string Who => who;

    internal override ImmutableArray<string> Secrets => [];

    internal override void ApplyTo(HttpRequestMessage message, bool isWrite)
    {
        // The password is one of the parameters.
    }
}

/// <summary>A token, the same for every request; it needs no protection against forged requests.</summary>
internal sealed class TokenProof(PveToken token) : PveProof
{
    internal override string Who => token.Who;

    internal override ImmutableArray<string> Secrets => [token.Secret];

    internal override void ApplyTo(HttpRequestMessage message, bool isWrite) =>
        message.Headers.TryAddWithoutValidation("Authorization", $"PVEAPIToken={token.TokenId}={token.Secret}");
}

/// <summary>A ticket; every node of the cluster takes it.</summary>
/// <param name="issued">By this machine's clock.</param>
internal sealed class TicketProof(PvePassword credential, string ticket, string csrfToken, DateTimeOffset issued) : PveProof
{
    /// <summary>How long Proxmox takes it.</summary>
    internal static readonly TimeSpan Lifetime = TimeSpan.FromHours(2);

    internal override string Who => credential.Who;

    internal string Ticket => ticket;

    internal string Csrf => csrfToken;

    internal DateTimeOffset Issued => issued;

    internal override ImmutableArray<string> Secrets => [ticket, csrfToken, credential.Password];

    internal override void ApplyTo(HttpRequestMessage message, bool isWrite)
    {
        message.Headers.TryAddWithoutValidation("Cookie", $"PVEAuthCookie={Uri.EscapeDataString(ticket)}");
        if (isWrite) message.Headers.TryAddWithoutValidation("CSRFPreventionToken", csrfToken);
    }
}
