using System.Text;
using ProxmoxMpc.Core.Hcl;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>A guest of the server and the resource that stands for it.</summary>
/// <param name="Module">For example <c>module.vms.</c>; empty for the root module.</param>
/// <param name="HasMembership">Whether a <c>proxmox_pool_membership</c> of the same name goes with it.</param>
internal sealed record ImportTarget(Guest Guest, string Module, string ResourceName, bool HasMembership);

/// <summary><c>terraform/imports.tf</c>: import blocks are allowed in the root module only.</summary>
internal static class ImportsFile
{
    private const string Header = """
        # Written by ProxmoxMpc: what runs already, so that Terraform adopts it instead of making it anew.
        # Of every running VM whose guest agent is enabled, Terraform asks the agent, and waits up to 15 minutes for one that does not answer.
        # It waits for none with a token that may not ask (no VM.GuestAgent.Audit; before Proxmox VE 9: no VM.Monitor), and reads all else as ever.

        """;

    public static GeneratedFile Create(IEnumerable<ImportTarget> targets)
    {
        var text = new StringBuilder();
        Write(targets, piece => text.Append(piece));
        return new(TerraformWriter.ImportsPath, text.ToString());
    }

    /// <summary>The same piece by piece: of ten thousand guests it has twelve megabytes.</summary>
    public static void Write(IEnumerable<ImportTarget> targets, Action<string> append)
    {
        append(Header);
        foreach (var (guest, module, name, hasMembership) in targets.OrderBy(target => target.Guest.VmId))
        {
            if (GuestObstacles.Of(guest) is not null) continue;
            append("\n");
            append(Import($"{module}{guest.Kind.ResourceType()}.{name}", FormattableString.Invariant($"{guest.Node}/{guest.VmId}")));
            if (!hasMembership || guest.Pool is not { Length: > 0 } pool) continue;
            append("\n");
            append(Import($"{module}{ProviderNames.PoolMembership}.{name}", FormattableString.Invariant($"{pool}/vm/{guest.VmId}")));
        }
    }

    /// <summary>The module that a file belongs to: subfolders are modules of their name.</summary>
    public static string ModuleOf(string file)
    {
        var folders = file.Split('/')[..^1].SkipWhile((folder, index) => index == 0 && folder == ProviderNames.Root);
        return string.Concat(folders.Select(folder => $"module.{folder}."));
    }

    private static string Import(string address, string id) =>
        new HclBlockBuilder("import").RawAttribute("to", address).Attribute("id", id).ToText();
}
