using System.Management.Automation;

namespace ProxmoxMpc.Console.CommandLine;

/// <summary>Operands of the commands that take files, texts or the standard input.</summary>
internal static class TextOperands
{
    /// <summary>The invocation with its operands where they belong.</summary>
    /// <param name="location">The folder that relative paths start from.</param>
    public static Invocation Apply(ConsoleCommand command, Invocation invocation, string location, bool isInteractive = false)
    {
        if (!command.TakesTexts) return invocation;
        if (invocation.Operands is [] or ["-"])
        {
            if (invocation.Parameters.ContainsKey("Path")) return invocation;
            if (isInteractive || !Terminal.IsInputRedirected) throw new UsageException($"{command.Words} needs a file, a folder or a text.", $"Usage: proxmox-mpc {command.Words} {command.Operands} [options]");
            return invocation with { Operands = [], Input = Lines(Terminal.In) };
        }
        var areFiles = invocation.Operands.Select(operand => IsPath(operand, location)).ToArray();
        var parameters = new Dictionary<string, object>(invocation.Parameters);
        if (areFiles.All(isFile => isFile)) parameters["Path"] = invocation.Operands.ToArray();
        else if (areFiles.Any(isFile => isFile) || parameters.ContainsKey("OutputPath") || parameters.ContainsKey("Path"))
        {
            var missing = invocation.Operands[Array.IndexOf(areFiles, false)];
            throw new UsageException($"There is no file or folder '{missing}'.", "Give files, or a text without --out.");
        }
        else return invocation with { Operands = [], Input = invocation.Operands };
        return invocation with { Operands = [], Parameters = parameters };
    }

    private static bool IsPath(string operand, string location)
    {
        var path = Path.Combine(location, operand);
        return File.Exists(path) || Directory.Exists(path) || (WildcardPattern.ContainsWildcardCharacters(operand) && operand.IndexOfAny([' ', '\n']) < 0 && HasMatch(path));
    }

    private static bool HasMatch(string path)
    {
        var folder = Path.GetDirectoryName(path);
        return folder is not null && Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder, Path.GetFileName(path)).Any();
    }

    private static IEnumerable<string> Lines(TextReader reader)
    {
        while (reader.ReadLine() is { } line) yield return line;
    }
}
