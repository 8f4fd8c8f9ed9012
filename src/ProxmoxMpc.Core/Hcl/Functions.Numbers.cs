using System.Globalization;

namespace ProxmoxMpc.Core.Hcl;

internal static partial class Functions
{
    private static Dictionary<string, Entry> NumberTable() => new()
    {
        ["max"] = Numeric(1, int.MaxValue, numbers => HclValue.Of(numbers.Max())),
        ["min"] = Numeric(1, int.MaxValue, numbers => HclValue.Of(numbers.Min())),
        ["abs"] = Numeric(1, 1, numbers => HclValue.Of(Math.Abs(numbers[0]))),
        ["floor"] = Numeric(1, 1, numbers => HclValue.Of(Math.Floor(numbers[0]))),
        ["ceil"] = Numeric(1, 1, numbers => HclValue.Of(Math.Ceiling(numbers[0]))),
        ["signum"] = Numeric(1, 1, numbers => decimal.IsInteger(numbers[0]) ? HclValue.Of((long)Math.Sign(numbers[0])) : null),
        ["pow"] = Numeric(2, 2, Power),
        ["parseint"] = new(2, 2, ParseInteger),
        ["sum"] = Lists(1, 1, Sum),
    };

    /// <summary>Terraform computes powers as floats, which are exact up to 2^53.</summary>
    private static HclValue? Power(decimal[] numbers)
    {
        if (ToInt(numbers[0]) is not { } number || ToInt(numbers[1]) is not { } exponent || exponent is < 0 or > 64) return null;
        decimal result = 1;
        for (var i = 0; i < exponent; i++)
        {
            result *= number;
            if (Math.Abs(result) > 1L << 53) return null;
        }
        return HclValue.Of(result);
    }

    private static HclValue? ParseInteger(IReadOnlyList<HclValue> arguments)
    {
        if (Conversions.ToText(arguments[0]) is not { Length: > 0 and < 40 } text) return null;
        if (Conversions.ToNumber(arguments[1]) is not { } number || ToInt(number) is not { } radix || radix is < 2 or > 36) return null;
        var isNegative = text[0] == '-';
        decimal result = 0;
        var digits = text.AsSpan(isNegative ? 1 : 0);
        if (digits.Length == 0) return null;
        foreach (var c in digits)
        {
            var digit = char.IsAsciiDigit(c) ? c - '0' : char.IsAsciiLetter(c) ? char.ToLower(c, CultureInfo.InvariantCulture) - 'a' + 10 : 99;
            if (digit >= radix || result > decimal.MaxValue / 64) return null;
            result = result * radix + digit;
        }
        return HclValue.Of(isNegative ? -result : result);
    }

    private static HclValue? Sum(IReadOnlyList<HclValue.List> lists)
    {
        if (lists[0].Items.Count == 0 || Decimals(lists[0].Items) is not { } numbers) return null;
        decimal? sum = 0;
        foreach (var number in numbers)
            if (sum is { } soFar) sum = Numbers.Add(soFar, number);
        return sum is { } total ? HclValue.Of(total) : null;
    }
}
