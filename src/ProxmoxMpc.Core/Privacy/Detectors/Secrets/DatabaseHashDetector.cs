using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Hashes of passwords as databases keep them: <c>md5</c> and 32 digits of PostgreSQL, <c>*</c> and 40 capitals of MySQL.</summary>
internal sealed class DatabaseHashDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("database-hash", PrivacyKind.PasswordHash, "Hashes of passwords of PostgreSQL and MySQL");

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("md5", WordStart: true), .. "0123456789ABCDEF".Select(digit => new Anchor($"*{digit}"))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = text[at] == '*' ? at + 1 : at + length;
        var end = SecretText.HexEnd(text, start);
        if (end - start != (text[at] == '*' ? 40 : 32) || Bytes.IsLetterOrDigit(Bytes.At(text, end)) || text[at] == '*' && text[start..end].IndexOfAnyInRange((byte)'a', (byte)'f') >= 0) return;
        found.Replace(start, end - start, Rule.Kind);
    }
}
