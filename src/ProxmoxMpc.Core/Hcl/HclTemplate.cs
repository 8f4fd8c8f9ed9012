namespace ProxmoxMpc.Core.Hcl;

/// <summary>A quoted string or a heredoc. Strip markers and the indentation of <c>&lt;&lt;-</c> are already taken out of the literal parts.</summary>
public sealed class HclTemplate : HclExpression
{
    internal HclTemplate(string source, int start, int end, IReadOnlyList<HclTemplatePart> parts, bool isHeredoc) : base(source, start, end)
    {
        Parts = parts;
        IsHeredoc = isHeredoc;
    }

    public IReadOnlyList<HclTemplatePart> Parts { get; }

    public bool IsHeredoc { get; }
}

/// <summary>A part of a <see cref="HclTemplate"/>.</summary>
public abstract record HclTemplatePart
{
    private HclTemplatePart() { }

    /// <summary>Text, with its escapes resolved.</summary>
    public sealed record Literal(string Value) : HclTemplatePart;

    /// <summary><c>${expression}</c></summary>
    public sealed record Interpolation(HclExpression Expression) : HclTemplatePart;

    /// <summary><c>%{ if c }…%{ else }…%{ endif }</c></summary>
    public sealed record If(HclExpression Condition, IReadOnlyList<HclTemplatePart> WhenTrue, IReadOnlyList<HclTemplatePart> WhenFalse) : HclTemplatePart;

    /// <summary><c>%{ for k, v in c }…%{ endfor }</c></summary>
    public sealed record For(string? KeyVariable, string ValueVariable, HclExpression Collection, IReadOnlyList<HclTemplatePart> Body) : HclTemplatePart;
}
