using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Generation;

/// <summary>A file that a generator proposes, made when somebody wants it.</summary>
/// <param name="Path">Relative to the workspace, with forward slashes.</param>
/// <param name="Source">Hash of everything that the text is made from; the same hash gives the same text.</param>
/// <param name="Text">Makes the text.</param>
public sealed record FileRecipe(string Path, byte[] Source, Func<string> Text)
{
    /// <summary>The file itself.</summary>
    public GeneratedFile Make() => new(Path, Text());
}
