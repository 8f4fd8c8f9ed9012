namespace ProxmoxMpc.Core.Hcl;

internal static partial class Functions
{
    private static Dictionary<string, Entry> TypeTable() => new()
    {
        ["tostring"] = new(1, 1, arguments => arguments[0] is HclValue.Null ? arguments[0] : Conversions.ToText(arguments[0]) is { } text ? HclValue.Of(text) : null),
        ["tonumber"] = new(1, 1, arguments => arguments[0] is HclValue.Null ? arguments[0] : Conversions.ToNumber(arguments[0]) is { } number ? HclValue.Of(number) : null),
        ["tobool"] = new(1, 1, arguments => arguments[0] is HclValue.Null ? arguments[0] : Conversions.ToBool(arguments[0]) is { } truth ? HclValue.Of(truth) : null),
        ["tolist"] = Lists(1, 1, lists => Conversions.UnifyAll(lists[0].Items) is { } items ? HclValue.Of(items) : null),
        ["tomap"] = new(1, 1, arguments => arguments[0] is HclValue.Object members ? ToMap(members) : null),
        ["sensitive"] = new(1, 1, arguments => arguments[0]),
        ["nonsensitive"] = new(1, 1, arguments => arguments[0]),
    };

    private static Dictionary<string, Entry> SetTable() => new()
    {
        ["toset"] = Lists(1, 1, lists => ToSet(lists[0].Items)),
        ["distinct"] = Lists(1, 1, lists => lists[0].IsKnown && Conversions.UnifyAll(lists[0].Items) is { } items ? HclValue.Of(items.Distinct()) : null),
        ["setunion"] = Lists(1, int.MaxValue, sets => ToSet([.. sets.SelectMany(set => set.Items)])),
        ["setintersection"] = Lists(1, int.MaxValue, sets => Combine(sets, (mine, other) => mine.Intersect(other))),
        ["setsubtract"] = Lists(2, 2, sets => Combine(sets, (mine, other) => mine.Except(other))),
    };

    private static HclValue? ToMap(HclValue.Object members)
    {
        if (Conversions.UnifyAll([.. members.Members.Select(member => member.Value)]) is not { } values) return null;
        return HclValue.Of(members.Members.Select((member, index) => KeyValuePair.Create(member.Key, values[index])));
    }

    /// <summary>Elements of one primitive type, sorted as Terraform iterates over them. Sets of collections have an order of hashes: no answer.</summary>
    private static HclValue.List? ToSet(IReadOnlyList<HclValue> items)
    {
        if (items.Any(item => item is HclValue.Null or HclValue.Opaque or HclValue.List or HclValue.Object)) return null;
        if (Conversions.UnifyAll(items) is not { } values) return null;
        var distinct = values.Distinct();
        var sorted = values.FirstOrDefault() switch
        {
            HclValue.String => distinct.OrderBy(value => ((HclValue.String)value).Value, Utf8Order.Instance),
            HclValue.Number => distinct.OrderBy(value => ((HclValue.Number)value).Value),
            _ => distinct.OrderBy(value => value is HclValue.Bool { Value: true }),
        };
        return new HclValue.List([.. sorted]) { IsSet = true };
    }

    private static HclValue.List? Combine(IReadOnlyList<HclValue.List> sets, Func<IEnumerable<HclValue>, IEnumerable<HclValue>, IEnumerable<HclValue>> combine)
    {
        // All elements take one type before they are compared.
        var all = sets.SelectMany(set => set.Items).ToList();
        if (ToSet(all) is null || Conversions.UnifyAll(all) is not { } values) return null;
        IEnumerable<HclValue> result = values.Take(sets[0].Items.Count);
        var from = sets[0].Items.Count;
        foreach (var set in sets.Skip(1))
        {
            result = combine(result, values.Skip(from).Take(set.Items.Count).ToList()).ToList();
            from += set.Items.Count;
        }
        return ToSet([.. result]);
    }
}
