namespace ProxmoxMpc.Core.Api;

/// <summary>One address of a cluster's API, and what proves that it is the right one.</summary>
/// <param name="Address">For example <c>https://pve1.example.org:8006</c>; a path before <c>/api2/json</c> is kept, for servers behind a proxy.</param>
/// <param name="Fingerprint">SHA-256 of its certificate as the PVE GUI shows it (<c>AA:BB:…</c>); null: the certificate must chain to a trusted CA.</param>
public sealed record PveEndpoint(Uri Address, string? Fingerprint = null)
{
    public override string ToString() => Address.Authority;
}
