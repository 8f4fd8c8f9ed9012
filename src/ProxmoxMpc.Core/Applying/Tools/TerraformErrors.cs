using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Applying.Tools;

/// <summary>What Terraform complains of, as failures of ours.</summary>
internal static class TerraformErrors
{
    private const int MostErrors = 3;

    private static readonly string[] NoRegistry = ["failed to query available provider packages", "could not retrieve the list of available versions", "failed to install provider", "no available releases match", "could not connect to", "registry service is unreachable", "error while installing"];
    private static readonly string[] NotInitialised = ["inconsistent dependency lock file", "missing required provider", "required plugins are not installed", "module not installed", "backend initialization required", "plugin initialization required", "module source has changed"];

    /// <summary>Whether the complaints go away with <c>terraform init</c>.</summary>
    public static bool IsUninitialised(IEnumerable<TerraformMessage> errors) => errors.Any(error => NotInitialised.Any(known => error.Text.Contains(known, StringComparison.OrdinalIgnoreCase)));

    public static PmpcException Init(string tool, string output)
    {
        var text = string.Join(' ', output.Split('\n').Select(line => line.Trim(' ', '│', '╷', '╵', '\r')).SkipWhile(line => !line.StartsWith("Error", StringComparison.Ordinal)).Where(line => line.Length > 0));
        return NoRegistry.Any(known => text.Contains(known, StringComparison.OrdinalIgnoreCase))
            ? new("PmpcTerraformProviderMissing", PmpcErrorKind.Connection, $"{tool} could not get the provider: {text}",
                "It is fetched once from the registry. Behind a proxy set HTTPS_PROXY; without a network name a mirror of the provider in Terraform's CLI configuration (provider_installation, TF_CLI_CONFIG_FILE).", tool)
            : new("PmpcTerraformInitFailed", PmpcErrorKind.Workspace, $"{tool} init failed: {(text.Length > 0 ? text : "it said nothing.")}", "Mend what it names, and try again; 'terraform init' in the folder terraform/ shows the same.", tool);
    }

    public static PmpcException Run(string tool, string verb, IReadOnlyList<TerraformMessage> errors, ToolResult result, Func<string, string> hide)
    {
        if (errors.FirstOrDefault(error => error.Text.Contains("acquiring the state lock", StringComparison.OrdinalIgnoreCase)) is { } locked)
            return new("PmpcTerraformLocked", PmpcErrorKind.Busy, hide($"Somebody else works on Terraform's state: {locked.Sentence}"), "Wait until that is over. Where nobody is at work any more: terraform force-unlock ID, in the folder terraform/.", tool);
        var text = errors.Count > 0 ? string.Join(' ', errors.Take(MostErrors).Select(error => error.Address is null ? error.Sentence : $"{error.Address}: {error.Sentence}")) + (errors.Count > MostErrors ? $" And {errors.Count - MostErrors} more." : "")
            : result.Errors.Length > 0 ? result.Errors.ReplaceLineEndings(" ") : $"it ended with {result.ExitCode} and said nothing.";
        return new("PmpcTerraformFailed", PmpcErrorKind.TaskFailed, hide($"{tool} {verb} failed: {text}"), "Mend what it names, and try again.", errors);
    }
}
