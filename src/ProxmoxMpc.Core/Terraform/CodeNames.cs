namespace ProxmoxMpc.Core.Terraform;

/// <summary>Which files of a folder Terraform reads, by their names: each kind in its own syntax and in JSON.</summary>
public static class CodeNames
{
    private const string Json = ".json";

    /// <summary>Whether it is a file of code. Those whose names begin with a dot are an editor's. What ends otherwise (<c>.tf~</c>, <c>.tofu</c>, <c>.tftest.hcl</c>) Terraform leaves alone.</summary>
    public static bool IsCode(string path) => Plain(path).EndsWith(".tf", StringComparison.Ordinal) && !Name(path).StartsWith('.');

    /// <summary>Whether it is a file of values for variables: of those, Terraform also takes ones whose names begin with a dot.</summary>
    public static bool IsValues(string path) => Plain(path).EndsWith(".tfvars", StringComparison.Ordinal);

    /// <summary>Whether it is a file of code that adds nothing of its own, but changes what others say: <c>override.tf</c>, <c>lab_override.tf.json</c>.</summary>
    public static bool IsOverride(string path) => IsCode(path) && Name(Plain(path)) is var name && (name.SequenceEqual("override.tf") || name.EndsWith("_override.tf"));

    /// <summary>Whether it is a file of code that OpenTofu alone reads, in the place of the <c>.tf</c> of the same name.</summary>
    public static bool IsTofu(string path) => Plain(path).EndsWith(".tofu", StringComparison.Ordinal) && !Name(path).StartsWith('.');

    /// <summary>Whether it is in Terraform's JSON syntax, which is read here and never edited.</summary>
    public static bool IsJson(string path) => path.EndsWith(Json, StringComparison.Ordinal);

    /// <summary>The path as it is without JSON: <c>vms/web.tf</c> of <c>vms/web.tf.json</c>.</summary>
    internal static string Plain(string path) => IsJson(path) ? path[..^Json.Length] : path;

    private static ReadOnlySpan<char> Name(string path) => path.AsSpan()[(path.LastIndexOf('/') + 1)..];
}
