using ProxmoxMpc.Core.Hcl;

namespace ProxmoxMpc.Core.Terraform.Objects;

/// <summary>Takes edits of such resources back, by what older code said.</summary>
public static class ObjectUndo
{
    /// <summary>The file with attributes of a resource as older code of it had them; null where only a person can change it.</summary>
    public static string? Restore(string text, DeclaredObject declared, DeclaredObject past, IReadOnlyCollection<string> attributes) =>
        past.Node is { } node && past.Type == declared.Type ? ObjectEditor.Apply(text, declared.Label, declared.Type, node, attributes) : null;

    /// <summary>The file with an attribute as an expression says it, or without it; null where only a person can change it.</summary>
    public static string? Set(string text, DeclaredObject declared, string attribute, string? expression)
    {
        var node = new CodeNode();
        if (expression is not null)
        {
            if (HclDocument.Parse($"a = {expression}") is not { Diagnostics.Count: 0 } parsed || parsed.Root.Attribute("a")?.Expression.Evaluate(HclScope.Empty) is not { IsKnown: true } value) return null;
            node.Attributes[attribute] = value;
        }
        return ObjectEditor.Apply(text, declared.Label, declared.Type, node, [attribute]);
    }

    /// <summary>A resource as it is written in a file, with the comments right above it; null where it is not there.</summary>
    public static string? TextOf(string text, DeclaredObject declared)
    {
        var document = HclDocument.Parse(text);
        if (document.Diagnostics.Count > 0 || document.Root.BlocksOf("resource").FirstOrDefault(block => block.Labels is [var type, var label] && type == declared.Type && label == declared.Label) is not { } found) return null;
        var start = text.LastIndexOf('\n', Math.Max(found.Start - 1, 0)) + 1;
        while (start > 1 && text.LastIndexOf('\n', start - 2) is var before && text[(before + 1)..(start - 1)].TrimStart() is ['#', ..] or ['/', '/', ..]) start = before + 1;
        return text[start..found.End].ReplaceLineEndings("\n") + "\n";
    }

    /// <summary>The file with such a text behind all else; a file that does not exist yet (null) begins as a new one does.</summary>
    public static string Append(string? text, string resource)
    {
        var before = text ?? ObjectText.NewFile();
        return $"{before}{(before.Length == 0 || before[^1] == '\n' ? "" : "\n")}{(before.Length == 0 ? "" : "\n")}{resource}";
    }
}
