using System.Text;
using ProxmoxMpc.Core.Hcl;

namespace ProxmoxMpc.Core.Terraform.Objects;

/// <summary>
/// Brings the blocks of one type in a resource to another sequence. A firewall puts new rules at the top, so going by place
/// would rewrite them all: blocks that say the same stay as they are written, with their comments, wherever they go.
/// </summary>
internal static class BlockSequence
{
    /// <summary>The document's new text. The document itself must not be used any more.</summary>
    public static string Change(HclDocument document, HclBody body, string type, CodeNode[] wanted)
    {
        var existing = body.BlocksOf(type).ToArray();
        if (existing.Length == 0 || wanted.Length == 0 || !AreTogether(document, existing))
        {
            foreach (var block in existing) body.RemoveBlock(block);
            foreach (var node in wanted) body.AddBlock(ObjectText.Block(type, node));
            return document.Text;
        }
        var before = existing.Select(block => ObjectView.Block(type, CodeFile.Evaluate(block.Body, HclScope.Empty))).ToArray();
        var after = wanted.Select(node => ObjectView.Block(type, node)).ToArray();
        var places = Align(before, after);
        for (var i = 0; i < wanted.Length; i++)
            if (places[i] >= 0 && before[places[i]] != after[i]) Attributes(existing[places[i]].Body, wanted[i]);
        return Compose(document, existing, type, wanted, places);
    }

    /// <summary>Whether nothing but blanks and comments stands between them.</summary>
    private static bool AreTogether(HclDocument document, HclBlock[] blocks) => blocks.Zip(blocks.Skip(1)).All(pair =>
        document.Text[pair.First.End..pair.Second.Start].Split('\n').All(line => line.AsSpan().Trim() is var rest && (rest.IsEmpty || rest[0] == '#' || rest.StartsWith("//"))));

    private static string Compose(HclDocument document, HclBlock[] existing, string type, CodeNode[] wanted, int[] places)
    {
        var text = document.Text;
        var lineStart = text.LastIndexOf('\n', existing[0].Start) + 1;
        var indent = text[lineStart..existing[0].Start];
        if (indent.AsSpan().Trim().Length > 0) indent = "  ";
        var newLine = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var result = new StringBuilder(text, 0, existing[0].Start, text.Length + 200 * wanted.Length);
        for (var i = 0; i < wanted.Length; i++)
        {
            var place = places[i];
            // What stands between a block and the one before it goes with it: an empty line, or a comment.
            var between = place > 0 ? text[existing[place - 1].End..existing[place].Start] : "";
            if (i > 0) result.Append(between.Length > 0 ? between : newLine + newLine + indent);
            else if (between.Contains('#', StringComparison.Ordinal) || between.Contains("//", StringComparison.Ordinal)) result.Append(between.TrimStart());
            result.Append(place >= 0 ? text[existing[place].Start..existing[place].End] : ObjectText.Block(type, wanted[i]).ToText(indent, "  ").Trim().ReplaceLineEndings(newLine));
        }
        return result.Append(text, existing[^1].End, text.Length - existing[^1].End).ToString();
    }

    private static void Attributes(HclBody body, CodeNode wanted)
    {
        var said = CodeFile.Evaluate(body, HclScope.Empty);
        foreach (var name in said.Attributes.Keys.Where(name => !wanted.Attributes.ContainsKey(name)).ToArray()) body.RemoveAttribute(name);
        foreach (var (name, value) in wanted.Attributes)
            if (!said.Attributes.TryGetValue(name, out var old) || !old.Equals(value)) body.SetAttribute(name, value);
    }

    /// <summary>For each wanted block the existing one that it is, or was: equal ones in order, and between them those at the same place. -1: it is new.</summary>
    private static int[] Align(string[] before, string[] after)
    {
        // Of very long lists the table would take the memory of a guest: they go by place.
        if ((long)before.Length * after.Length > 4_000_000) return [.. Enumerable.Range(0, after.Length).Select(index => index < before.Length ? index : -1)];
        var common = new int[before.Length + 1, after.Length + 1];
        for (var i = before.Length - 1; i >= 0; i--)
            for (var j = after.Length - 1; j >= 0; j--)
                common[i, j] = before[i] == after[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        var places = new int[after.Length];
        Array.Fill(places, -1);
        var (old, fresh) = (new List<int>(), new List<int>());
        for (int i = 0, j = 0; i < before.Length || j < after.Length;)
        {
            if (i < before.Length && j < after.Length && before[i] == after[j])
            {
                Pair();
                places[j++] = i++;
            }
            else if (j == after.Length || i < before.Length && common[i + 1, j] >= common[i, j + 1]) old.Add(i++);
            else fresh.Add(j++);
        }
        Pair();
        return places;

        void Pair()
        {
            foreach (var (one, other) in fresh.Zip(old)) places[one] = other;
            old.Clear();
            fresh.Clear();
        }
    }
}
