namespace ProxmoxMpc.Core.Api;

/// <summary>Holds a user's ticket, in memory only, for as long as somebody keeps the credential.</summary>
internal sealed class PveTicketBox
{
    private volatile TicketProof? _ticket;
    private volatile bool _isRefused;

    internal TicketProof? Ticket
    {
        get => _ticket;
        set => _ticket = value;
    }

    /// <summary>Whether the server refused the password, so that it is of no further use.</summary>
    internal bool IsRefused
    {
        get => _isRefused;
        set => _isRefused = value;
    }
}
