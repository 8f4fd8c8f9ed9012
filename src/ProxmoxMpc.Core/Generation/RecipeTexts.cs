using System.Collections.Concurrent;
using System.Text;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Generation;

/// <summary>Makes the texts of recipes in UTF-8, from any thread, with as many buffers as there are threads.</summary>
internal sealed class RecipeTexts
{
    private readonly ConcurrentBag<Utf8Text> _idle = [];

    /// <summary>The text of the file.</summary>
    public byte[] Of(FileRecipe recipe)
    {
        if (recipe.Pieces is not { } pieces) return Encoding.UTF8.GetBytes(recipe.Text());
        var text = _idle.TryTake(out var idle) ? idle : new();
        pieces(text);
        var bytes = text.Take();
        _idle.Add(text);
        return bytes;
    }
}
