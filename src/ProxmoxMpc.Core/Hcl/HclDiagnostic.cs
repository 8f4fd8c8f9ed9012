namespace ProxmoxMpc.Core.Hcl;

/// <summary>One syntax error: what was found, what was expected, and where. <paramref name="Path"/> is the one given to <see cref="HclDocument.Parse"/>.</summary>
public sealed record HclDiagnostic(string Message, string? Path, HclPosition Position)
{
    /// <summary>The usual <c>path:line:column: message</c> form.</summary>
    public override string ToString() => $"{Path ?? "<hcl>"}:{Position.Line}:{Position.Column}: {Message}";
}
