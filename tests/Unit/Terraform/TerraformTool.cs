using System.Diagnostics;

namespace ProxmoxMpc.Tests.Unit.Terraform;

/// <summary>The real terraform, with the real schema of the provider; tests that need it skip, visibly, where it is not.</summary>
internal static class TerraformTool
{
    /// <summary>Runs it in a folder. The stub provider answers imports from the state file, where one is given.</summary>
    public static (int ExitCode, string Output) Run(string folder, string? state, params string[] arguments)
    {
        var tool = SharedData.Path("tools/terraform-provider-stub/terraform");
        if (!OnPath("terraform")) Assert.Skip("terraform is not on PATH.");
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        start.ArgumentList.Add(tool);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["TF_IN_AUTOMATION"] = "1";
        start.Environment["NO_COLOR"] = "1";
        if (state is not null) start.Environment["TFSTUB_STATE"] = state;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.GetAwaiter().GetResult());
    }

    private static bool OnPath(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, name)));
}
