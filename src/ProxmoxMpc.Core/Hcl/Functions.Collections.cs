using System.Globalization;

namespace ProxmoxMpc.Core.Hcl;

internal static partial class Functions
{
    private static Dictionary<string, Entry> CollectionTable() => new()
    {
        ["length"] = new(1, 1, Length),
        ["concat"] = Lists(1, int.MaxValue, lists => HclValue.Of(lists.SelectMany(list => list.Items))),
        ["merge"] = new(0, int.MaxValue, MergeObjects),
        ["lookup"] = new(2, 3, Lookup),
        ["keys"] = new(1, 1, arguments => arguments[0] is HclValue.Object members ? HclValue.Of(members.ByKey().Keys) : null),
        ["values"] = new(1, 1, arguments => arguments[0] is HclValue.Object members ? HclValue.Of(members.ByKey().Values) : null),
        ["contains"] = new(2, 2, arguments => arguments[0] is HclValue.List list ? Contains(list, arguments[1]) : null),
        ["element"] = new(2, 2, Element),
        ["index"] = new(2, 2, IndexOf),
        ["slice"] = new(3, 3, Slice),
        ["reverse"] = Lists(1, 1, lists => lists[0].IsSet ? null : HclValue.Of(lists[0].Items.Reverse())),
        ["sort"] = Lists(1, 1, lists => Strings(lists[0].Items) is { } texts ? HclValue.Of(texts.Order(Utf8Order.Instance)) : null),
        ["flatten"] = Lists(1, 1, lists => Flatten(lists[0]) is { } items ? HclValue.Of(items) : null),
        ["compact"] = Lists(1, 1, Compact),
        ["coalesce"] = new(1, int.MaxValue, Coalesce),
        ["coalescelist"] = Lists(1, int.MaxValue, lists => lists.FirstOrDefault(list => list.Items.Count > 0)),
        ["zipmap"] = Lists(2, 2, ZipMap),
        ["range"] = Numeric(1, 3, Range),
        ["chunklist"] = new(2, 2, ChunkList),
        ["one"] = Lists(1, 1, lists => lists[0].Items.Count switch { 0 => new HclValue.Null(), 1 => lists[0].Items[0], _ => null }),
        ["alltrue"] = Lists(1, 1, lists => Truths(lists[0]) is { } truths ? HclValue.Of(truths.All(truth => truth)) : null),
        ["anytrue"] = Lists(1, 1, lists => Truths(lists[0]) is { } truths ? HclValue.Of(truths.Any(truth => truth)) : null),
    };

    private static HclValue? Length(IReadOnlyList<HclValue> arguments) => arguments[0] switch
    {
        // An unknown item could be equal to another one of the set.
        HclValue.List { IsSet: true, IsKnown: false } => null,
        HclValue.List list => HclValue.Of(list.Items.Count),
        HclValue.Object members => HclValue.Of(members.ByKey().Count),
        HclValue.String text => HclValue.Of(new StringInfo(text.Value).LengthInTextElements),
        _ => null,
    };

    private static HclValue? MergeObjects(IReadOnlyList<HclValue> arguments)
    {
        var merged = new OrderedDictionary<string, HclValue>(StringComparer.Ordinal);
        foreach (var argument in arguments)
        {
            if (argument is HclValue.Null) continue;
            if (argument is not HclValue.Object members) return null;
            foreach (var (key, value) in members.Members) merged[key] = value;
        }
        return HclValue.Of(merged);
    }

    private static HclValue? Lookup(IReadOnlyList<HclValue> arguments)
    {
        if (arguments[0] is not HclValue.Object members || Conversions.ToText(arguments[1]) is not { } key) return null;
        if (members[key] is { } found) return found;
        return arguments.Count == 3 ? arguments[2] : null;
    }

    private static HclValue? Contains(HclValue.List list, HclValue value)
    {
        var isCertain = true;
        foreach (var item in list.Items)
        {
            if (Conversions.AreEqual(item, value) is not { } equal) isCertain = false;
            else if (equal) return HclValue.Of(true);
        }
        return isCertain ? HclValue.Of(false) : null;
    }

