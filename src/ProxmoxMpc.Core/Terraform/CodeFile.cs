using ProxmoxMpc.Core.Hcl;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>HCL as values.</summary>
internal static class CodeFile
{
    /// <summary>Blocks of a guest that are Terraform's own and say nothing of the guest.</summary>
    private static readonly HashSet<string> MetaBlocks = new(StringComparer.Ordinal) { "lifecycle", "timeouts", "provisioner", "connection", "dynamic" };

    /// <summary>Evaluates a resource or block. What cannot be known here is <see cref="HclValue.Opaque"/>.</summary>
    public static CodeNode Evaluate(HclBody body, HclScope scope)
    {
        var node = new CodeNode { Source = body };
        foreach (var attribute in body.Attributes)
        {
            var value = attribute.Expression.Evaluate(scope);
            // The provider's schema calls network_device an attribute; so written, it is a list of objects.
            if (value is HclValue.List { Items: [HclValue.Object, ..] } list && list.Items.All(item => item is HclValue.Object))
                foreach (var item in list.Items.Cast<HclValue.Object>()) node.Blocks.Add(new(attribute.Name, OfObject(item)));
            else
            {
                node.Attributes[attribute.Name] = value;
                // Whatever it may be, a block of that name would be what it says.
                if (value is HclValue.Opaque) node.Dynamic.Add(attribute.Name);
            }
        }
        foreach (var block in body.Blocks)
        {
            if (block.Type == "dynamic" && block.Labels is [var type, ..]) node.Dynamic.Add(type);
            if (MetaBlocks.Contains(block.Type)) continue;
            node.Blocks.Add(new(block.Type, Evaluate(block.Body, scope)));
        }
        return node;
    }

    /// <summary>The text of each entry of <c>lifecycle.ignore_changes</c>; <c>all</c> for the word, and for what is not a list.</summary>
    public static IReadOnlyList<string> IgnoredChanges(HclBody resource)
    {
        var expression = resource.BlocksOf("lifecycle").Select(block => block.Body.Attribute("ignore_changes")).FirstOrDefault(attribute => attribute is not null)?.Expression;
        return expression switch
        {
            null => [],
            HclTuple tuple => [.. tuple.Items.Select(item => item is HclTemplate or HclLiteral && item.Evaluate(HclScope.Empty) is HclValue.String { Value: var name } ? name : item.Text)],
            _ => ["all"],
        };
    }

    /// <summary>Whether <c>lifecycle.prevent_destroy</c> is on; Terraform takes a literal there and nothing else.</summary>
    public static bool PreventsDestroy(HclBody resource) => resource.BlocksOf("lifecycle").Select(block => block.Body.Attribute("prevent_destroy")).FirstOrDefault(attribute => attribute is not null)
        ?.Expression.Evaluate(HclScope.Empty) is HclValue.Bool { Value: true };

    private static CodeNode OfObject(HclValue.Object value)
    {
        var node = new CodeNode();
        foreach (var (name, member) in value.Members) node.Attributes[name] = member;
        return node;
    }
}
