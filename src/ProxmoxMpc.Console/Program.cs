using System.Reflection;
using System.Text;
using ProxmoxMpc.Console;
using ProxmoxMpc.Console.CommandLine;
using ProxmoxMpc.Console.Hosting;
using ProxmoxMpc.Console.Interactive;
using ProxmoxMpc.Console.LabServer;
using ProxmoxMpc.Console.Output;

// Box characters and names in any script; without a byte-order mark, which would spoil a JSON document.
if (Terminal.IsOutputRedirected || !OperatingSystem.IsWindows()) Terminal.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
var streams = ConsoleStreams.OfProcess();
var wantsJson = args.Contains("--json");
try
{
    return await Run();
}
catch (UsageException exception)
{
    return Refuse("PmpcUsage", exception.Message, exception.Hint);
}
catch (FileNotFoundException exception)
{
    return Refuse("PmpcModuleMissing", exception.Message, hint: null);
}

async Task<int> Run()
{
    var (options, words) = GlobalOptions.Take(args);
    if (options.Version)
    {
        streams.Output.WriteLine(typeof(CommandRunner).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0]);
        return CommandRunner.Done;
    }
    if (words.Length == 0 && options.Help)
    {
        CommandHelp.WriteOverview(streams.Output);
        return CommandRunner.Done;
    }
    if (words.Length == 0) return InteractiveConsole.Run(streams, options);
    if (words[0] == "help") return await Help(words[1..]);
    if (LocalCommand.All.FirstOrDefault(command => command.Name == words[0]) is { } local)
    {
        if (options.Help)
        {
            CommandHelp.Write(streams.Output, local);
            return CommandRunner.Done;
        }
        return local == LocalCommand.Demo ? Demo.Run(streams, options, words[1..]) : await LabListener.RunAsync(streams, options, words[1..]);
    }
    return RunCmdlet(options, words);
}

int RunCmdlet(GlobalOptions options, string[] words)
{
    var (command, rest) = ConsoleCommand.Find(words) ?? throw ConsoleCommand.NotFound(words, LocalCommand.All.Select(local => local.Name));
    using var session = new EngineSession(streams, options.Directory);
    using var interrupt = new Interrupt(session);
    return new CommandRunner(streams, session).Run(command, rest, options);
}

async Task<int> Help(string[] words)
{
    args = [.. words, "--help"];
    return await Run();
}

int Refuse(string id, string message, string? hint)
{
    if (wantsJson) streams.Output.WriteLine(JsonText.Document([], isSingle: false, [new(id, "InvalidArgument", message, hint, null)]));
    else streams.WriteError(message, hint);
    return CommandRunner.Failed;
}
