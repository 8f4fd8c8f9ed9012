using System.Collections.Immutable;
using ProxmoxMpc.Core.Api;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>What a new workspace shall stand on.</summary>
public sealed record InitializeOptions
{
    public required string Directory { get; init; }

    /// <summary>The embedded Lab instead of a server.</summary>
    public bool Lab { get; init; }

    /// <summary>The file with the Lab's state, which the workspace works on. Null: one of its own, with the demo cluster.</summary>
    public string? LabState { get; init; }

    /// <summary>The nodes of one cluster in order of preference, for example <c>https://pve1.example.org:8006</c>.</summary>
    public ImmutableArray<Uri> Servers { get; init; } = [];

    /// <summary><c>user@realm!name</c>; null where a user logs in.</summary>
    public string? TokenId { get; init; }

    /// <summary><c>user@realm</c>; null where a token asks.</summary>
    public string? UserName { get; init; }

    /// <summary>Where the token's secret or the user's password is; null for a user: whoever works in the workspace is asked.</summary>
    public SecretReference? Secret { get; init; }

    /// <summary>Where the key of the user's TOTP authenticator is.</summary>
    public SecretReference? Totp { get; init; }

    /// <summary>
    /// SHA-256 of the servers' certificates as Proxmox's GUI shows them: one for all, or one for each in their order. None: each
    /// certificate must come from an authority that this machine trusts.
    /// </summary>
    public ImmutableArray<string> Fingerprints { get; init; } = [];

    /// <summary>Pins whatever certificate each server shows now.</summary>
    public bool TrustOnFirstUse { get; init; }

    public WorkspaceLayout Layout { get; init; }

    /// <summary>What the files of guests are called; null: the layout's own.</summary>
    public string? FileNames { get; init; }

    public AttributeDetail Attributes { get; init; }

    /// <summary>Also a file by which Ansible asks the cluster itself.</summary>
    public bool DynamicInventory { get; init; }

    /// <summary>Does not ask the servers whether addresses and credential are right.</summary>
    public bool SkipConnectionTest { get; init; }
}

/// <summary>What came of an initialisation.</summary>
/// <param name="Workspace">Its directory.</param>
/// <param name="Server">The first server's address, or <c>Lab</c>.</param>
/// <param name="Fingerprint">The certificate that was pinned for it; null: none.</param>
/// <param name="Version">Proxmox's version where the server was asked.</param>
public sealed record InitializeResult(string Workspace, string Server, string? Fingerprint, string? Version)
{
    /// <summary>Who asks: the token or the user; null for the Lab.</summary>
    public string? Identity { get; init; }

    /// <summary>Every server with the certificate that is pinned for it.</summary>
    public ImmutableArray<PveEndpoint> Endpoints { get; init; } = [];

    /// <summary>What is wrong with servers that did not answer while another did.</summary>
    public ImmutableArray<string> Problems { get; init; } = [];
}
