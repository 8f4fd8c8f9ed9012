using System.Collections.Concurrent;
using System.Management.Automation;

namespace ProxmoxMpc.Console.Hosting;

/// <summary>
/// Begins a pipeline with lines as they come. What PowerShell is handed as input it reads to the end before it starts, and a log that is
/// followed has none.
/// </summary>
[Cmdlet(VerbsCommunications.Send, "ConsoleInput")]
public sealed class SendInputCommand : Cmdlet
{
    private const int LinesAhead = 1000;

    [Parameter(Mandatory = true)]
    public IEnumerable<string> From { get; set; } = [];

    protected override void EndProcessing()
    {
        // Nothing interrupts a read of the standard input: it has a thread of its own, which a stopped pipeline leaves behind.
        var lines = new BlockingCollection<string>(LinesAhead);
        var reading = Task.Factory.StartNew(() => Read(lines), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            foreach (var line in lines.GetConsumingEnumerable(PipelineStopToken)) WriteObject(line);
        }
        catch (OperationCanceledException) when (Stopping)
        {
            throw new PipelineStoppedException();
        }
        reading.GetAwaiter().GetResult();
    }

    private void Read(BlockingCollection<string> lines)
    {
        try
        {
            foreach (var line in From) lines.Add(line);
        }
        finally
        {
            lines.CompleteAdding();
        }
    }
}
