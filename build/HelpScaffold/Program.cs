using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Text;
using ProxmoxMpc.HelpBuilder;
using ProxmoxMpc.HelpScaffold;

// dotnet run --project build/HelpScaffold [-- CMDLET…]: writes the pages of the cmdlets (of all without names) into en-US/.
var root = new DirectoryInfo(AppContext.BaseDirectory);
while (!File.Exists(Path.Combine(root.FullName, "ProxmoxMpc.sln"))) root = root.Parent ?? throw new DirectoryNotFoundException("Run this from a clone of the repository.");

using var runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
runspace.Open();
using var shell = PowerShell.Create(runspace);
shell.AddCommand("Import-Module").AddParameter("Name", Path.Combine(root.FullName, "out", "ProxmoxMpc", "ProxmoxMpc.psd1")).AddParameter("ErrorAction", "Stop").Invoke();
shell.Commands.Clear();
foreach (var cmdlet in shell.AddCommand("Get-Command").AddParameter("Module", "ProxmoxMpc").Invoke<CmdletInfo>())
{
    if (args.Length > 0 && !args.Contains(cmdlet.Name, StringComparer.OrdinalIgnoreCase)) continue;
    var path = Path.Combine(root.FullName, "en-US", $"{cmdlet.Name}.md");
    var existing = File.Exists(path) ? HelpPage.Parse(File.ReadAllText(path).ReplaceLineEndings("\n")) : null;
    File.WriteAllText(path, PageText.Of(cmdlet, existing), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    Console.WriteLine($"{(existing is null ? "new      " : "refreshed")} {path}");
}
