namespace ProxmoxMpc.Core.Hcl;

/// <summary>
/// An expression as it was read: an immutable tree over the text of that moment. Replacing an attribute's value gives the attribute a new
/// expression; one that was taken out before stays what it was.
/// </summary>
public abstract class HclExpression
{
    private readonly string _source;

    private protected HclExpression(string source, int start, int end)
    {
        _source = source;
        Start = start;
        End = end;
    }

    /// <summary>The expression exactly as written, comments inside it included.</summary>
    public string Text => _source[Start..End];

    internal int Start { get; }

    internal int End { get; }

    internal string Source => _source;

    /// <summary>
    /// What the expression is worth, as far as <paramref name="scope"/> tells: a value that is known through and through, or
    /// <see cref="HclValue.Opaque"/> with the expression as written. Never throws and never guesses: an expression in error is opaque too.
    /// </summary>
    public HclValue Evaluate(HclScope scope)
    {
        var value = Evaluator.Evaluate(this, scope);
        return value.IsKnown ? value : new HclValue.Opaque(Text);
    }

    /// <summary>
    /// As <see cref="Evaluate"/>, but a list or object keeps what is known of it, with <see cref="HclValue.Opaque"/> only for the items that are not.
    /// This is what a scope's <c>local</c> is made of.
    /// </summary>
    public HclValue EvaluatePartially(HclScope scope)
    {
        var value = Evaluator.Evaluate(this, scope);
        return value is HclValue.Opaque ? new HclValue.Opaque(Text) : value;
    }

    public override string ToString() => Text;
}
