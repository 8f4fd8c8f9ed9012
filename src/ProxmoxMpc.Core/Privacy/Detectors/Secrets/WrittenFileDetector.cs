using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// The content of a file that cloud-init or Ansible writes, where the file's name says that it holds nothing but a secret: <c>path: /etc/backup.pw</c> and
/// <c>content: x</c> beside it.
/// </summary>
internal sealed class WrittenFileDetector : Detector
{
    private const int Reach = 400;

    private static readonly byte[][] Ends = [.. new[] { ".pw", ".pass", ".passwd", ".password", ".secret", ".token", "password", "passwd", "passphrase", "secret", "token", "credentials", ".cred", ".psk", "keyfile", ".keyfile", ".env", "id_rsa", "id_ed25519", ".key", "encryption-key", ".luks" }.Select(System.Text.Encoding.ASCII.GetBytes)];

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("written-file", PrivacyKind.Password, "Contents of files of secrets that cloud-init and Ansible write");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("content: ", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var value = Bytes.SkipBlanks(text, at + length);
        var quote = SecretText.QuoteAt(text, value);
        var extent = quote.Length > 0 && SecretText.Quoted(text, value, quote) is { } quoted ? quoted : new Extent(value, Bytes.LineEnd(text, value));
        var span = text[extent.Start..extent.End].TrimEnd((byte)' ');
        if (span.Length < 4 || span[0] is (byte)'|' or (byte)'>' or (byte)'{' || span.Contains((byte)' ') || KeyValueText.IsReference(span)) return;
        // The path stands above, among the keys of the same item.
        var above = text[Math.Max(0, at - Reach)..at];
        if (above.LastIndexOf("- "u8) is var item && item > 0 && above[item..].IndexOf("path:"u8) is >= 0 and var here) above = above[(item + here)..];
        else if (above.LastIndexOf("path:"u8) is >= 0 and var path && above[path..].IndexOf("\n\n"u8) < 0 && above[path..].IndexOf("\n  - "u8) < 0) above = above[path..];
        else return;
        var line = above[..above.IndexOf((byte)'\n')].TrimEnd("\r \"'"u8);
        foreach (var end in Ends)
            if (line.EndsWith(end))
            {
                found.Replace(extent.Start, span.Length, Rule.Kind);
                return;
            }
    }
}
