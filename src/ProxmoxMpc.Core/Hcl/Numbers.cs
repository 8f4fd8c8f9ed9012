using System.Globalization;
using System.Numerics;

namespace ProxmoxMpc.Core.Hcl;

/// <summary>
/// Exact decimal arithmetic. Terraform computes with 512-bit floats; a decimal gives the same answer as long as neither rounds, so whatever
/// would be rounded by one of them or overflow is no answer at all.
/// </summary>
internal static class Numbers
{
    /// <summary>Whether the text is a number as HCL writes it: <c>12</c>, <c>1.5</c>, <c>2e-3</c>.</summary>
    public static bool IsLiteral(string text)
    {
        var i = 0;
        if (!Digits(text, ref i)) return false;
        if (i < text.Length && text[i] == '.')
        {
            i++;
            Digits(text, ref i);
        }
        if (i < text.Length && (text[i] is 'e' or 'E'))
        {
            i++;
            if (i < text.Length && (text[i] is '+' or '-')) i++;
            if (!Digits(text, ref i)) return false;
        }
        return i == text.Length;
    }

    /// <summary>The value of a literal, with or without a sign, if a decimal holds it exactly.</summary>
    public static bool TryParse(string text, out decimal value)
    {
        value = 0;
        // Mostly it is a small whole number.
        if (text.Length is > 0 and < 19 && !text.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            value = long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
            return true;
        }
        var negative = text.StartsWith('-');
        var digits = negative ? text[1..] : text;
        if (!IsLiteral(digits)) return false;
        var exponent = 0;
        var mark = digits.IndexOfAny(['e', 'E']);
        if (mark >= 0)
        {
            if (!int.TryParse(digits.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)
                || exponent is < -1_000_000 or > 1_000_000) return false;
            digits = digits[..mark];
        }
        var dot = digits.IndexOf('.');
        if (dot >= 0)
        {
            exponent -= digits.Length - dot - 1;
            digits = digits.Remove(dot, 1);
        }
        digits = digits.TrimStart('0');
        var significant = digits.TrimEnd('0');
        exponent += digits.Length - significant.Length;
        if (significant.Length == 0) return true;
        if (significant.Length > 29 || exponent < -28 || significant.Length + exponent > 29) return false;
        var mantissa = BigInteger.Parse(significant, NumberStyles.None, CultureInfo.InvariantCulture);
        return TryMake(negative ? -mantissa : mantissa, exponent, out value);
    }

    public static decimal? Add(decimal a, decimal b)
    {
        if (!IsBinary(a) || !IsBinary(b)) return null;
        var (x, xe) = Split(a);
        var (y, ye) = Split(b);
        var exponent = Math.Min(xe, ye);
        return TryMake(x * Power(xe - exponent) + y * Power(ye - exponent), exponent, out var sum) ? sum : null;
    }

    public static decimal? Multiply(decimal a, decimal b) => IsBinary(a) && IsBinary(b) ? Product(a, b) : null;

    private static decimal? Product(decimal a, decimal b)
    {
        var (x, xe) = Split(a);
        var (y, ye) = Split(b);
        return TryMake(x * y, xe + ye, out var product) ? product : null;
    }

    public static decimal? Divide(decimal a, decimal b)
    {
        if (b == 0 || !IsBinary(a) || !IsBinary(b)) return null;
        decimal quotient;
        try
        {
            quotient = a / b;
        }
        catch (OverflowException)
        {
            return null;
        }
        return Product(quotient, b) == a ? quotient : null;
    }

    /// <summary>The remainder with the dividend's sign, as Terraform has it.</summary>
    public static decimal? Remainder(decimal a, decimal b)
    {
        if (b == 0 || !IsBinary(a) || !IsBinary(b)) return null;
        var (x, xe) = Split(a);
        var (y, ye) = Split(b);
        var exponent = Math.Min(xe, ye);
        return TryMake(BigInteger.Remainder(x * Power(xe - exponent), y * Power(ye - exponent)), exponent, out var rest) ? rest : null;
    }

    /// <summary>Whether a binary float holds the number exactly: of 0.1 and 0.01 Terraform's sum is 0.11 and a little more, some 150 digits behind.</summary>
    private static bool IsBinary(decimal value)
    {
        var (mantissa, exponent) = Split(value);
        for (; exponent < 0; exponent++)
        {
            mantissa = BigInteger.DivRem(mantissa, 5, out var rest);
            if (!rest.IsZero) return false;
        }
        return true;
    }

    private static bool Digits(string text, ref int index)
    {
        var start = index;
        while (index < text.Length && char.IsAsciiDigit(text[index])) index++;
        return index > start;
    }

    private static (BigInteger Mantissa, int Exponent) Split(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var mantissa = ((BigInteger)(uint)bits[2] << 64) | ((BigInteger)(uint)bits[1] << 32) | (uint)bits[0];
        return (bits[3] < 0 ? -mantissa : mantissa, -((bits[3] >> 16) & 0xFF));
    }

    private static BigInteger Power(int exponent) => BigInteger.Pow(10, exponent);

    private static bool TryMake(BigInteger mantissa, int exponent, out decimal value)
    {
        value = 0;
        if (exponent > 0)
        {
            if (exponent > 60) return mantissa.IsZero;
            mantissa *= Power(exponent);
            exponent = 0;
        }
        while (exponent < 0 && (exponent < -28 || BigInteger.Abs(mantissa) > MaxMantissa))
        {
            mantissa = BigInteger.DivRem(mantissa, 10, out var rest);
            if (!rest.IsZero) return false;
            exponent++;
        }
        var absolute = BigInteger.Abs(mantissa);
        if (absolute > MaxMantissa) return false;
        var bits = absolute;
        value = new decimal((int)(uint)(bits & uint.MaxValue), (int)(uint)((bits >> 32) & uint.MaxValue), (int)(uint)(bits >> 64), mantissa.Sign < 0, (byte)-exponent);
        return true;
    }

    private static readonly BigInteger MaxMantissa = (BigInteger.One << 96) - 1;
}
