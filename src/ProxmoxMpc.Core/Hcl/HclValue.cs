using System.Globalization;

namespace ProxmoxMpc.Core.Hcl;

/// <summary>A value of HCL. Equality is by value; the order of an object's members does not count, and <c>1.0</c> equals <c>1</c>.</summary>
public abstract record HclValue
{
    private HclValue() { }

    /// <summary>Whether nothing in it is <see cref="Opaque"/>, at any depth.</summary>
    public virtual bool IsKnown => true;

    public sealed record Null : HclValue;

    public sealed record Bool(bool Value) : HclValue;

    /// <summary>Exact: what does not fit a decimal without rounding is <see cref="Opaque"/>.</summary>
    public sealed record Number(decimal Value) : HclValue
    {
        /// <summary>As HCL writes it: no exponent, no trailing zeros.</summary>
        public string ToText() => Value is > 0 and < long.MaxValue && decimal.Truncate(Value) == Value
            ? ((long)Value).ToString(CultureInfo.InvariantCulture)
            : Value.ToString("0.############################", CultureInfo.InvariantCulture);
    }

    /// <summary>In the form in which Terraform has every string, whatever is written: composed (Unicode's NFC).</summary>
    public sealed record String(string Value) : HclValue
    {
        public string Value { get; } = HclText.Composed(Value);
    }

    /// <summary>A list, tuple or set (a set is sorted and has no duplicates).</summary>
    public sealed record List(IReadOnlyList<HclValue> Items) : HclValue
    {
        public override bool IsKnown => Items.All(item => item.IsKnown);

        /// <summary>Whether it came from <c>toset</c> or its like: it has no indexes, and its elements are their own keys.</summary>
        internal bool IsSet { get; init; }

        public bool Equals(List? other) => other is not null && Items.SequenceEqual(other.Items);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            foreach (var item in Items) hash.Add(item);
            return hash.ToHashCode();
        }
    }

    /// <summary>A map or object, in the order written. Where a key stands twice, the last one counts.</summary>
    public sealed record Object(IReadOnlyList<KeyValuePair<string, HclValue>> Members) : HclValue
    {
        /// <summary>With their keys in the form of every string.</summary>
        public IReadOnlyList<KeyValuePair<string, HclValue>> Members { get; } = Members.All(member => System.Text.Ascii.IsValid(member.Key))
            ? Members : [.. Members.Select(member => KeyValuePair.Create(HclText.Composed(member.Key), member.Value))];

        public static Object Empty { get; } = new([]);

        public override bool IsKnown => Members.All(member => member.Value.IsKnown);

        /// <summary>The member's value, or null when there is none.</summary>
        public HclValue? this[string key]
        {
            get
            {
                for (var i = Members.Count - 1; i >= 0; i--)
                    if (Members[i].Key == key) return Members[i].Value;
                return null;
            }
        }

        public bool Equals(Object? other)
        {
            if (other is null) return false;
            var mine = ByKey();
            var others = other.ByKey();
            return mine.Count == others.Count && mine.All(member => others.TryGetValue(member.Key, out var value) && member.Value.Equals(value));
        }

        public override int GetHashCode()
        {
            var hash = 0;
            foreach (var (key, value) in ByKey()) hash ^= HashCode.Combine(key, value);
            return hash;
        }

        /// <summary>The members by key, in the byte order that Terraform iterates in.</summary>
        internal SortedDictionary<string, HclValue> ByKey()
        {
            var members = new SortedDictionary<string, HclValue>(Utf8Order.Instance);
            foreach (var (key, value) in Members) members[key] = value;
            return members;
        }
    }

    /// <summary>What cannot be known here: the expression as written. As a value to set it writes that expression.</summary>
    public sealed record Opaque(string ExpressionText) : HclValue
    {
        public override bool IsKnown => false;
    }

    private static readonly Bool True = new(true);
    private static readonly Bool False = new(false);

    public static HclValue Of(string value) => new String(value);

    public static HclValue Of(long value) => new Number(value);

    public static HclValue Of(decimal value) => new Number(value);

    public static HclValue Of(bool value) => value ? True : False;

    public static HclValue Of(IEnumerable<string> values) => new List([.. values.Select(Of)]);

    public static HclValue Of(IEnumerable<HclValue> values) => new List([.. values]);

    public static HclValue Of(IEnumerable<KeyValuePair<string, HclValue>> members) => new Object([.. members]);

    public static implicit operator HclValue(string value) => Of(value);

    public static implicit operator HclValue(long value) => Of(value);

    public static implicit operator HclValue(decimal value) => Of(value);

    public static implicit operator HclValue(bool value) => Of(value);

    /// <summary>The value as an HCL expression in Terraform's canonical style; objects, and lists that hold one, take several lines.</summary>
    /// <exception cref="ArgumentException">An opaque value in it is not one whole expression.</exception>
    public string ToExpressionText() => ValuePrinter.Print(this);
}
