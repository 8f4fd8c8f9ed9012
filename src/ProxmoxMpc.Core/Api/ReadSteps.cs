namespace ProxmoxMpc.Core.Api;

/// <summary>Counts what is done. Reports come one at a time, though requests end on any thread.</summary>
internal sealed class ReadSteps(IProgress<ReadProgress>? progress)
{
    private readonly Lock _gate = new();
    private string _activity = "";
    private int _done;
    private int _total;

    internal void Begin(string activity, int total)
    {
        lock (_gate)
        {
            (_activity, _done, _total) = (activity, 0, total);
            progress?.Report(new(_activity, _done, _total));
        }
    }

    internal void Advance()
    {
        lock (_gate)
        {
            _done++;
            progress?.Report(new(_activity, _done, _total));
        }
    }
}
