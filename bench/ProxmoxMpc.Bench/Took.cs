using System.Diagnostics;

namespace ProxmoxMpc.Bench;

/// <summary>How long something took: time, and processor time of this process, which a busy machine changes less.</summary>
internal readonly record struct Took(double Seconds, double ProcessorSeconds)
{
    /// <summary>Does the work once, on a heap without the rubbish of what was before.</summary>
    public static Took By(Action work)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using var self = Process.GetCurrentProcess();
        var (begun, before) = (Stopwatch.GetTimestamp(), self.TotalProcessorTime);
        work();
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        self.Refresh();
        return new(seconds, (self.TotalProcessorTime - before).TotalSeconds);
    }

    /// <summary>The lesser of both figures.</summary>
    public Took Or(Took other) => new(Math.Min(Seconds, other.Seconds), Math.Min(ProcessorSeconds, other.ProcessorSeconds));

    /// <summary>A line with both figures, and their ratios to a baseline.</summary>
    public void Print(string name, Took baseline) =>
        Console.WriteLine($"  {name,-28} {Seconds,8:F3} s {Seconds / baseline.Seconds,7:F2} x   {ProcessorSeconds,8:F3} cpu s {ProcessorSeconds / baseline.ProcessorSeconds,7:F2} x");
}
