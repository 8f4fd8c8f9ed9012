namespace ProxmoxMpc.Console.CommandLine;

/// <summary>The command line says something that cannot be meant.</summary>
internal sealed class UsageException(string message, string? hint = null) : Exception(message)
{
    /// <summary>What to write instead, or null.</summary>
    public string? Hint { get; } = hint;
}
