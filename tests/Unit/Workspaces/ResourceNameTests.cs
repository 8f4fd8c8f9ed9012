using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.Tests.Unit.Workspaces;

/// <summary>Two resources of one module cannot share a name, and people name theirs as they like, in files that are called otherwise.</summary>
public sealed class ResourceNameTests
{
    [Theory]
    [InlineData("")]
    [InlineData("  for_each  = toset([\"300\"])\n")]
    public async Task A_guest_that_comes_gets_a_name_that_no_resource_has(string repeat)
    {
        using var lab = new LabWorkspace();
        await lab.SyncAsync();
        File.Delete(lab.Workspace.PathOf(lab.Code(101).File));
        var (vmid, file) = (repeat.Length == 0 ? "100" : "each.value", lab.Code(100).File);
        var text = lab.Text(file).Replace("\"web_01\" {\n", $"\"web_02\" {{\n{repeat}", StringComparison.Ordinal).Replace("= 100\n", $"= {vmid}\n", StringComparison.Ordinal);
        File.Delete(lab.Workspace.PathOf(file));
        File.WriteAllText(lab.Workspace.PathOf("terraform/vms/mine.tf"), text);

        await lab.SyncAsync(Preference.Server);
        Assert.Equal("web_02_101", lab.Code(101).ResourceName);
        Assert.Contains("vm.web_02_101\n", lab.Text("terraform/imports.tf"), StringComparison.Ordinal);
        Assert.Equal((0, 0), (await lab.SyncAsync()) is var second ? (second.FilesWritten, second.RowsWritten) : default);
    }
}
