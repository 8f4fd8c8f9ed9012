using ProxmoxMpc.Console.Output;

namespace ProxmoxMpc.Console.Hosting;

/// <summary>
/// Where the console's words go. With <c>--json</c> stdout belongs to the document, and everything said on the way goes
/// to stderr.
/// </summary>
internal sealed class ConsoleStreams
{
    public required TextReader Input { get; init; }
    public required TextWriter Output { get; init; }
    public required TextWriter Error { get; init; }

    /// <summary>Whether a person can be asked.</summary>
    public bool IsInteractive { get; init; }

    /// <summary>Whether <see cref="Output"/> understands colours and has a width.</summary>
    public bool OutputIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }

    public static ConsoleStreams OfProcess()
    {
        var plain = Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 } || Environment.GetEnvironmentVariable("TERM") == "dumb";
        return new()
        {
            Input = Terminal.In,
            Output = Terminal.Out,
            Error = Terminal.Error,
            IsInteractive = !Terminal.IsInputRedirected && !Terminal.IsOutputRedirected,
            OutputIsTerminal = !Terminal.IsOutputRedirected && !plain,
            ErrorIsTerminal = !Terminal.IsErrorRedirected && !plain,
        };
    }

    /// <summary>Columns to lay tables out in.</summary>
    public static int Width
    {
        get
        {
            if (!Terminal.IsOutputRedirected && Terminal.WindowWidth > 0) return Terminal.WindowWidth;
            return int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), out var columns) && columns is >= 40 and <= 1000 ? columns : 160;
        }
    }

    /// <summary>Rows of the screen, for what shows a page at a time.</summary>
    public static int Height => !Terminal.IsOutputRedirected && Terminal.WindowHeight > 0 ? Terminal.WindowHeight : 50;

    /// <summary>Prints a failure with what can be done about it.</summary>
    public void WriteError(string message, string? hint)
    {
        message = TerminalText.Clean(message);
        Error.WriteLine(ErrorIsTerminal ? $"\e[31merror:\e[0m {message}" : $"error: {message}");
        if (hint is not null) Error.WriteLine(ErrorIsTerminal ? $"\e[36mhint:\e[0m  {hint}" : $"hint:  {hint}");
    }
}