    private static HclValue? Element(IReadOnlyList<HclValue> arguments)
    {
        if (arguments[0] is not HclValue.List { IsSet: false, Items.Count: > 0 } list) return null;
        if (Conversions.ToNumber(arguments[1]) is not { } number || ToInt(number) is not { } index || index < 0) return null;
        return list.Items[index % list.Items.Count];
    }

    private static HclValue? IndexOf(IReadOnlyList<HclValue> arguments)
    {
        if (arguments[0] is not HclValue.List { IsSet: false } list) return null;
        for (var i = 0; i < list.Items.Count; i++)
        {
            if (Conversions.AreEqual(list.Items[i], arguments[1]) is not { } equal) return null;
            if (equal) return HclValue.Of(i);
        }
        return null;
    }

    private static HclValue? Slice(IReadOnlyList<HclValue> arguments)
    {
        if (arguments[0] is not HclValue.List { IsSet: false } list || Decimals([arguments[1], arguments[2]]) is not { } numbers) return null;
        if (ToInt(numbers[0]) is not { } start || ToInt(numbers[1]) is not { } end) return null;
        return start < 0 || end < start || end > list.Items.Count ? null : HclValue.Of(list.Items.Skip(start).Take(end - start));
    }

    private static List<HclValue>? Flatten(HclValue.List list)
    {
        var items = new List<HclValue>();
        foreach (var item in list.Items)
        {
            // An opaque item may be a list.
            if (item is HclValue.Opaque) return null;
            if (item is not HclValue.List inner) items.Add(item);
            else if (Flatten(inner) is { } nested) items.AddRange(nested);
            else return null;
        }
        return items;
    }

    private static HclValue? Compact(IReadOnlyList<HclValue.List> lists)
    {
        var items = lists[0].Items.Where(item => item is not HclValue.Null).ToList();
        return Strings(items) is { } texts ? HclValue.Of(texts.Where(text => text.Length > 0)) : null;
    }

    private static HclValue? Coalesce(IReadOnlyList<HclValue> arguments)
    {
        if (Conversions.UnifyAll(arguments) is not { } values) return null;
        return values.FirstOrDefault(value => value is not (HclValue.Null or HclValue.String { Value: "" }));
    }

    private static HclValue? ZipMap(IReadOnlyList<HclValue.List> lists)
    {
        if (lists[0].Items.Count != lists[1].Items.Count || Strings(lists[0].Items) is not { } keys) return null;
        var members = new OrderedDictionary<string, HclValue>(StringComparer.Ordinal);
        for (var i = 0; i < keys.Length; i++) members[keys[i]] = lists[1].Items[i];
        return HclValue.Of(members);
    }

    private static HclValue? Range(decimal[] numbers)
    {
        var start = numbers.Length == 1 ? 0 : numbers[0];
        var limit = numbers.Length == 1 ? numbers[0] : numbers[1];
        var step = numbers.Length == 3 ? numbers[2] : limit < start ? -1 : 1;
        if (step == 0 || (limit < start && step > 0) || (limit > start && step < 0)) return null;
        var items = new List<HclValue>();
        for (var number = start; step > 0 ? number < limit : number > limit;)
        {
            // Terraform's own limit.
            if (items.Count == 1024) return null;
            items.Add(HclValue.Of(number));
            if (Numbers.Add(number, step) is not { } next) return null;
            number = next;
        }
        return HclValue.Of(items);
    }

    private static HclValue? ChunkList(IReadOnlyList<HclValue> arguments)
    {
        if (arguments[0] is not HclValue.List { IsSet: false } list || Conversions.ToNumber(arguments[1]) is not { } number || ToInt(number) is not (>= 1 and { } size)) return null;
        // It takes a list, whose elements are of one type.
        return Conversions.UnifyAll(list.Items) is { } items ? HclValue.Of(items.Chunk(size).Select(HclValue.Of)) : null;
    }

    private static List<bool>? Truths(HclValue.List list)
    {
        var truths = new List<bool>();
        foreach (var item in list.Items)
        {
            if (item is HclValue.Null) truths.Add(false);
            else if (Conversions.ToBool(item) is { } truth) truths.Add(truth);
            else return null;
        }
        return truths;
    }
}
