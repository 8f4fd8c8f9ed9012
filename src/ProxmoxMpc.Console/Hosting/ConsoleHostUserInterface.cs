using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using ProxmoxMpc.Console.Output;

namespace ProxmoxMpc.Console.Hosting;

/// <summary>Prints what the engine says and asks what it wants to know, if somebody is there to answer.</summary>
internal sealed class ConsoleHostUserInterface(ConsoleStreams streams) : PSHostUserInterface
{
    private readonly ProgressLine _progress = new(streams);

    /// <summary>Whether every question is answered with its first choice, <c>--yes</c>.</summary>
    public bool AssumeYes { get; set; }

    /// <summary>Whether stdout is taken by a JSON document.</summary>
    public bool StdoutIsTaken { get; set; }

    /// <summary>Whether a missing mandatory parameter may be asked for.</summary>
    public bool MayPrompt { get; set; }

    public override PSHostRawUserInterface RawUI { get; } = new ConsoleRawUserInterface();

    public override bool SupportsVirtualTerminal => streams.OutputIsTerminal;

    private TextWriter Output => StdoutIsTaken ? streams.Error : streams.Output;

    public override void Write(string value)
    {
        _progress.Clear();
        Output.Write(Shown(value));
    }

    // The engine fills in the screen's own colours where none were given; those stay the terminal's.
    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value)
    {
        var colours = (foregroundColor == RawUI.ForegroundColor ? "" : PSStyle.MapForegroundColorToEscapeSequence(foregroundColor))
            + (backgroundColor == RawUI.BackgroundColor ? "" : PSStyle.MapBackgroundColorToEscapeSequence(backgroundColor));
        Write(colours.Length == 0 ? value : $"{colours}{value}{PSStyle.Instance.Reset}");
    }

    public override void WriteLine(string value)
    {
        _progress.Clear();
        Output.WriteLine(Shown(value));
    }

    public override void WriteErrorLine(string value)
    {
        _progress.Clear();
        streams.WriteError(value, hint: null);
    }

    public override void WriteDebugLine(string message) => Say("debug", message);

    public override void WriteVerboseLine(string message) => Say("verbose", message);

    public override void WriteWarningLine(string message) => Say("warning", message);

    public override void WriteProgress(long sourceId, ProgressRecord record) => _progress.Show(record);

    /// <summary>Takes the progress line away, before anything else is printed and at the end.</summary>
    public void EndProgress() => _progress.Clear();

    public override string ReadLine()
    {
        RefuseUnlessInteractive("input");
        return streams.Input.ReadLine() ?? "";
    }

    public override SecureString ReadLineAsSecureString()
    {
        RefuseUnlessInteractive("a secret");
        var secret = new SecureString();
        while (Terminal.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace && secret.Length > 0) secret.RemoveAt(secret.Length - 1);
            else if (!char.IsControl(key.KeyChar)) secret.AppendChar(key.KeyChar);
        }
        streams.Error.WriteLine();
        return secret;
    }

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
    {
        if (!MayPrompt || !streams.IsInteractive)
            throw new HostException($"Missing: {string.Join(", ", descriptions.Select(field => CommandLine.ParameterNames.ToOption(field.Name)))}.");
        var answers = new Dictionary<string, PSObject>();
        foreach (var field in descriptions)
        {
            streams.Error.Write($"{field.Name}: ");
            var isSecret = field.ParameterTypeFullName == typeof(SecureString).FullName;
            answers[field.Name] = isSecret ? new(ReadLineAsSecureString()) : new(ReadLine());
        }
        return answers;
    }

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        if (AssumeYes) return 0;
        _progress.Clear();
        RefuseUnlessInteractive($"confirmation: {message}".TrimEnd());
        if (!string.IsNullOrWhiteSpace(caption)) streams.Error.WriteLine(caption);
        streams.Error.WriteLine(message);
        var labels = choices.Select(choice => choice.Label.Replace("&", "")).ToArray();
        var keys = choices.Select(choice => choice.Label.IndexOf('&') is var at and >= 0 && at + 1 < choice.Label.Length ? choice.Label[at + 1].ToString() : choice.Label).ToArray();
        while (true)
        {
            streams.Error.Write(string.Join("  ", keys.Zip(labels, (key, label) => $"[{key}] {label}")) + (defaultChoice >= 0 ? $" (default is {keys[defaultChoice]}): " : ": "));
            if (streams.Input.ReadLine() is not { } answer) throw new HostException("The input ended before the answer.");
            if (answer.Length == 0 && defaultChoice >= 0) return defaultChoice;
            var index = Array.FindIndex(keys, key => key.Equals(answer.Trim(), StringComparison.OrdinalIgnoreCase));
            if (index < 0) index = Array.FindIndex(labels, label => label.Equals(answer.Trim(), StringComparison.OrdinalIgnoreCase));
            if (index >= 0) return index;
        }
    }

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        PromptForCredential(caption, message, userName, targetName, PSCredentialTypes.Default, PSCredentialUIOptions.Default);

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName,
        PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options)
    {
        RefuseUnlessInteractive("a credential");
        streams.Error.WriteLine(message);
        if (string.IsNullOrEmpty(userName))
        {
            streams.Error.Write("User: ");
            userName = ReadLine();
        }
        streams.Error.Write($"Password of {userName}: ");
        return new(userName, ReadLineAsSecureString());
    }

    // The formatter colours its headings whatever it prints to.
    private string Shown(string text) => streams.OutputIsTerminal ? TerminalText.Clean(text) : TerminalText.Plain(text);

    private void Say(string kind, string message)
    {
        _progress.Clear();
        streams.Error.WriteLine($"{kind}: {TerminalText.Clean(message)}");
    }

    private void RefuseUnlessInteractive(string what)
    {
        if (!streams.IsInteractive) throw new HostException($"This needs {what}, and nobody is there to ask.");
    }
}
