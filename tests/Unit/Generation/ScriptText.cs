using System.Management.Automation.Language;

namespace ProxmoxMpc.Tests.Unit.Generation;

/// <summary>What PowerShell's own parser sees in generated code.</summary>
internal static class ScriptText
{
    /// <summary>The text of a literal as it is generated: a constant, or constants and characters joined by plus; fails for anything else.</summary>
    public static string Constant(Ast ast) => ast switch
    {
        StringConstantExpressionAst { StringConstantType: StringConstantType.SingleQuoted } text => text.Value,
        ParenExpressionAst { Pipeline: PipelineAst { PipelineElements: [CommandExpressionAst expression] } } => Constant(expression.Expression),
        BinaryExpressionAst { Operator: TokenKind.Plus } sum => Constant(sum.Left) + Constant(sum.Right),
        ConvertExpressionAst { Type.TypeName.FullName: "char", Child: ConstantExpressionAst { Value: int code } } => ((char)code).ToString(),
        _ => throw new InvalidOperationException($"'{ast.Extent.Text}' is not a constant."),
    };

    /// <summary>
    /// The script without its strings and numbers: what it does. Two scripts of the same shape do the same with other data.
    /// </summary>
    public static string Shape(string script)
    {
        var root = Parser.ParseInput(script, out _, out var errors);
        Assert.Empty(errors);
        return string.Join('\n', root.FindAll(ast => ast is not (StringConstantExpressionAst or ConstantExpressionAst or ParenExpressionAst or BinaryExpressionAst or ConvertExpressionAst or TypeConstraintAst or CommandExpressionAst or PipelineAst)
            || ast is StringConstantExpressionAst { StringConstantType: StringConstantType.BareWord }, searchNestedScriptBlocks: true)
            .Select(ast => ast switch
            {
                StringConstantExpressionAst word => $"word {word.Value}",
                CommandAst command => $"command {command.GetCommandName()}",
                VariableExpressionAst variable => $"variable {variable.VariablePath.UserPath}",
                _ => ast.GetType().Name,
            }));
    }
}
