using ProxmoxMpc.Console.CommandLine;
using ProxmoxMpc.Console.Hosting;
using ProxmoxMpc.Console.Output;

namespace ProxmoxMpc.Console;

/// <summary>Walks the whole loop on the embedded Lab, printing each command line and what it gives.</summary>
internal static class Demo
{
    private static readonly string[][] s_steps =
    [
        ["sync"],
        ["list", "vms"],
        ["create", "vm", "--name", "web-03", "--node", "pve1", "--cores", "2", "--memory-mib", "2048"],
        ["plan"],
        ["test"],
        ["apply", "--yes"],
        ["sync"],
    ];

    /// <summary>Makes the workspace in the given directory, or in a fresh one under the system's temporary folder.</summary>
    public static int Run(ConsoleStreams streams, GlobalOptions options, IReadOnlyList<string> arguments)
    {
        if (arguments.Count > 1 || (arguments.Count == 1 && arguments[0].StartsWith('-')))
            throw new UsageException($"demo does not understand '{arguments[^1]}'.", "Usage: proxmox-mpc demo [DIR]");
        if (options.Json) throw new UsageException("demo prints what a person would see; it has no JSON.");
        var directory = arguments.Count == 1
            ? Path.GetFullPath(arguments[0], Path.GetFullPath(options.Directory ?? "."))
            : Path.Combine(Directory.CreateTempSubdirectory("proxmox-mpc-demo-").FullName, "lab");
        if (Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any())
            throw new UsageException($"'{directory}' is not empty.", "Give an empty or a new directory.");
        Directory.CreateDirectory(directory);

        using var session = new EngineSession(streams, directory);
        using var interrupt = new Interrupt(session);
        var runner = new CommandRunner(streams, session);
        foreach (var step in s_steps.Prepend(["init", ".", "--lab"]))
        {
            streams.Output.WriteLine(Heading(streams, string.Join(' ', step.Select(word => word.Contains(' ') ? $"'{word}'" : word))));
            var (stepOptions, words) = GlobalOptions.Take(step, options);
            var (command, rest) = ConsoleCommand.Find(words)!.Value;
            var code = runner.Run(command, rest, stepOptions);
            streams.Output.WriteLine();
            if (code != CommandRunner.Failed) continue;
            streams.WriteError($"'{string.Join(' ', step)}' failed; the demo ends here.", $"What was made so far is in {directory}.");
            return CommandRunner.Failed;
        }
        streams.Output.WriteLine(Heading(streams, $"the files in {directory}"));
        FileTree.Write(streams.Output, directory);
        return CommandRunner.Done;
    }

    private static string Heading(ConsoleStreams streams, string text) =>
        streams.OutputIsTerminal ? $"\e[1m$ proxmox-mpc {text}\e[0m" : $"$ proxmox-mpc {text}";
}
