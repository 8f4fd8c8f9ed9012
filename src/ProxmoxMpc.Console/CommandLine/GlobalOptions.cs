namespace ProxmoxMpc.Console.CommandLine;

/// <summary>The options that every command takes, before or after its name.</summary>
internal sealed record GlobalOptions
{
    /// <summary><c>-C DIR</c>: work there instead of in the current directory.</summary>
    public string? Directory { get; init; }

    /// <summary><c>--json</c>: one JSON document on stdout and nothing else.</summary>
    public bool Json { get; init; }

    /// <summary><c>--yes</c>: answer every confirmation with yes.</summary>
    public bool Yes { get; init; }

    /// <summary><c>-v</c>: say on stderr what is being done.</summary>
    public bool Verbose { get; init; }

    public bool Help { get; init; }

    public bool Version { get; init; }

    /// <summary>Takes the global options out of a command line; what follows <c>--</c> is left alone, the <c>--</c> included.</summary>
    public static (GlobalOptions Options, string[] Remaining) Take(IReadOnlyList<string> arguments, GlobalOptions? defaults = null)
    {
        var options = defaults ?? new();
        var rest = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            switch (arguments[i])
            {
                case "--":
                    rest.AddRange(arguments.Skip(i));
                    return (options, [.. rest]);
                case "-C" or "--directory":
                    if (++i >= arguments.Count) throw new UsageException($"{arguments[i - 1]} needs a directory.");
                    options = options with { Directory = arguments[i] };
                    break;
                case var argument when argument.StartsWith("--directory=", StringComparison.Ordinal):
                    options = options with { Directory = argument["--directory=".Length..] };
                    break;
                case "--json":
                    options = options with { Json = true };
                    break;
                case "--yes" or "-y":
                    options = options with { Yes = true };
                    break;
                case "-v" or "--verbose":
                    options = options with { Verbose = true };
                    break;
                case "-h" or "--help":
                    options = options with { Help = true };
                    break;
                case "--version":
                    options = options with { Version = true };
                    break;
                default:
                    rest.Add(arguments[i]);
                    break;
            }
        }
        return (options, [.. rest]);
    }
}
