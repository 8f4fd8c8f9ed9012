using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Secrets in what a device exports as a list of names and values with a semicolon between: <c>SMTP-Kennwort;x</c>, <c>SNMP Write Community;x</c>. The lines
/// beside it are of the same form.
/// </summary>
internal sealed class ListedSecretDetector : Detector
{
    private const int LongestName = 60, LongestValue = 200, Shortest = 3;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("listed-secret", PrivacyKind.Password, "Secrets in lists of names and values with semicolons");

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [.. new[] { "kennwort;", "passwort;", "password;", "community;", "passphrase;", "hasło;", "heslo;" }.Select(name => new Anchor(name, IgnoreCase: name[0] != 'h'))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        var value = at + length;
        var end = Bytes.LineEnd(text, value);
        if (value - line > LongestName || end - value > LongestValue || !IsPair(text[line..end]) || text[line..at].ContainsAny("=:\"'(<"u8)) return;
        // The head of a table comes first; what stands above here is a pair, too.
        if (line == 0 || !IsPair(text[Bytes.LineStart(text, line - 1)..(line - 1)])) return;
        var secret = text[value..end].TrimEnd(" \r"u8);
        if (secret.Length >= Shortest && !KeyValueText.IsReference(secret) && !CommonWords.Contains(secret)) found.Replace(value, secret.Length, Rule.Kind);
    }

    private static bool IsPair(ReadOnlySpan<byte> line) => line.Length <= LongestName + LongestValue && line.Count((byte)';') == 1 && line[0] != ';' && Bytes.IsLetter(line[0]);
}
