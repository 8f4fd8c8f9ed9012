namespace ProxmoxMpc.Console.Hosting;

/// <summary>While it lives, Ctrl+C stops the session's running command; where none runs, it ends the process as usual.</summary>
internal sealed class Interrupt : IDisposable
{
    private readonly EngineSession _session;

    public Interrupt(EngineSession session)
    {
        _session = session;
        Terminal.CancelKeyPress += OnCancel;
    }

    public void Dispose() => Terminal.CancelKeyPress -= OnCancel;

    private void OnCancel(object? sender, ConsoleCancelEventArgs arguments)
    {
        if (_session.Stop()) arguments.Cancel = true;
    }
}
