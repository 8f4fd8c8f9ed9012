using System.Diagnostics;

namespace ProxmoxMpc.Tests.Unit.Applying.Tools;

/// <summary>A program of a test's own.</summary>
internal static class TestProgram
{
    /// <summary>Writes a shell script that can be started; skips the test where there is no such shell.</summary>
    /// <remarks>
    /// Another process writes it: were it open here, a program that some other test starts at that moment would inherit it, and the
    /// system would refuse to run it ("Text file busy").
    /// </remarks>
    public static string Write(string path, string script)
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("It is a script for a Unix shell.");
        using var writer = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "cat > \"$0\" && chmod 700 \"$0\"", path]) { RedirectStandardInput = true })!;
        writer.StandardInput.Write("#!/bin/sh\n" + script + "\n");
        writer.StandardInput.Close();
        writer.WaitForExit();
        Assert.Equal(0, writer.ExitCode);
        return path;
    }
}
