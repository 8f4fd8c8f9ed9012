using System.Management.Automation;
using System.Management.Automation.Runspaces;

// Runs the script given as the only argument; prints each object on a line, errors on stderr.
using var runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
runspace.Open();
using var shell = PowerShell.Create(runspace);
try
{
    foreach (var item in shell.AddScript(args[0]).Invoke()) Console.WriteLine(item);
}
catch (RuntimeException exception)
{
    Console.Error.WriteLine(exception.ErrorRecord);
    return 1;
}
foreach (var error in shell.Streams.Error) Console.Error.WriteLine(error);
return shell.HadErrors ? 1 : 0;
