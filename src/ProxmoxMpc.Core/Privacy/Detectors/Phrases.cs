using System.Text;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Words and phrases as bytes, of which one may stand at a place. Few of them: each is tried; for whole words of a long list there is <see cref="WordSet"/>.</summary>
internal static class Phrases
{
    /// <summary>What a statement of SQL about an account begins with.</summary>
    public static byte[][] Statements { get; } = Of("user ", "USER ", "grant ", "GRANT ", "alter ", "create ");

    public static byte[][] Of(params string[] phrases) => Array.ConvertAll(phrases, Encoding.UTF8.GetBytes);

    /// <summary>Whether a text begins with one of them.</summary>
    public static bool AnyStarts(ReadOnlySpan<byte> text, byte[][] phrases)
    {
        foreach (var phrase in phrases)
            if (text.StartsWith(phrase)) return true;
        return false;
    }

    /// <summary>Whether a text ends with one of them.</summary>
    public static bool AnyEnds(ReadOnlySpan<byte> text, byte[][] phrases)
    {
        foreach (var phrase in phrases)
            if (text.EndsWith(phrase)) return true;
        return false;
    }

    /// <summary>Whether one of them stands anywhere in a text.</summary>
    public static bool AnyIn(ReadOnlySpan<byte> text, byte[][] phrases)
    {
        foreach (var phrase in phrases)
            if (text.IndexOf(phrase) >= 0) return true;
        return false;
    }

    /// <summary>Whether a text is one of them.</summary>
    public static bool AnyIs(ReadOnlySpan<byte> text, byte[][] phrases)
    {
        foreach (var phrase in phrases)
            if (text.SequenceEqual(phrase)) return true;
        return false;
    }
}
