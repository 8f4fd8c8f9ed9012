using System.Management.Automation;
using System.Management.Automation.Host;

namespace ProxmoxMpc.Console.Hosting;

/// <summary>What the formatter asks of a screen, mostly its width, and what Clear-Host asks on Windows.</summary>
internal sealed class ConsoleRawUserInterface : PSHostRawUserInterface
{
    public override ConsoleColor BackgroundColor { get; set; } = ConsoleColor.Black;
    public override ConsoleColor ForegroundColor { get; set; } = ConsoleColor.Gray;
    public override Size BufferSize { get => new(ConsoleStreams.Width, 3000); set => throw NotHere(); }
    public override Coordinates CursorPosition
    {
        get => new(0, 0);
        set
        {
            if (!Terminal.IsOutputRedirected) Terminal.SetCursorPosition(value.X, value.Y);
        }
    }

    public override int CursorSize { get => 25; set => throw NotHere(); }
    public override bool KeyAvailable => !Terminal.IsInputRedirected && Terminal.KeyAvailable;
    public override Size MaxPhysicalWindowSize => WindowSize;
    public override Size MaxWindowSize => WindowSize;
    public override Coordinates WindowPosition { get => new(0, 0); set => throw NotHere(); }
    public override Size WindowSize { get => new(ConsoleStreams.Width, ConsoleStreams.Height); set => throw NotHere(); }
    public override string WindowTitle { get; set; } = "proxmox-mpc";

    public override void FlushInputBuffer()
    {
        while (KeyAvailable) Terminal.ReadKey(intercept: true);
    }

    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw NotHere();

    public override KeyInfo ReadKey(ReadKeyOptions options)
    {
        if (Terminal.IsInputRedirected) throw NotHere();
        var key = Terminal.ReadKey(intercept: options.HasFlag(ReadKeyOptions.NoEcho));
        return new((int)key.Key, key.KeyChar, default, keyDown: true);
    }

    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) => throw NotHere();
    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw NotHere();

    public override void SetBufferContents(Rectangle rectangle, BufferCell fill)
    {
        // -1 all around means the whole screen.
        if (rectangle is not { Left: -1, Top: -1, Right: -1, Bottom: -1 }) throw NotHere();
        if (!Terminal.IsOutputRedirected) Terminal.Clear();
    }

    private static PSNotSupportedException NotHere() => new("This console cannot do that.");
}
