using System.Management.Automation;

namespace ProxmoxMpc.Console.Hosting;

/// <summary>Shows the latest progress in one line of the terminal; nowhere else.</summary>
internal sealed class ProgressLine(ConsoleStreams streams)
{
    private readonly Lock _lock = new();
    private int _shown;

    public void Show(ProgressRecord record)
    {
        if (!streams.ErrorIsTerminal) return;
        lock (_lock)
        {
            if (record.RecordType == ProgressRecordType.Completed)
            {
                Erase();
                return;
            }
            var percent = record.PercentComplete is >= 0 and <= 100 ? $"{record.PercentComplete,3} % " : "";
            var text = $"{percent}{record.Activity}: {record.StatusDescription}".ReplaceLineEndings(" ");
            var width = Math.Max(20, ConsoleStreams.Width - 1);
            if (text.Length > width) text = text[..width];
            streams.Error.Write($"\r{text.PadRight(_shown)}");
            _shown = text.Length;
        }
    }

    public void Clear()
    {
        if (!streams.ErrorIsTerminal) return;
        lock (_lock) Erase();
    }

    private void Erase()
    {
        if (_shown > 0) streams.Error.Write($"\r{new string(' ', _shown)}\r");
        _shown = 0;
    }
}
