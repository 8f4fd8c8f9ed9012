using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The lines of chap-secrets and pap-secrets, below their name: client, server, secret, addresses, each in quotes or bare.</summary>
internal sealed class ChapSecretsDetector : Detector
{
    private const int MostLines = 60, Secret = 2;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("chap-secrets", PrivacyKind.Password, "Lines of chap-secrets and pap-secrets");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("chap-secrets", WordStart: true), new("pap-secrets", WordStart: true), new("# client\t"), new("# client "), new("# Client\t"), new("# Client "), .. from daemon in new[] { "l2tpd", "xl2tpd", "pptpd" } from blank in new[] { " ", "\t" } select new Anchor(blank + daemon + blank)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = Bytes.LineEnd(text, at);
        // "jane" l2tpd "x" *: the daemon and what may follow tell the line by themselves.
        if (text[at] is (byte)' ' or (byte)'\t')
        {
            if (text[at..end].TrimEnd(" \t"u8) is [.., (byte)' ' or (byte)'\t', (byte)'*']) Line(text, Bytes.LineStart(text, at), end, found);
            return;
        }
        // The comment that tells the columns.
        if (text[at] == '#' && text[at..end].IndexOf("ecret"u8) < 0) return;
        for (var lines = 0; lines < MostLines && Bytes.NextLine(text, ref end, out var start); lines++)
        {
            // Comments, as the file of a fresh system has them; another file's name is one too.
            if (end == start || text[start] == '#' && text[start..end].IndexOf(" /"u8) < 0) continue;
            if (!Line(text, start, end, found)) return;
        }
    }

    /// <summary>False where it is no such line.</summary>
    private bool Line(ReadOnlySpan<byte> text, int at, int end, Findings found)
    {
        Span<Extent> words = stackalloc Extent[Secret + 1];
        var count = 0;
        for (var i = Bytes.SkipBlanks(text, at); i < end && count <= Secret; i = Bytes.SkipBlanks(text, i))
        {
            var quoted = text[i] == '"' ? SecretText.Quoted(text, i, "\""u8) : null;
            var word = quoted ?? new Extent(i, i);
            if (quoted is null)
            {
                while (i < end && !Bytes.IsBlank(text[i])) i++;
                word = word with { End = i };
            }
            else
            {
                i = word.End + 1;
            }
            words[count++] = word;
        }
        if (count <= Secret) return false;
        var server = text[words[1].Start..words[1].End];
        if (!server.SequenceEqual("*"u8) && NamedValue.NameLength(text, words[1].Start) != server.Length) return false;
        var client = text[words[0].Start..words[0].End];
        if (client.IsEmpty || client.ContainsAny("$:<>|=()"u8) || client.EndsWith("#"u8)) return false;
        var secret = text[words[Secret].Start..words[Secret].End];
        if (!KeyValueText.IsReference(secret)) found.Replace(words[Secret].Start, secret.Length, Rule.Kind);
        // Who dials in at a provider has a mailbox's name there, which is found as one.
        if (client.Length > 1 && !(client.IndexOf((byte)'@') is > 0 and var sign && Domains.CanReceiveMail(client[(sign + 1)..])) && !Vocabulary.IsSystemUser(client) && !ServiceAccounts.Contains(client)) found.Replace(words[0].Start, client.Length, PrivacyKind.User);
        return true;
    }
}
