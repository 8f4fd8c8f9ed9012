using System.Management.Automation;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.PowerShell;

namespace ProxmoxMpc.Tests.Probe;

/// <summary>Fails for the items that it is told to, in the way that it is told to.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ProbeFailure"), OutputType(typeof(int))]
public sealed class TestProbeFailureCommand : PmpcCmdlet
{
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public int Item { get; set; }

    [Parameter(Mandatory = true)]
    public int FailAt { get; set; }

    [Parameter]
    public string Kind { get; set; } = nameof(PmpcErrorKind.NotFound);

    protected override void Process()
    {
        if (Item == FailAt)
        {
            if (Kind == "Bug") throw new InvalidCastException("a bug");
            throw new PmpcException("ProbeFailed", Enum.Parse<PmpcErrorKind>(Kind), $"Item {Item} failed.", "Try another item.", Item);
        }
        WriteObject(Item);
    }
}

/// <summary>Long work on other threads that reports, asks and can be stopped.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "ProbeWork", SupportsShouldProcess = true), OutputType(typeof(int))]
public sealed class InvokeProbeWorkCommand : PmpcCmdlet
{
    [Parameter]
    public int Milliseconds { get; set; } = 20;

    [Parameter]
    public SwitchParameter Deaf { get; set; }

    protected override void Process()
    {
        var threads = new HashSet<int>();
        var steps = OnPipeline<int>(step =>
        {
            threads.Add(Environment.CurrentManagedThreadId);
            WriteVerbose($"step {step}");
            WriteProgress(new(1, "Working", $"step {step}") { PercentComplete = step * 33 });
        });
        var agreed = Await(async token =>
        {
            for (var step = 1; step <= 3; step++)
            {
                await Task.Delay(Milliseconds, Deaf ? CancellationToken.None : token);
                steps.Report(step);
            }
            return await Ask(() => ShouldProcess("the probe", "Finish"));
        });
        if (threads.Count != 1) throw new InvalidOperationException("A report left the pipeline's thread.");
        WriteObject(agreed);
    }
}

/// <summary>The libraries as the core sees them: their versions, and a query to prove that the native one loads.</summary>
[Cmdlet(VerbsCommon.Get, "ProbeLibrary"), OutputType(typeof(string))]
public sealed class GetProbeLibraryCommand : PmpcCmdlet
{
    protected override void Process()
    {
        var context = System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(typeof(PmpcException).Assembly)!;
        var sqlite = context.LoadFromAssemblyName(new("Microsoft.Data.Sqlite"));
        using var connection = (System.Data.Common.DbConnection)Activator.CreateInstance(sqlite.GetType("Microsoft.Data.Sqlite.SqliteConnection")!, "Data Source=:memory:")!;
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "select 6 * 7";
        WriteObject($"{context.Name} {context.LoadFromAssemblyName(new("YamlDotNet")).GetName().Version} {sqlite.GetName().Version} {command.ExecuteScalar()}");
    }
}
