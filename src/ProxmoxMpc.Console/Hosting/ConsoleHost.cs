using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace ProxmoxMpc.Console.Hosting;

/// <summary>The host that the engine runs in.</summary>
internal sealed class ConsoleHost(ConsoleHostUserInterface userInterface) : PSHost
{
    public override CultureInfo CurrentCulture { get; } = CultureInfo.CurrentCulture;
    public override CultureInfo CurrentUICulture { get; } = CultureInfo.CurrentUICulture;
    public override Guid InstanceId { get; } = Guid.NewGuid();
    public override string Name => "proxmox-mpc";
    public override PSHostUserInterface UI => userInterface;
    public override Version Version { get; } = typeof(ConsoleHost).Assembly.GetName().Version!;

    /// <summary>The code that <c>exit</c> gave, or null while nobody wants to leave.</summary>
    public int? ExitCode { get; private set; }

    public override void EnterNestedPrompt() => throw new PSNotSupportedException("This console has no nested prompts.");

    public override void ExitNestedPrompt() => throw new PSNotSupportedException("This console has no nested prompts.");

    // A terminal's state is the terminal's own; nothing here changes it for a child process.
    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;
}
