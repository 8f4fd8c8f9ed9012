using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Generation;

/// <summary>A file that a generator proposes, made when somebody wants it.</summary>
/// <param name="Path">Relative to the workspace, with forward slashes.</param>
/// <param name="Source">Hash of everything that the text is made from; the same hash gives the same text.</param>
/// <param name="Text">Makes the text.</param>
public sealed record FileRecipe(string Path, byte[] Source, Func<string> Text)
{
    /// <summary>Makes the same text in UTF-8, piece by piece; null: it is made as a string.</summary>
    internal Action<Utf8Text>? Pieces { get; init; }

    /// <summary>A file that a template makes of a model.</summary>
    internal static FileRecipe OfTemplate(string path, byte[] source, string template, Func<object> model) =>
        new(path, source, () => TemplateSet.Render(template, model())) { Pieces = text => TemplateSet.Render(template, model(), text) };

    /// <summary>The file itself.</summary>
    public GeneratedFile Make() => new(Path, Text());
}
