using System.Management.Automation.Language;
using ProxmoxMpc.Console.CommandLine;
using ProxmoxMpc.Console.Hosting;
using ProxmoxMpc.Console.Output;

namespace ProxmoxMpc.Console.Interactive;

/// <summary>The prompt: the commands of the command line, with or without a slash, and any line of PowerShell. Piped input is read line by line.</summary>
internal sealed class InteractiveConsole
{
    private readonly ConsoleStreams _streams;
    private readonly EngineSession _session;
    private readonly CommandRunner _runner;
    private readonly GlobalOptions _options;

    private InteractiveConsole(ConsoleStreams streams, EngineSession session, GlobalOptions options)
    {
        _streams = streams;
        _session = session;
        _options = options;
        _runner = new(streams, session);
    }

    /// <summary>Runs until <c>/exit</c> or the end of the input. 1 where a line of piped input failed.</summary>
    public static int Run(ConsoleStreams streams, GlobalOptions options)
    {
        using var session = new EngineSession(streams, options.Directory) { MayPrompt = streams.IsInteractive };
        using var interrupt = new Interrupt(session);
        return new InteractiveConsole(streams, session, options).Loop();
    }

    private int Loop()
    {
        var editor = _streams.IsInteractive ? new LineEditor(new Completer(_session)) : null;
        if (editor is not null) _streams.Output.WriteLine("ProxmoxMpc. /help lists the commands, /exit leaves; everything else is PowerShell.");
        var anyFailed = false;
        var pending = "";
        while (true)
        {
            var line = editor is null ? _streams.Input.ReadLine() : editor.ReadLine(pending.Length == 0 ? Prompt() : ">> ");
            if (line is null) break;
            if (line == LineEditor.Cancelled)
            {
                pending = "";
                continue;
            }
            var text = pending.Length == 0 ? line : $"{pending}\n{line}";
            if (text.Trim() is "/exit" or "/quit" or "exit" or "quit") return anyFailed && editor is null ? CommandRunner.Failed : CommandRunner.Done;
            if (IsCommand(text, out var words, out var tail)) anyFailed |= Execute(words, tail) == CommandRunner.Failed;
            else if (IsIncomplete(text))
            {
                pending = text;
                continue;
            }
            else if (text.Trim().Length > 0) anyFailed |= _session.InvokeScript(text, _options).Failed;
            pending = "";
            if (_session.ExitCode is { } code) return code;
        }
        if (pending.Length > 0) anyFailed |= _session.InvokeScript(pending, _options).Failed;
        return anyFailed && editor is null ? CommandRunner.Failed : CommandRunner.Done;
    }

    private string Prompt() => $"pmpc {Path.GetFileName(Path.TrimEndingDirectorySeparator(_session.Location))}> ";

    // /usr/bin/id and @{…} are PowerShell's; a first word that is one of our commands is ours, also where the system has a program of that name.
    private static bool IsCommand(string line, out string[] words, out string? tail)
    {
        words = [];
        tail = null;
        var text = line.TrimStart();
        var slash = text.StartsWith('/');
        if (slash) text = text[1..];
        var first = text.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "";
        if (slash ? first.Contains('/') || first.Length == 0 : !IsCommandWord(text)) return false;
        try
        {
            (words, tail) = LineSyntax.Split(text);
            return true;
        }
        catch (UsageException) when (!slash)
        {
            // An open quote may go on in the next line, which only PowerShell has.
            return false;
        }
    }

    private static bool IsCommandWord(string text)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return ConsoleCommand.Find(words) is not null || (words is ["help", .. var topic] && (topic.Length == 0 || ConsoleCommand.Find(topic) is not null));
    }

    private int Execute(string[] words, string? tail)
    {
        try
        {
            var (options, rest) = GlobalOptions.Take(words, _options with { Directory = null });
            if (options.Directory is not null) throw new UsageException("-C belongs to the start of the console; here, Set-Location changes the directory.");
            if (rest.Length == 0 || rest[0] is "help" or "?")
            {
                if (rest.Length < 2)
                {
                    CommandHelp.WriteOverview(_streams.Output);
                    return CommandRunner.Done;
                }
                rest = rest[1..];
                // A cmdlet's help is PowerShell's, which shows it a page at a time.
                if (ConsoleCommand.Find(rest) is null && rest is [var name] && (name.StartsWith("about_", StringComparison.OrdinalIgnoreCase) || _session.HasCommand(name)))
                    return _session.InvokeScript(new Invocation("help", new Dictionary<string, object>(), [name]).ToScript(), options).Failed ? CommandRunner.Failed : CommandRunner.Done;
                options = options with { Help = true };
            }
            var (command, arguments) = ConsoleCommand.Find(rest) ?? throw ConsoleCommand.NotFound(rest, ["help", "exit"]);
            if (tail is null) return _runner.Run(command, arguments, options);
            if (options.Json && !_options.Json) throw new UsageException("--json makes a document of the whole answer, and nothing of it can be piped on.", "Leave --json out, and end the pipe with ConvertTo-Json.");
            var (meant, own) = command.Resolve(arguments);
            var script = TextOperands.Apply(meant, OptionBinder.Bind(meant, _session.Cmdlet(meant.Cmdlet), own, NoSecret), _session.Location, isInteractive: true).ToScript();
            return _session.InvokeScript($"{script} {tail}", options).Failed ? CommandRunner.Failed : CommandRunner.Done;
        }
        catch (UsageException exception)
        {
            _streams.WriteError(exception.Message, exception.Hint);
            return CommandRunner.Failed;
        }
    }

    // What is piped on becomes a script, and a script would show it.
    private static System.Security.SecureString NoSecret(string option) => throw new UsageException($"{option} cannot be asked for in a pipeline.", "Run the command alone.");

    private static bool IsIncomplete(string text)
    {
        Parser.ParseInput(text, out _, out var errors);
        return errors.Length > 0 && errors.All(error => error.IncompleteInput);
    }
}
