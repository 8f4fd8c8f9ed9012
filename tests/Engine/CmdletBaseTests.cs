using System.Management.Automation;

namespace ProxmoxMpc.Tests.Engine;

public sealed class CmdletBaseTests : IDisposable
{
    private readonly Engine _engine = new(Built.Probe);

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void One_failing_item_leaves_the_others_alone()
    {
        var outcome = _engine.Run("1, 2, 3 | Test-ProbeFailure -FailAt 2");
        Assert.Equal([1, 3], outcome.Values.Cast<int>());
        Assert.False(outcome.Terminated);
        var error = Assert.Single(outcome.Errors);
        Assert.Equal("ProbeFailed,ProxmoxMpc.Tests.Probe.TestProbeFailureCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
        Assert.Equal(2, error.TargetObject);
        Assert.Equal("Item 2 failed.", error.ToString());
        Assert.Equal("Try another item.", error.ErrorDetails.RecommendedAction);
    }

    [Theory]
    [InlineData("AuthenticationFailed", ErrorCategory.AuthenticationError)]
    [InlineData("Connection", ErrorCategory.ConnectionError)]
    [InlineData("Certificate", ErrorCategory.SecurityError)]
    [InlineData("Timeout", ErrorCategory.OperationTimeout)]
    [InlineData("Workspace", ErrorCategory.ResourceUnavailable)]
    public void A_failure_that_no_item_can_escape_ends_the_cmdlet(string kind, ErrorCategory category)
    {
        var outcome = _engine.Run("1, 2, 3 | Test-ProbeFailure -FailAt 2 -Kind $args[0]", kind);
        Assert.Equal([1], outcome.Values.Cast<int>());
        Assert.Equal(category, Assert.Single(outcome.Errors).CategoryInfo.Category);
    }

    [Theory]
    [InlineData("PermissionDenied", ErrorCategory.PermissionDenied)]
    [InlineData("InvalidArgument", ErrorCategory.InvalidArgument)]
    [InlineData("Busy", ErrorCategory.ResourceBusy)]
    [InlineData("Conflict", ErrorCategory.InvalidOperation)]
    [InlineData("TaskFailed", ErrorCategory.OperationStopped)]
    [InlineData("Parse", ErrorCategory.ParserError)]
    [InlineData("NotSupported", ErrorCategory.NotImplemented)]
    public void A_failure_of_an_item_has_its_category(string kind, ErrorCategory category)
    {
        var outcome = _engine.Run("1, 2, 3 | Test-ProbeFailure -FailAt 2 -Kind $args[0]", kind);
        Assert.Equal([1, 3], outcome.Values.Cast<int>());
        Assert.Equal(category, Assert.Single(outcome.Errors).CategoryInfo.Category);
    }

    [Fact]
    public void A_bug_surfaces_as_the_exception_that_it_is()
    {
        var error = Assert.Single(_engine.Run("1 | Test-ProbeFailure -FailAt 1 -Kind Bug").Errors);
        Assert.Equal("PmpcUnexpectedError,ProxmoxMpc.Tests.Probe.TestProbeFailureCommand", error.FullyQualifiedErrorId);
        Assert.IsType<InvalidCastException>(error.Exception);
    }

    [Fact]
    public void ErrorAction_Stop_stops_at_the_failing_item()
    {
        var outcome = _engine.Run("1, 2, 3 | Test-ProbeFailure -FailAt 2 -ErrorAction Stop");
        Assert.Equal([1], outcome.Values.Cast<int>());
        Assert.StartsWith("ProbeFailed,", Assert.Single(outcome.Errors).FullyQualifiedErrorId);
    }

    [Fact]
    public void Work_on_other_threads_reports_in_order_on_the_pipeline()
    {
        var outcome = _engine.Run("Invoke-ProbeWork -Verbose").Succeed();
        Assert.Equal([true], outcome.Values.Cast<bool>());
        Assert.Equal(["step 1", "step 2", "step 3"], outcome.Verbose.Where(text => text.StartsWith("step", StringComparison.Ordinal)));
        Assert.Contains(outcome.Progress, record => record.StatusDescription == "step 3");
    }

    [Fact]
    public void Work_on_other_threads_can_ask_whether_it_should_process() =>
        Assert.Equal([false], _engine.Run("Invoke-ProbeWork -WhatIf").Succeed().Values.Cast<bool>());

    [Theory]
    [InlineData("Invoke-ProbeWork -Milliseconds 600000")]
    [InlineData("Invoke-ProbeWork -Milliseconds 600000 -Deaf")]
    public void Stopping_ends_long_work_even_where_it_does_not_listen(string script)
    {
        using var shell = _engine.NewShell();
        shell.AddScript(script);
        var running = shell.BeginInvoke();
        Assert.False(running.IsCompleted);
        // Returns when the pipeline has ended; work that held it would hold this test for half an hour.
        shell.Stop();
        Assert.Equal(PSInvocationState.Stopped, shell.InvocationStateInfo.State);
    }

    [Fact]
    public void A_preference_that_refuses_a_report_ends_the_work_with_that_error()
    {
        var outcome = _engine.Run("$VerbosePreference = 'Stop'; Invoke-ProbeWork");
        Assert.True(outcome.Terminated);
        Assert.Contains("step 1", outcome.Errors[^1].ToString());
    }
}
