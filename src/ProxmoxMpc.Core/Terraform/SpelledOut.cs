namespace ProxmoxMpc.Core.Terraform;

/// <summary>
/// Adds to a resource what is written down of its guest although it is the default. Blocks that are not there stay away: whether the
/// provider reads one of defaults alone back is another question.
/// </summary>
internal static class SpelledOut
{
    public static void Complete(CodeNode node, CodeNode full)
    {
        foreach (var (name, value) in full.Attributes) node.Attributes.TryAdd(name, value);
        foreach (var type in node.Blocks.Select(block => block.Type).Distinct(StringComparer.Ordinal).ToArray())
        {
            var (some, all) = (node.BlocksOf(type).ToArray(), full.BlocksOf(type).ToArray());
            // Blocks of a type go by their place: of different numbers nobody can tell which is which.
            if (some.Length == all.Length)
                foreach (var (one, whole) in some.Zip(all)) Complete(one, whole);
        }
    }
}
