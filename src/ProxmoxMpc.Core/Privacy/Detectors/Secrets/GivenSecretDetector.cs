using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Secrets that a script hands over by what a command prints: <c>--key-file &lt;(echo -n "x")</c>, <c>passwordeval "echo x"</c>.</summary>
internal sealed class GivenSecretDetector : Detector
{
    // Bytes before a command, in which an option speaks of a secret; bytes behind a setting, in which a command begins.
    private const int Reach = 120, CommandReach = 24;

    private static readonly string[] Settings =
    [
        "passwordeval", "passwordcommand", "password-command", "password_command", "passcmd", "pass_cmd", "pass-cmd", "passcommand",
    ];

    private static readonly byte[][] Takers =
    [
        .. new[] { "key", "pass", "assword", "auth", "secret", "token", "cred", "ac-user" }.Select(System.Text.Encoding.ASCII.GetBytes),
    ];

    /// <summary>The rule that all detectors of secrets are of which a script types or hands over.</summary>
    public static PrivacyRule GivenRule { get; } = PrivacyRule.Secret("given-secret", PrivacyKind.Password,
        "Secrets that scripts type or hand over: send \"x\\r\", <(echo x)");

    public override PrivacyRule Rule => GivenRule;

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        new("<(echo "), new("<(printf "), .. Settings.Select(word => new Anchor(word, IgnoreCase: true)),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        if (text[at] == '<')
        {
            if (SpeaksOfSecret(text[Math.Max(Bytes.LineStart(text, at), at - Reach)..at])) Printed(text, start, found);
        }
        else if (Command(text[start..Math.Min(Bytes.LineEnd(text, start), start + CommandReach)]) is > 0 and var command) Printed(text, start + command, found);
    }

    /// <summary>Whether an option that takes a secret, or a prompt for one, stands in a text.</summary>
    public static bool SpeaksOfSecret(ReadOnlySpan<byte> before) => ToldText.Holds(before, Takers);

    /// <summary>Where the arguments of a command begin that prints them; 0 where none stands.</summary>
    private static int Command(ReadOnlySpan<byte> rest)
    {
        if (rest.IndexOf("echo "u8) is > 0 and var echo) return echo + 5;
        return rest.IndexOf("printf "u8) is > 0 and var printf ? printf + 7 : 0;
    }

    private void Printed(ReadOnlySpan<byte> text, int start, Findings found)
    {
        while (Bytes.StartsWithAt(text, start, "-n "u8) || Bytes.StartsWithAt(text, start, "-e "u8)) start += 3;
        if (Bytes.StartsWithAt(text, start, "'%s' "u8)) start += 5;
        var quote = SecretText.QuoteAt(text, start);
        var value = quote.Length > 0 && SecretText.Quoted(text, start, quote) is { } quoted ? quoted : new Extent(start, SecretText.WordEnd(text, start));
        // A user and a password on lines of their own.
        if (text[value.Start..value.End].IndexOf("\\n"u8) is > 0 and var feed && feed + 2 < value.Length) value = value with { Start = value.Start + feed + 2 };
        var span = text[value.Start..value.End];
        while (span.EndsWith("\\n"u8)) span = span[..^2];
        if (span.Length >= 4 && !IsPublicKey(span) && !KeyValueText.IsReference(span)) found.Replace(value.Start, span.Length, Rule.Kind);
    }

    /// <summary><c>--sshkeys &lt;(echo ssh-ed25519 AAAA…)</c>: a public key, which is read as one.</summary>
    private static bool IsPublicKey(ReadOnlySpan<byte> value) => value.StartsWith("ssh-"u8) || value.StartsWith("ecdsa-"u8) || value.StartsWith("sk-"u8);
}
