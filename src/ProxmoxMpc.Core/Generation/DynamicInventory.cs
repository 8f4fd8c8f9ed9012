namespace ProxmoxMpc.Core.Generation;

/// <summary>What the inventory plugin of the collection community.proxmox needs to ask the cluster itself; never a secret.</summary>
/// <param name="Url">For example <c>https://pve1.example.org:8006</c>; null: the environment says it.</param>
/// <param name="Identity"><c>user@realm!token</c> or <c>user@realm</c>; null: the environment says it.</param>
/// <param name="IsPinned">Whether the certificate is known by its fingerprint and comes from no authority.</param>
public sealed record DynamicInventory(string? Url, string? Identity, bool IsPinned)
{
    /// <summary>The plugin takes files of this ending only.</summary>
    public const string Path = "ansible/dynamic.proxmox.yml";

    internal FileRecipe Recipe() => new(Path, [], () =>
    {
        var at = Identity?.IndexOf('!') ?? -1;
        return TemplateSet.Render("dynamic.proxmox.yml", new
        {
            Url,
            User = at < 0 ? Identity : Identity![..at],
            Token = at < 0 ? null : Identity![(at + 1)..],
            HasPassword = Identity is not null && at < 0,
            IsPinned,
        });
    });
}
