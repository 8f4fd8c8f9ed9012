using System.Globalization;
using System.Text;
using ProxmoxMpc.Core.Hcl;

namespace ProxmoxMpc.Core.Terraform.Porting;

/// <summary>A name that an expression takes its value from, and which therefore has to change where it is given.</summary>
/// <param name="Root"><c>var</c>, <c>local</c>, or the name by which a block knows what it is repeated for (<c>each</c>).</param>
/// <param name="Name">The name below the root; of <c>each</c> it is <c>value</c>.</param>
/// <param name="Member">The member of the value that is meant, or null for all of it.</param>
internal sealed record PlaceReference(string Root, string Name, string? Member);

/// <summary>
/// The names of places inside one expression, exchanged where they stand: a text alone, in a list, in the branches of a
/// condition, in a map under the member that is asked for. What is not known by the mapping stays.
/// </summary>
internal sealed class PlaceRewriter(CodeMapping mapping, PlaceRole role)
{
    private readonly List<(int Start, int End, string Text)> _edits = [];

    /// <summary>What the expression refers to.</summary>
    public List<PlaceReference> References { get; } = [];

    /// <summary>Whether the whole expression names something that is left out.</summary>
    public bool IsLeftOut { get; private set; }

    /// <summary>The expression's new text, or null where nothing in it changes.</summary>
    /// <param name="member">The member of an object that is meant; null: all of them.</param>
    public string? Rewrite(HclExpression expression, string? member)
    {
        IsLeftOut = Literal(expression) is { } whole && NameOf(whole) is { Known: true, Name: null };
        Visit(expression, member);
        if (_edits.Count == 0) return null;
        var text = new StringBuilder();
        var from = expression.Start;
        foreach (var (start, end, replacement) in _edits.OrderBy(edit => edit.Start))
        {
            text.Append(expression.Source, from, start - from).Append(replacement);
            from = end;
        }
        return text.Append(expression.Source, from, expression.End - from).ToString();
    }

    /// <summary>The text or number that an expression is written as; null where it is anything else.</summary>
    public static string? Literal(HclExpression? expression) => expression switch
    {
        HclParentheses inner => Literal(inner.Inner),
        HclTemplate { IsHeredoc: false } template when template.Parts.All(part => part is HclTemplatePart.Literal) => string.Concat(template.Parts.Cast<HclTemplatePart.Literal>().Select(part => part.Value)),
        HclLiteral { Value: HclValue.Number { Value: var number } } => number.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    private void Visit(HclExpression expression, string? member)
    {
        switch (expression)
        {
            case HclTemplate or HclLiteral when Literal(expression) is { } text:
                if (member is null && NameOf(text) is { Known: true, Name: { } name } && name != text) _edits.Add((expression.Start, expression.End, expression is HclTemplate ? HclText.Quote(name) : name));
                break;
            case HclParentheses inner:
                Visit(inner.Inner, member);
                break;
            case HclTuple tuple:
                foreach (var item in tuple.Items) Visit(item, member);
                break;
            case HclObjectExpression map:
                foreach (var item in map.Items) Visit(item.Value, member is not null && (item.Name ?? Literal(item.Key)) == member ? null : member);
                break;
            case HclConditional condition:
                Visit(condition.WhenTrue, member);
                Visit(condition.WhenFalse, member);
                break;
            case HclCall call:
                foreach (var argument in call.Arguments) Visit(argument, member);
                break;
            case HclTraversal { Root: HclVariable root } traversal when traversal.Steps is [HclTraversalStep.Attribute first, ..]:
                var last = traversal.Steps.Skip(1).OfType<HclTraversalStep.Attribute>().LastOrDefault()?.Name;
                References.Add(new(root.Name, first.Name, member ?? last));
                break;
        }
    }

    private (bool Known, string? Name) NameOf(string text)
    {
        // A new volume needs no file but only the storage that shall hold it.
        var name = role.Kind == PlaceKind.Storage && !text.StartsWith('/') && text.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? text[..colon] : text;
        return mapping.Places.TryGetValue(role.Key(name), out var found) ? (true, found) : name == text ? (false, text) : (true, name);
    }
}
