using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Secrets that a script types or hands over: <c>send "x\r"</c> of expect behind a prompt, <c>--key-file &lt;(echo -n "x")</c>, the data of an ACME plugin on the command line.
/// </summary>
internal sealed class GivenSecretDetector : Detector
{
    private const int Reach = 120;

    private static readonly byte[][] Takers = [.. new[] { "key", "pass", "auth", "secret", "token", "cred", "ac-user" }.Select(System.Text.Encoding.ASCII.GetBytes)];

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("given-secret", PrivacyKind.Password, "Secrets that scripts type or hand over: send \"x\\r\", <(echo x)");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("passphrase for "), new("Encryption Key Password: ", WordStart: true), new("Verify Password: ", WordStart: true), new("send \"", WordStart: true), new("send -- \"", WordStart: true), new("<(echo "), new("<(printf "), .. new[] { "passwordeval", "passwordcommand", "password-command", "password_command", "passcmd", "pass_cmd", "pass-cmd", "passcommand" }.Select(word => new Anchor(word, IgnoreCase: true)), new("--data \"", WordStart: false), new("--data '")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        var start = at + length;
        if (text[at] is (byte)'E' or (byte)'V')
        {
            // What the backup client asks for, answered on its line.
            if (line == at && Bytes.LineEnd(text, start) - start is >= 4 and <= 64 && text[start..Bytes.LineEnd(text, start)].ContainsAnyExcept((byte)'*')) found.Replace(start, Bytes.LineEnd(text, start) - start, Rule.Kind);
            return;
        }
        if (Bytes.StartsWithAt(text, at, "passphrase for "u8))
        {
            // Enter passphrase for 'tank/crypt': x – which a terminal would not show, but a log of it does.
            var prompt = text[start..Bytes.LineEnd(text, start)];
            if (prompt.IndexOf("': "u8) is > 0 and var told && prompt.Length - told - 3 is >= 4 and <= 64) found.Replace(start + told + 3, prompt.Length - told - 3, Rule.Kind);
            return;
        }
        if (text[at] == 's')
        {
            // The prompt stands on the same line or the one above.
            if (!Speaks(text[Math.Max(0, at - Reach)..at])) return;
            var stop = text[start..Bytes.LineEnd(text, start)].IndexOf((byte)'"');
            if (stop <= 0) return;
            var typed = text.Slice(start, stop);
            while (typed.EndsWith("\\r"u8) || typed.EndsWith("\\n"u8)) typed = typed[..^2];
            if (typed.Length >= 4 && !typed.Contains((byte)' ') && !KeyValueText.IsReference(typed) && !typed.SequenceEqual("exit"u8) && !typed.SequenceEqual("enable"u8)) found.Replace(start, typed.Length, Rule.Kind);
            return;
        }
        if (text[at] == '-')
        {
            if (text[line..at].IndexOf("acme"u8) < 0) return;
            var end = SecretText.Base64End(text, start);
            if (end - start >= 16) found.Replace(start, end - start, PrivacyKind.ServiceToken);
            return;
        }
        if (text[at] != '<')
        {
            // passwordeval "echo x"
            var rest = text[start..Math.Min(Bytes.LineEnd(text, start), start + 24)];
            if ((rest.IndexOf("echo "u8) is > 0 and var echo ? echo + 5 : rest.IndexOf("printf "u8) is > 0 and var printf ? printf + 7 : -1) is not (> 0 and var given)) return;
            start += given;
        }
        else if (!Speaks(text[Math.Max(line, at - Reach)..at])) return;
        while (Bytes.StartsWithAt(text, start, "-n "u8) || Bytes.StartsWithAt(text, start, "-e "u8)) start += 3;
        if (Bytes.StartsWithAt(text, start, "'%s' "u8)) start += 5;
        var quote = SecretText.QuoteAt(text, start);
        var value = quote.Length > 0 && SecretText.Quoted(text, start, quote) is { } quoted ? quoted : new Extent(start, SecretText.WordEnd(text, start));
        // A user and a password on lines of their own.
        if (text[value.Start..value.End].IndexOf("\\n"u8) is > 0 and var feed && feed + 2 < value.Length) value = value with { Start = value.Start + feed + 2 };
        var span = text[value.Start..value.End];
        while (span.EndsWith("\\n"u8)) span = span[..^2];
        // --sshkeys <(echo ssh-ed25519 AAAA…): a public key, which is read as one.
        if (span.StartsWith("ssh-"u8) || span.StartsWith("ecdsa-"u8) || span.StartsWith("sk-"u8)) return;
        if (span.Length >= 4 && !KeyValueText.IsReference(span)) found.Replace(value.Start, span.Length, Rule.Kind);
    }

    private static bool Speaks(ReadOnlySpan<byte> before)
    {
        for (var i = 0; i < before.Length; i++)
            foreach (var word in Takers)
                if (Bytes.StartsWithIgnoreCase(before, i, word)) return true;
        return false;
    }
}
