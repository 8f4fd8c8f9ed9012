using System.Text.Json;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Applying.Tools;

/// <summary>Terraform, or OpenTofu, in the folder of a project.</summary>
/// <param name="executable">Its path.</param>
/// <param name="folder">The project's root module.</param>
/// <param name="environment">Variables for it, the credential among them.</param>
/// <param name="secrets">What of them must not be told.</param>
public sealed class TerraformTool(string executable, string folder, IReadOnlyDictionary<string, string?> environment, IReadOnlyCollection<string> secrets)
{
    private static readonly TimeSpan ReadPatience = TimeSpan.FromSeconds(5);

    // It finishes what the provider is at, and writes its state.
    private static readonly TimeSpan WritePatience = TimeSpan.FromSeconds(60);

    private static readonly string[] Quiet = ["-input=false", "-no-color"];

    private readonly ToolCommand _command = new(executable, folder, [])
    {
        Environment = environment,
        Secrets = secrets,
        ShowsInterrupt = line => line.Contains("Interrupt received", StringComparison.Ordinal),
    };

    /// <summary><c>terraform</c> or <c>tofu</c>, for messages.</summary>
    public string Name { get; } = Path.GetFileNameWithoutExtension(executable);

    /// <summary>The one that is on the PATH; null: neither is.</summary>
    public static string? Find() => ToolPath.Find("terraform", "tofu");

    /// <summary>Fetches modules and providers, where that has not been done.</summary>
    /// <exception cref="PmpcException"><c>PmpcTerraformProviderMissing</c>, <c>PmpcTerraformInitFailed</c>.</exception>
    public async Task InitAsync(CancellationToken ct)
    {
        var run = Run(ReadPatience, ["init", .. Quiet]);
        var output = await run.TextAsync(ct);
        if (run.Result.ExitCode != 0) throw TerraformErrors.Init(Name, Hide(output + run.Result.Errors));
    }

    /// <summary>Makes a plan of some resources, and what they depend on, and keeps it in a file. Initialises the folder where it has to.</summary>
    /// <param name="planFile">Where; it holds configs, so that only its owner may read it.</param>
    /// <param name="targets">Their addresses.</param>
    /// <param name="told">Hears each message.</param>
    /// <exception cref="PmpcException">Terraform refused.</exception>
    public async Task PlanAsync(string planFile, IEnumerable<string> targets, Action<TerraformMessage>? told, CancellationToken ct)
    {
        var arguments = new List<string> { "plan", "-json", "-input=false", "-lock-timeout=10s", $"-out={planFile}" };
        arguments.AddRange(targets.Select(target => $"-target={target}"));
        if (!Directory.Exists(Path.Combine(folder, ".terraform"))) await InitAsync(ct);
        for (var again = false; ; again = true)
        {
            var run = Run(ReadPatience, arguments);
            var errors = new List<TerraformMessage>();
            await foreach (var message in MessagesAsync(run, ct))
            {
                if (message.IsError) errors.Add(message);
                told?.Invoke(message);
            }
            if (run.Result.ExitCode == 0) return;
            if (again || !TerraformErrors.IsUninitialised(errors)) throw TerraformErrors.Run(Name, "plan", errors, run.Result, Hide);
            await InitAsync(ct);
        }
    }

    /// <summary>A plan, or without a file the state, as JSON. Secrets of other resources may stand in it: it is for memory only.</summary>
    public async Task<JsonDocument> ShowAsync(string? planFile, CancellationToken ct)
    {
        var run = Run(ReadPatience, planFile is null ? ["show", "-json"] : ["show", "-json", planFile]);
        var text = await run.TextAsync(ct);
        if (run.Result.ExitCode != 0) throw TerraformErrors.Run(Name, "show", [], run.Result, Hide);
        return JsonDocument.Parse(text);
    }

    /// <summary>Carries out a plan of <see cref="PlanAsync"/>, and nothing else. The messages end when it has ended, also where it was interrupted.</summary>
    public (IAsyncEnumerable<TerraformMessage> Messages, Func<ToolResult> Result) Apply(string planFile, int parallelism, CancellationToken ct)
    {
        var run = Run(WritePatience, ["apply", "-json", "-input=false", "-lock-timeout=10s", FormattableString.Invariant($"-parallelism={parallelism}"), planFile]);
        return (MessagesAsync(run, ct), () => run.Result);
    }

    /// <summary>The text without secrets.</summary>
    public string Hide(string text) => _command.Hide(text);

    private ToolRun Run(TimeSpan patience, IReadOnlyList<string> arguments) => new(_command with { Arguments = arguments, Patience = patience });

    private static async IAsyncEnumerable<TerraformMessage> MessagesAsync(ToolRun run, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var line in run.LinesAsync(ct))
            if (TerraformMessage.Read(line) is { } message) yield return message;
    }
}
