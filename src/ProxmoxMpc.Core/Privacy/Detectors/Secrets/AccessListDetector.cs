using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Rules of access in Redis and Valkey: <c>user jane on &gt;x ~app:* +@all</c>, <c>ACL SETUSER jane on &gt;x</c>; the SHA-256 of a password stands behind <c>#</c>.</summary>
internal sealed class AccessListDetector : Detector
{
    private const int HashLength = 64;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("access-list", PrivacyKind.Password, "Passwords and users in the access lists of Redis");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. new[] { "+@all", "+@read", "+@write", "+@keyspace", "+@pubsub", "+@connection", "-@all", "-@dangerous" }.Select(category => new Anchor(category)), new("allkeys", WordStart: true), new("allcommands", WordStart: true), new("allchannels", WordStart: true), new("setuser ", IgnoreCase: true, WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        var end = Bytes.LineEnd(text, at);
        var user = at + length;
        if (text[at + length - 1] != ' ')
        {
            // The word "user" begins the rule, at the line's start or within the quotes of a command.
            if (text[line..at].LastIndexOf("user "u8) is not (>= 0 and var word) || word > 0 && Bytes.IsLetterOrDigit(text[line + word - 1])) return;
            user = line + word + 5;
        }
        var count = NamedValue.NameLength(text, user);
        if (count == 0 || Bytes.At(text, user + count) != ' ') return;
        var hasPassword = false;
        for (var i = user + count; i < end; i = Bytes.SkipBlanks(text, i))
        {
            var start = i;
            while (i < end && !Bytes.IsBlank(text[i]) && text[i] is not ((byte)'"' or (byte)'\'')) i++;
            if (i == start)
            {
                i++;
                continue;
            }
            var value = text[(start + 1)..i];
            if (text[start] is (byte)'>' or (byte)'<' && value.Length >= 3 && !value.Contains((byte)'/') && !KeyValueText.IsReference(value) || text[start] == '#' && value.Length == HashLength && SecretText.HexEnd(text, start + 1) == i)
            {
                found.Replace(start + 1, value.Length, Rule.Kind);
                hasPassword = true;
            }
        }
        if (hasPassword) NamedValue.TakeUser(text, user, count, found);
    }
}
