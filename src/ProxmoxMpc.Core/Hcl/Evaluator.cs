namespace ProxmoxMpc.Core.Hcl;

/// <summary>
/// Computes what an expression is worth, by the rules of HCL and Terraform. <see cref="Unknown"/> stands for everything that is not knowable:
/// a name out of scope, a function that is not pure or not known, an error. It never turns into a value again.
/// </summary>
internal static partial class Evaluator
{
    /// <summary>The one unknown; whoever hands it out puts the expression's text in.</summary>
    public static readonly HclValue.Opaque Unknown = new("");

    private static readonly HclValue.Null NullValue = new();

    public static HclValue Evaluate(HclExpression expression, HclScope scope) => expression switch
    {
        HclLiteral literal => literal.Value is HclValue.Opaque ? Unknown : literal.Value,
        HclTemplate template => Template(template, scope),
        HclVariable variable => Known(scope.Find(variable.Name)),
        HclTraversal traversal => Steps(Evaluate(traversal.Root, scope), traversal.Steps, 0, scope),
        HclParentheses parentheses => Evaluate(parentheses.Inner, scope),
        HclTuple tuple => Tuple(tuple, scope),
        HclObjectExpression members => Object(members, scope),
        HclUnary unary => Unary(unary, scope),
        HclBinary binary => Binary(binary, scope),
        HclConditional conditional => Conditional(conditional, scope),
        HclFor loop => For(loop, scope),
        HclCall call => Call(call, scope),
        _ => Unknown,
    };

    private static HclValue Known(HclValue? value) => value is null or HclValue.Opaque ? Unknown : value;

    /// <summary>An item of a list or object: an unknown one is shown with the text it came from.</summary>
    private static HclValue Item(HclExpression expression, HclScope scope)
    {
        var value = Evaluate(expression, scope);
        return value is HclValue.Opaque ? new HclValue.Opaque(expression.Text) : value;
    }

    private static HclValue Tuple(HclTuple tuple, HclScope scope)
    {
        var items = new HclValue[tuple.Items.Count];
        for (var i = 0; i < items.Length; i++) items[i] = Item(tuple.Items[i], scope);
        return new HclValue.List(items);
    }

    private static HclValue Object(HclObjectExpression expression, HclScope scope)
    {
        var members = new List<KeyValuePair<string, HclValue>>(expression.Items.Count);
        var indexes = expression.Items.Count > 8 ? new Dictionary<string, int>(StringComparer.Ordinal) : null;
        foreach (var item in expression.Items)
        {
            var key = item.Name ?? (item.Key is HclTraversal ? null : Conversions.ToText(Evaluate(item.Key, scope)));
            if (key is null) return Unknown;
            var value = KeyValuePair.Create(key, Item(item.Value, scope));
            // A key that stands twice: the last value counts, and there is one member.
            var index = indexes is null ? members.FindIndex(member => member.Key == key) : indexes.GetValueOrDefault(key, -1);
            if (index >= 0)
            {
                members[index] = value;
                continue;
            }
            indexes?.Add(key, members.Count);
            members.Add(value);
        }
        return new HclValue.Object(members);
    }

    private static HclValue Conditional(HclConditional conditional, HclScope scope)
    {
        if (Conversions.ToBool(Evaluate(conditional.Condition, scope)) is not { } condition) return Unknown;
        var chosen = Evaluate(condition ? conditional.WhenTrue : conditional.WhenFalse, scope);
        var other = Evaluate(condition ? conditional.WhenFalse : conditional.WhenTrue, scope);
        return Conversions.Unify(chosen, other);
    }

    private static HclValue Steps(HclValue value, IReadOnlyList<HclTraversalStep> steps, int from, HclScope scope)
    {
        for (var i = from; i < steps.Count; i++)
        {
            if (value is HclValue.Opaque) return Unknown;
            switch (steps[i])
            {
                case HclTraversalStep.Attribute attribute:
                    value = Known((value as HclValue.Object)?[attribute.Name]);
                    break;
                case HclTraversalStep.Index index:
                    value = Index(value, Evaluate(index.Key, scope));
                    break;
                case HclTraversalStep.Splat { AttributesOnly: false }:
                    return Splat(value, item => Steps(item, steps, i + 1, scope));
                case HclTraversalStep.Splat:
                    var stop = i + 1;
                    while (stop < steps.Count && IsAttributeStep(steps[stop])) stop++;
                    var under = steps.Skip(i + 1).Take(stop - i - 1).ToList();
                    value = Splat(value, item => Steps(item, under, 0, scope));
                    i = stop - 1;
                    break;
            }
        }
        return value;
    }

    private static bool IsAttributeStep(HclTraversalStep step) =>
        step is HclTraversalStep.Attribute or HclTraversalStep.Index { IsOldStyle: true };

    private static HclValue Splat(HclValue value, Func<HclValue, HclValue> each)
    {
        // A splat makes a list of what is none: null is an empty one, anything else one of itself.
        var items = value switch
        {
            HclValue.List list => list.Items,
            HclValue.Null => [],
            _ => [value],
        };
        var results = new List<HclValue>(items.Count);
        foreach (var item in items)
        {
            var result = each(item);
            if (result is HclValue.Opaque) return Unknown;
            results.Add(result);
        }
        return new HclValue.List(results);
    }

    /// <summary><c>collection[key]</c>; numbers and strings convert into each other as Terraform converts them.</summary>
    internal static HclValue Index(HclValue collection, HclValue key) => collection switch
    {
        HclValue.List { IsSet: false } list => Conversions.ToNumber(key) is { } number && number >= 0 && number < list.Items.Count && decimal.Truncate(number) == number
            ? Known(list.Items[(int)number])
            : Unknown,
        HclValue.Object members => Conversions.ToText(key) is { } name ? Known(members[name]) : Unknown,
        _ => Unknown,
    };

    private static HclValue For(HclFor loop, HclScope scope)
    {
        var collection = Evaluate(loop.Collection, scope);
        if (Conversions.Elements(collection) is not { } elements) return Unknown;
        var items = new List<HclValue>();
        var members = new SortedDictionary<string, HclValue>(Utf8Order.Instance);
        var groups = new SortedDictionary<string, List<HclValue>>(Utf8Order.Instance);
        foreach (var (key, element) in elements)
        {
            var inner = scope.Bind(loop.ValueVariable, element);
            if (loop.KeyVariable is { } keyVariable) inner = scope.Bind(keyVariable, key).Bind(loop.ValueVariable, element);
            if (loop.Condition is { } condition)
            {
                if (Conversions.ToBool(Evaluate(condition, inner)) is not { } included) return Unknown;
                if (!included) continue;
            }
            var value = Evaluate(loop.Value, inner);
            // An unknown item has no text outside of the loop, so it makes the whole unknown.
            if (value is HclValue.Opaque) return Unknown;
            if (loop.Key is null)
            {
                items.Add(value);
                continue;
            }
            if (Conversions.ToText(Evaluate(loop.Key, inner)) is not { } name) return Unknown;
            if (loop.Groups)
            {
                if (!groups.TryGetValue(name, out var group)) groups[name] = group = [];
                group.Add(value);
            }
            else if (!members.TryAdd(name, value)) return Unknown;
        }
        if (loop.Key is null) return new HclValue.List(items);
        return loop.Groups
            ? new HclValue.Object([.. groups.Select(group => KeyValuePair.Create<string, HclValue>(group.Key, new HclValue.List(group.Value)))])
            : new HclValue.Object([.. members]);
    }
}
