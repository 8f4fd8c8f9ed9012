using System.Collections.Immutable;
using System.Management.Automation;

namespace ProxmoxMpc.Tests.Engine;

/// <summary>What a script gave back on its streams.</summary>
internal sealed record Outcome(ImmutableArray<PSObject> Output, ImmutableArray<ErrorRecord> Errors, bool Terminated)
{
    public ImmutableArray<string> Verbose { get; init; } = [];
    public ImmutableArray<string> Warnings { get; init; } = [];
    public ImmutableArray<ProgressRecord> Progress { get; init; } = [];

    /// <summary>The base objects of the output.</summary>
    public IEnumerable<object> Values => Output.Select(item => item.BaseObject);

    public static Outcome Of(PowerShell shell)
    {
        var output = new PSDataCollection<PSObject>();
        ErrorRecord? fatal = null;
        try
        {
            shell.Invoke(null, output);
        }
        catch (RuntimeException exception)
        {
            fatal = exception.ErrorRecord;
        }
        IEnumerable<ErrorRecord> errors = shell.Streams.Error;
        if (fatal is not null) errors = errors.Append(fatal);
        return new([.. output], [.. errors], fatal is not null)
        {
            Verbose = [.. shell.Streams.Verbose.Select(record => record.Message)],
            Warnings = [.. shell.Streams.Warning.Select(record => record.Message)],
            Progress = [.. shell.Streams.Progress],
        };
    }

    /// <summary>Fails the test with the errors' text where there are any.</summary>
    public Outcome Succeed()
    {
        Assert.True(Errors.IsEmpty, string.Join('\n', Errors.Select(error => $"{error.FullyQualifiedErrorId}: {error}")));
        return this;
    }
}
