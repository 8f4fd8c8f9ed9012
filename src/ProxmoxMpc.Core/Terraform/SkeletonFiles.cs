using System.Text;
using ProxmoxMpc.Core.Hcl;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>The files of a Terraform project that are not guests.</summary>
internal static class SkeletonFiles
{
    private const string Provider = """
        terraform {
          required_version = ">= 1.5"

          required_providers {
            proxmox = {
              source  = "bpg/proxmox"
              version = "~> 0.111"
            }
          }
        }

        """;

    private const string ByToken = """

        # What is not set here comes from the environment: PROXMOX_VE_ENDPOINT, PROXMOX_VE_API_TOKEN (user@realm!id=secret),
        # PROXMOX_VE_INSECURE (true for a certificate that no authority signed).
        provider "proxmox" {
          endpoint  = var.proxmox_endpoint
          api_token = var.proxmox_api_token
        }

        """;

    private const string ByUser = """

        # What is not set here comes from the environment: PROXMOX_VE_ENDPOINT, PROXMOX_VE_USERNAME (user@realm) and PROXMOX_VE_PASSWORD,
        # or for a user with a second factor PROXMOX_VE_AUTH_TICKET and PROXMOX_VE_CSRF_PREVENTION_TOKEN, and PROXMOX_VE_INSECURE (true
        # for a certificate that no authority signed). Invoke-PmpcApply -Engine Terraform sets them for its run.
        provider "proxmox" {
          endpoint = var.proxmox_endpoint
        }

        """;

    private const string Modules = """

        module "vms" {
          source = "./vms"
        }

        module "containers" {
          source = "./containers"
        }

        """;

    /// <param name="isUser">Whether a user asks, who has no token: a variable for one would only mislead.</param>
    public static IReadOnlyList<GeneratedFile> Create(Inventory inventory, Uri? endpoint, bool isUser) =>
    [
        new($"{ProviderNames.Root}/main.tf", Provider + (isUser ? ByUser : ByToken) + Modules),
        new($"{ProviderNames.Root}/variables.tf", isUser ? Endpoint(endpoint) : Endpoint(endpoint) + "\n" + Token()),
        new($"{ProviderNames.Root}/nodes.tf", Nodes(inventory)),
        new($"{ProviderNames.Root}/{GuestKind.Qemu.Folder()}/versions.tf", Provider),
        new($"{ProviderNames.Root}/{GuestKind.Lxc.Folder()}/versions.tf", Provider),
    ];

    private static string Endpoint(Uri? endpoint) =>
        new HclBlockBuilder("variable", "proxmox_endpoint")
            .Attribute("description", "URL of the Proxmox VE API, for example https://pve1.example.org:8006/")
            .RawAttribute("type", "string")
            .Attribute("default", endpoint is null ? new HclValue.Null() : HclValue.Of(endpoint.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) + "/")).ToText();

    private static string Token() =>
        new HclBlockBuilder("variable", "proxmox_api_token")
            .Attribute("description", "API token as user@realm!id=secret. Never write it in a file: set TF_VAR_proxmox_api_token or PROXMOX_VE_API_TOKEN.")
            .RawAttribute("type", "string")
            .Attribute("sensitive", true)
            .Attribute("default", new HclValue.Null()).ToText();

    /// <summary>Facts of the nodes that stay the same from one reading to the next.</summary>
    private static string Nodes(Inventory inventory)
    {
        var nodes = inventory.Nodes.OrderBy(node => node.Name, StringComparer.Ordinal).Select(node => KeyValuePair.Create(node.Name, HclValue.Of(Facts(node))));
        return new StringBuilder("# Written by ProxmoxMpc: the cluster's nodes, for expressions such as local.nodes[\"pve1\"].cpus.\n")
            .Append(new HclBlockBuilder("locals").Attribute("nodes", HclValue.Of(nodes)).ToText()).ToString();
    }

    private static IEnumerable<KeyValuePair<string, HclValue>> Facts(Node node)
    {
        if (node.Address is { } address) yield return new("address", address);
        if (node.CpuCount is { } cpus) yield return new("cpus", (long)cpus);
        if (node.MemoryMiB is { } memory) yield return new("memory_mib", memory);
        yield return new("bridges", HclValue.Of(node.Interfaces.Where(port => port.IsBridge).Select(port => port.Name).Order(StringComparer.Ordinal)));
    }
}
