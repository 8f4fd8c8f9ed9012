using System.Runtime.CompilerServices;
using System.Text;
using CliWrap;
using CliWrap.EventStream;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Applying.Tools;

/// <summary>A program to run, and how.</summary>
public sealed record ToolCommand(string Executable, string Folder, IReadOnlyList<string> Arguments)
{
    /// <summary>Variables beside those of this process; null: taken away. Secrets come to the program here and nowhere else.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Texts that must not appear in what is told of the run.</summary>
    public IReadOnlyCollection<string> Secrets { get; init; } = [];

    /// <summary>How long the program may take to wind down once it was interrupted; then it is killed.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether a line of output says that the program knows of the interrupt: in a terminal Ctrl+C reaches it by itself.</summary>
    public Func<string, bool>? ShowsInterrupt { get; init; }

    /// <summary>The text without secrets.</summary>
    public string Hide(string text) => Secrets.Where(secret => secret.Length > 0).Aggregate(text, (shown, secret) => shown.Replace(secret, "…", StringComparison.Ordinal));
}

/// <summary>What came of a run.</summary>
/// <param name="Errors">The end of what it wrote to its error stream, without secrets.</param>
public sealed record ToolResult(int ExitCode, string Errors);

/// <summary>Runs a program and hands out its lines as they come.</summary>
public sealed class ToolRun(ToolCommand command, TimeProvider? time = null)
{
    private const int MostErrorLines = 40;

    // A terminal sends Ctrl+C to the program, too; a second one would make Terraform drop everything at once.
    private static readonly TimeSpan TerminalFirst = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Queue<string> _errors = new();
    private volatile bool _isInterrupted;
    private volatile bool _isOver;
    private int _exitCode = -1;

    /// <summary>What came of it, once the lines have ended; -1 as the exit code of what was interrupted.</summary>
    public ToolResult Result => new(_exitCode, command.Hide(string.Join('\n', _errors)));

    /// <summary>
    /// The lines of its output. When cancelled the program is interrupted once and given time; the lines go on until it has ended,
    /// and only then the cancellation is thrown.
    /// </summary>
    /// <exception cref="PmpcException"><c>PmpcToolNotStarted</c></exception>
    public async IAsyncEnumerable<string> LinesAsync([EnumeratorCancellation] CancellationToken ct)
    {
        using var graceful = new CancellationTokenSource();
        using var forceful = new CancellationTokenSource();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var watch = WatchAsync(ct, over, graceful, forceful);
        var cli = Cli.Wrap(command.Executable).WithWorkingDirectory(command.Folder).WithArguments(command.Arguments).WithEnvironmentVariables(command.Environment).WithValidation(CommandResultValidation.None);
        var events = cli.ListenAsync(Encoding.UTF8, Encoding.UTF8, forceful.Token, graceful.Token).GetAsyncEnumerator(CancellationToken.None);
        try
        {
            while (await NextAsync(events, ct))
            {
                if (events.Current is ExitedCommandEvent exited) _exitCode = exited.ExitCode;
                else if (events.Current is StandardErrorCommandEvent error)
                {
                    if (command.ShowsInterrupt?.Invoke(error.Text) == true) _isInterrupted = true;
                    _errors.Enqueue(error.Text);
                    if (_errors.Count > MostErrorLines) _errors.Dequeue();
                }
                else if (events.Current is StandardOutputCommandEvent output)
                {
                    if (command.ShowsInterrupt?.Invoke(output.Text) == true) _isInterrupted = true;
                    yield return output.Text;
                }
            }
        }
        finally
        {
            _isOver = true;
            await over.CancelAsync();
            await watch;
            await events.DisposeAsync();
        }
        ct.ThrowIfCancellationRequested();
    }

    /// <summary>Runs it to its end and gives all of its output.</summary>
    public async Task<string> TextAsync(CancellationToken ct)
    {
        var text = new StringBuilder();
        await foreach (var line in LinesAsync(ct)) text.Append(line).Append('\n');
        return text.ToString();
    }

    private async Task<bool> NextAsync(IAsyncEnumerator<CommandEvent> events, CancellationToken ct)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // It has ended; whoever reads the lines hears of the cancellation after the last of them.
            return false;
        }
        catch (Exception failure) when (failure is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            throw new PmpcException("PmpcToolNotStarted", PmpcErrorKind.NotFound, $"'{command.Executable}' could not be started: {failure.Message}", "Check that it is a program that you may run.", command.Executable, failure);
        }
    }

    private async Task WatchAsync(CancellationToken ct, CancellationTokenSource over, CancellationTokenSource graceful, CancellationTokenSource forceful)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (over.Token.Register(ended.SetResult)) await ended.Task;
        if (!ct.IsCancellationRequested) return;
        for (var waited = TimeSpan.Zero; waited < TerminalFirst && !_isInterrupted && !_isOver; waited += TerminalFirst / 5) await Task.Delay(TerminalFirst / 5, _time, CancellationToken.None);
        if (_isOver) return;
        if (!_isInterrupted) await graceful.CancelAsync();
        for (var begun = _time.GetTimestamp(); !_isOver && _time.GetElapsedTime(begun) < command.Patience;) await Task.Delay(TerminalFirst / 5, _time, CancellationToken.None);
        if (!_isOver) await forceful.CancelAsync();
    }
}
