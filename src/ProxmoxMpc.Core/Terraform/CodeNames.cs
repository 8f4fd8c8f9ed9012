namespace ProxmoxMpc.Core.Terraform;

/// <summary>Which files of a folder Terraform reads, by their names: each kind in its own syntax and in JSON.</summary>
public static class CodeNames
{
    private const string Json = ".json";

    /// <summary>Whether it is a file of code. Those whose names begin with a dot are an editor's.</summary>
    public static bool IsCode(string path) => Plain(path).EndsWith(".tf", StringComparison.Ordinal) && !IsHidden(path);

    /// <summary>Whether it is a file of values for variables.</summary>
    public static bool IsValues(string path) => Plain(path).EndsWith(".tfvars", StringComparison.Ordinal) && !IsHidden(path);

    /// <summary>Whether it is in Terraform's JSON syntax, which is read here and never edited.</summary>
    public static bool IsJson(string path) => path.EndsWith(Json, StringComparison.Ordinal);

    /// <summary>The path as it is without JSON: <c>vms/web.tf</c> of <c>vms/web.tf.json</c>.</summary>
    internal static string Plain(string path) => IsJson(path) ? path[..^Json.Length] : path;

    private static bool IsHidden(string path) => path.AsSpan()[(path.LastIndexOf('/') + 1)..].StartsWith(".");
}
