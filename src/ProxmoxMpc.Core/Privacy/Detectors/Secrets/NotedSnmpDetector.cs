using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Communities and the secrets of version 3 as notes have them: <c>SNMP RO X, RW Y</c>, <c>SNMPv3 user mon, auth X (SHA), priv Y (AES)</c>, <c>SNMPv3: mon / SHA / X / AES / Y</c>.
/// </summary>
internal sealed class NotedSnmpDetector : Detector
{
    private const int Shortest = 5, LongestLine = 200;

    private static readonly WordSet Ways = WordSet.Of("SHA MD5 SHA1 SHA-1 SHA224 SHA256 SHA-256 SHA384 SHA512 SHA-512 AES DES 3DES AES128 AES-128 AES192 AES256 AES-256 sha md5 aes des auth priv RO RW ro rw");

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("noted-snmp", PrivacyKind.Password, "Communities and secrets of SNMP in notes");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("SNMPv3", WordStart: true), new("SNMP v3", WordStart: true), new("SNMP RO ", WordStart: true), new("SNMP RW ", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineEnd(text, at);
        if (line - at > LongestLine) return;
        var isBehindWay = false;
        for (var i = Math.Min(line, text[at + 5] == 'R' ? at + 5 : at + length); i < line;)
        {
            var word = ToldText.Word(text, i, line, out var next);
            if (next <= i) return;
            i = next;
            if (word.IsEmpty || text[word.Start..word.End] is [(byte)'/' or (byte)'=' or (byte)':' or (byte)'-']) continue;
            var span = text[word.Start..word.End];
            if (Ways.Contains(span)) isBehindWay = true;
            else
            {
                if (isBehindWay && span.Length >= Shortest && KeySentenceText.LooksLikePassword(span, false) && span.IndexOfAny("/:="u8) < 0 && !ToldText.IsCraft(span)
                    && !KeyValueText.IsReference(span)) found.Replace(word.Start, word.Length, Rule.Kind);
                isBehindWay = false;
            }
        }
    }
}
