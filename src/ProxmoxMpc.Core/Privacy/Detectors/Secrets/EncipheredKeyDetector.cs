using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>A long key in Base64, of any length, in a sentence or a line that speaks of a key, in the languages of Europe: <c>Klucz do dm-crypt: x</c>.</summary>
internal sealed class EncipheredKeyDetector : Detector
{
    private const int Shortest = 48, Reach = 80;

    private static readonly byte[][] Words = [.. new[] { "key", "klucz", "klíč", "klic", "clé", "clef", "clave", "llave", "chiave", "schlüssel", "sleutel", "chave", "kulcs", "nyckel", "nøgle", "crypt", "luks", "secret", "geheim" }.Select(System.Text.Encoding.UTF8.GetBytes)];

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("long-key", PrivacyKind.PrivateKey, "Long keys in Base64 where a key is spoken of");

    public override Precedence Precedence => Precedence.Credential;

    public override int WakesAtRunsOf => Shortest;

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (Bytes.At(text, at - 1) is not ((byte)' ' or (byte)'"' or (byte)'\'' or (byte)'`' or (byte)'\t')) return;
        var end = SecretText.Base64End(text, at);
        var run = text[at..end];
        // A path, a sum, a public key of SSH have forms of their own.
        if (run.Length < Shortest || run.IndexOfAnyInRange((byte)'A', (byte)'Z') < 0 || run.IndexOfAnyInRange((byte)'a', (byte)'z') < 0 || !run.ContainsAnyInRange((byte)'0', (byte)'9') || !SecretText.LooksRandom(run) || run.StartsWith("AAAA"u8)) return;
        var before = text[Math.Max(Bytes.LineStart(text, at), at - Reach)..at];
        if (before.IndexOf("ssh-"u8) >= 0 || before.IndexOf("ublic"u8) >= 0 || before.IndexOf("bh="u8) >= 0 || !ToldText.Holds(before, Words)) return;
        found.Replace(at, run.Length, Rule.Kind);
    }
}
