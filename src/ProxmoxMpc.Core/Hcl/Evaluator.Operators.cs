using System.Text;

namespace ProxmoxMpc.Core.Hcl;

/// <summary>Operators and templates.</summary>
internal static partial class Evaluator
{
    private static HclValue Unary(HclUnary unary, HclScope scope)
    {
        var operand = Evaluate(unary.Operand, scope);
        if (unary.Operator == "!") return Conversions.ToBool(operand) is { } truth ? HclValue.Of(!truth) : Unknown;
        // Terraform has a zero below zero, and shows it.
        return Conversions.ToNumber(operand) is { } number and not 0 ? HclValue.Of(-number) : Unknown;
    }

    /// <summary>Left operands are walked in a loop: a long sum is a deep tree.</summary>
    private static HclValue Binary(HclBinary binary, HclScope scope)
    {
        var chain = new Stack<HclBinary>();
        HclExpression leftmost = binary;
        for (; leftmost is HclBinary inner; leftmost = inner.Left) chain.Push(inner);
        var value = Evaluate(leftmost, scope);
        while (chain.TryPop(out var operation)) value = Apply(value, operation.Operator, Evaluate(operation.Right, scope));
        return value;
    }

    private static HclValue Apply(HclValue left, string op, HclValue right)
    {
        if (left is HclValue.Opaque || right is HclValue.Opaque) return Unknown;
        switch (op)
        {
            case "==": return Conversions.AreEqual(left, right) is { } equal ? HclValue.Of(equal) : Unknown;
            case "!=": return Conversions.AreEqual(left, right) is { } same ? HclValue.Of(!same) : Unknown;
            case "&&" or "||":
                if (Conversions.ToBool(left) is not { } a || Conversions.ToBool(right) is not { } b) return Unknown;
                return HclValue.Of(op == "&&" ? a && b : a || b);
        }
        if (Conversions.ToNumber(left) is not { } x || Conversions.ToNumber(right) is not { } y) return Unknown;
        return op switch
        {
            "<" => HclValue.Of(x < y),
            "<=" => HclValue.Of(x <= y),
            ">" => HclValue.Of(x > y),
            ">=" => HclValue.Of(x >= y),
            "+" => Number(Numbers.Add(x, y)),
            "-" => Number(Numbers.Add(x, -y)),
            "*" => Number(Numbers.Multiply(x, y)),
            "/" => Number(Numbers.Divide(x, y)),
            "%" => Number(Numbers.Remainder(x, y)),
            _ => Unknown,
        };
    }

    private static HclValue Number(decimal? value) => value is { } number ? HclValue.Of(number) : Unknown;

    private static HclValue Template(HclTemplate template, HclScope scope)
    {
        switch (template.Parts)
        {
            case []: return HclValue.Of("");
            case [HclTemplatePart.Literal literal]: return HclValue.Of(literal.Value);
            // "${x}" is x itself, whatever its type.
            case [HclTemplatePart.Interpolation single]: return Evaluate(single.Expression, scope);
        }
        var text = new StringBuilder();
        return Render(template.Parts, scope, text) ? HclValue.Of(text.ToString()) : Unknown;
    }

    private static bool Render(IReadOnlyList<HclTemplatePart> parts, HclScope scope, StringBuilder text)
    {
        foreach (var part in parts)
        {
            switch (part)
            {
                case HclTemplatePart.Literal literal:
                    text.Append(literal.Value);
                    break;
                case HclTemplatePart.Interpolation interpolation:
                    if (Conversions.ToText(Evaluate(interpolation.Expression, scope)) is not { } value) return false;
                    text.Append(value);
                    break;
                case HclTemplatePart.If directive:
                    if (Conversions.ToBool(Evaluate(directive.Condition, scope)) is not { } condition) return false;
                    if (!Render(condition ? directive.WhenTrue : directive.WhenFalse, scope, text)) return false;
                    break;
                case HclTemplatePart.For loop:
                    if (Conversions.Elements(Evaluate(loop.Collection, scope)) is not { } elements) return false;
                    foreach (var (key, element) in elements)
                    {
                        var inner = loop.KeyVariable is { } name ? scope.Bind(name, key) : scope;
                        if (!Render(loop.Body, inner.Bind(loop.ValueVariable, element), text)) return false;
                    }
                    break;
            }
        }
        return true;
    }
}
