using System.Text.RegularExpressions;
using ProxmoxMpc.Core.Privacy;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.PowerShell;

/// <summary>Descriptions and comments in objects: where an attribute's value is one, and where one stands within another text (a change's summary).</summary>
internal static partial class FreeTexts
{
    // What is shorter may be a part of anything.
    private const int Shortest = 5;

    private static readonly string[] Naming = ["Attribute", "Path", "Name", "Key"];
    private static readonly string[] Values = ["Value", "Before", "After", "From", "To", "Old", "New", "Base", "Code", "Server"];
    private static readonly string[] Sentences = ["description", "comment", "comments", "notes", "notes-template"];

    [GeneratedRegex(@"\b(?:description|comments?|notes|notes-template): (?<before>.+?) -> (?<after>.+?)(?:, [a-z][\w.\[\]-]*: |$)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking | RegexOptions.Multiline)]
    private static partial Regex Change { get; }

    /// <summary>The attribute whose value a property holds; null where the object names none.</summary>
    public static string? AttributeOf(ObjectTree.Properties owner, string property)
    {
        if (!Values.Contains(property, StringComparer.OrdinalIgnoreCase)) return null;
        foreach (var (name, value) in owner.Items)
            if (value is ObjectTree.Text { Content: var content } && Naming.Contains(name, StringComparer.OrdinalIgnoreCase) && Sentences.Contains(content, StringComparer.OrdinalIgnoreCase)) return "Description";
        return null;
    }

    /// <summary>The tree with pseudonyms where a text holds a description within.</summary>
    public static ObjectTree Hide(ObjectTree tree, IReadOnlyCollection<string> sentences, Sharing share)
    {
        if (share.Anonymizer.Policy.Level == PrivacyLevel.SecretsOnly) return tree;
        // A summary writes on one line what a description has on several.
        string[] known = [.. sentences.Concat(sentences.SelectMany(sentence => sentence.Split('\n').Append(sentence.Trim().ReplaceLineEndings("\\n")))).Select(sentence => sentence.Trim()).Where(sentence => sentence.Length >= Shortest).Distinct().OrderByDescending(sentence => sentence.Length)];
        return Hide(tree, known, share);
    }

    private static ObjectTree Hide(ObjectTree tree, string[] known, Sharing share) => tree switch
    {
        ObjectTree.Text text => text with { Content = Hide(text.Content, known, share) },
        ObjectTree.List list => new ObjectTree.List([.. list.Items.Select(item => Hide(item, known, share))]),
        ObjectTree.Properties properties => properties with { Items = [.. properties.Items.Select(item => KeyValuePair.Create(item.Key, Hide(item.Value, known, share)))] },
        _ => tree,
    };

    private static string Hide(string text, string[] known, Sharing share)
    {
        foreach (var sentence in known)
            if (text.Length > sentence.Length && text.Contains(sentence, StringComparison.Ordinal)) text = text.Replace(sentence, share.Anonymizer.Replace(PrivacyKind.FreeText, sentence), StringComparison.Ordinal);
        if (!text.Contains(" -> ", StringComparison.Ordinal)) return text;
        foreach (var match in Change.Matches(text).Reverse())
        {
            foreach (var group in new[] { match.Groups["after"], match.Groups["before"] })
                if (group.Value is not ("(none)" or "(unset)" or "-")) text = text[..group.Index] + share.Anonymizer.Replace(PrivacyKind.FreeText, group.Value) + text[(group.Index + group.Length)..];
        }
        return text;
    }
}
