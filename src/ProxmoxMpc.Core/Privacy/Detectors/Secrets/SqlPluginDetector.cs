using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// What MariaDB and MySQL know a user by where a plugin checks it: <c>IDENTIFIED VIA ed25519 USING 'x'</c>, <c>IDENTIFIED WITH caching_sha2_password BY 'x'</c>.
/// </summary>
internal sealed class SqlPluginDetector : Detector
{
    private const int Reach = 400, Shortest = 4;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("sql-plugin", PrivacyKind.PasswordHash, "Hashes and passwords that a database's plugins check");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("IDENTIFIED VIA ", IgnoreCase: true), new("IDENTIFIED WITH ", IgnoreCase: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var limit = Math.Min(Bytes.LineEnd(text, at), at + Reach);
        // One plugin or another: … VIA unix_socket OR ed25519 USING 'x'
        for (var i = at + length; i < limit && text[i] != ';'; i++)
        {
            var isPassword = Bytes.StartsWithIgnoreCase(text, i, " by "u8);
            var word = isPassword || Bytes.StartsWithIgnoreCase(text, i, " as "u8) ? 4 : Bytes.StartsWithIgnoreCase(text, i, " using "u8) ? 7 : 0;
            if (word == 0) continue;
            var value = Bytes.SkipBlanks(text, i + word);
            if (Bytes.At(text, value) is not ((byte)'\'' or (byte)'"') || SecretText.Quoted(text, value, text.Slice(value, 1)) is not { } told) continue;
            var span = text[told.Start..told.End];
            // What Debian gives to root, who comes in by the socket.
            if (span.Length >= Shortest && !span.SequenceEqual("invalid"u8) && !KeyValueText.IsReference(span))
                found.Replace(told.Start, told.Length, isPassword ? PrivacyKind.Password : Rule.Kind);
            i = told.End;
        }
    }
}
