using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Lines of Postfix' sasl_passwd whose relay has no brackets: <c>smtp.example.net:587 user:password</c>, and the table of one entry that a setting may be:
/// <c>smtp_sasl_password_maps = static:user:password</c>.
/// </summary>
internal sealed class RelayLineDetector : Detector
{
    public override PrivacyRule Rule => SecretPlace.Rule;

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [.. from port in new[] { ":587", ":465", ":submission", ":25" } from blank in new[] { " ", "\t" } select new Anchor(port + blank), new("static:", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == 's')
        {
            if (text[Bytes.LineStart(text, at)..at].TrimEnd(" =:"u8).EndsWith("password_maps"u8)) Entry(text, at + length, SecretText.WordEnd(text, at + length), found);
            return;
        }
        var relay = NamedValue.NameStart(text, at);
        // Get:25 http://…: only a domain relays.
        if (!text[relay..at].Contains((byte)'.') || text[Bytes.LineStart(text, at)..relay].IndexOfAnyExcept("> \t"u8) >= 0) return;
        var user = Bytes.SkipBlanks(text, at + length);
        Entry(text, user, Bytes.LineEnd(text, user), found);
    }

    private void Entry(ReadOnlySpan<byte> text, int user, int end, Findings found)
    {
        var entry = text[user..end].TrimEnd((byte)' ');
        if (entry.IndexOf((byte)':') is not (> 1 and var colon) || entry[..colon].ContainsAny(" \t[/"u8)) return;
        var password = entry[(colon + 1)..];
        if (password.Length < 4 || password.ContainsAny(" \t"u8) || password.StartsWith("//"u8) || KeyValueText.IsReference(password)) return;
        found.Replace(user + colon + 1, password.Length, Rule.Kind);
        if (!entry[..colon].Contains((byte)'@')) NamedValue.TakeUser(text, user, colon, found);
    }
}
