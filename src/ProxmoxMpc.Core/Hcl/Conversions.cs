namespace ProxmoxMpc.Core.Hcl;

/// <summary>Terraform's conversions between types; null where there is none, or where the answer depends on a type that a value does not show.</summary>
internal static class Conversions
{
    public static string? ToText(HclValue value) => value switch
    {
        HclValue.String text => text.Value,
        HclValue.Number number => number.ToText(),
        HclValue.Bool truth => truth.Value ? "true" : "false",
        _ => null,
    };

    public static decimal? ToNumber(HclValue value) => value switch
    {
        HclValue.Number number => number.Value,
        HclValue.String text when Numbers.TryParse(text.Value, out var number) => number,
        _ => null,
    };

    public static bool? ToBool(HclValue value) => value switch
    {
        HclValue.Bool truth => truth.Value,
        HclValue.String { Value: "true" or "1" } => true,
        HclValue.String { Value: "false" or "0" } => false,
        _ => null,
    };

    /// <summary>
    /// <c>==</c>. Values of different types are unequal; whether two collections have the same type (a list and a tuple differ) cannot be seen here.
    /// </summary>
    public static bool? AreEqual(HclValue left, HclValue right)
    {
        if (!left.IsKnown || !right.IsKnown) return null;
        if (left is HclValue.Null || right is HclValue.Null) return left is HclValue.Null && right is HclValue.Null;
        if (IsCollection(left) && IsCollection(right)) return left.GetType() == right.GetType() && !Equals(left, right) ? false : null;
        return Equals(left, right);
    }

    /// <summary>The chosen value of a conditional, which takes the type that both have in common: a number beside a string becomes a string.</summary>
    public static HclValue Unify(HclValue chosen, HclValue other)
    {
        if (chosen is HclValue.Opaque or HclValue.Null) return chosen;
        if (other is HclValue.Null || chosen.GetType() == other.GetType())
            return !IsCollection(chosen) || other is HclValue.Null || HaveOneShape(chosen, other) || IsUniform(chosen, other) ? chosen : Evaluator.Unknown;
        if (chosen is HclValue.String) return other is HclValue.List or HclValue.Object ? Evaluator.Unknown : chosen;
        if (other is HclValue.String && ToText(chosen) is { } text) return HclValue.Of(text);
        return Evaluator.Unknown;
    }

    /// <summary>All with one type, as the elements of a list have it; null where there is none, or it cannot be seen.</summary>
    public static IReadOnlyList<HclValue>? UnifyAll(IReadOnlyList<HclValue> values)
    {
        if (values.Any(value => value is HclValue.Opaque)) return null;
        var typed = values.Where(value => value is not HclValue.Null).ToList();
        if (typed.Count == 0) return values;
        if (typed.Exists(IsCollection))
        {
            if (typed.TrueForAll(value => HaveOneShape(typed[0], value))) return values;
            return typed.TrueForAll(value => value.GetType() == typed[0].GetType() && value is HclValue.List && IsUniform(typed[0], value)) ? values : null;
        }
        if (typed.TrueForAll(value => value.GetType() == typed[0].GetType())) return values;
        return typed.Exists(value => value is HclValue.String) ? [.. values.Select(value => ToText(value) is { } text ? HclValue.Of(text) : value)] : null;
    }

    /// <summary>Key and value of each element, in Terraform's order; null for what cannot be iterated over.</summary>
    public static IEnumerable<(HclValue Key, HclValue Value)>? Elements(HclValue value) => value switch
    {
        HclValue.List { IsSet: true } set => set.Items.Select(item => (item, item)),
        HclValue.List list => list.Items.Select((item, index) => (HclValue.Of(index), item)),
        HclValue.Object members => members.ByKey().Select(member => (HclValue.Of(member.Key), member.Value)),
        _ => null,
    };

    private static bool IsCollection(HclValue value) => value is HclValue.List or HclValue.Object;

    /// <summary>Whether both have the same type in every part.</summary>
    private static bool HaveOneShape(HclValue first, HclValue second) => (first, second) switch
    {
        (HclValue.List a, HclValue.List b) => a.IsSet == b.IsSet && a.Items.Count == b.Items.Count && a.Items.Zip(b.Items).All(pair => HaveOneShape(pair.First, pair.Second)),
        (HclValue.Object a, HclValue.Object b) => a.ByKey() is var mine && b.ByKey() is var others && mine.Count == others.Count
            && mine.All(member => others.TryGetValue(member.Key, out var value) && HaveOneShape(member.Value, value)),
        (HclValue.Opaque, _) or (_, HclValue.Opaque) => false,
        _ => first.GetType() == second.GetType(),
    };

    /// <summary>Whether all leaves of both are of one type and equally deep, so that there is a common type, and finding it changes none of them.</summary>
    private static bool IsUniform(HclValue first, HclValue second)
    {
        Type? type = null;
        return IsLevel([first, second]);

        bool IsLevel(IEnumerable<HclValue> values)
        {
            var level = values.Where(value => value is not HclValue.Null).ToList();
            // A list beside a set becomes one.
            if (level.TrueForAll(value => value is HclValue.List list && list.IsSet == ((HclValue.List)level[0]).IsSet)) return level.Count == 0 || IsLevel(level.Cast<HclValue.List>().SelectMany(list => list.Items));
            if (level.TrueForAll(value => value is HclValue.Object)) return IsLevel(level.Cast<HclValue.Object>().SelectMany(members => members.Members.Select(member => member.Value)));
            return level.TrueForAll(value => value is not HclValue.Opaque && !IsCollection(value) && (type ??= value.GetType()) == value.GetType());
        }
    }
}
