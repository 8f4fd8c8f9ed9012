using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Passwords that a shell hands to a program's input: <c>echo x | passwd --stdin jane</c>, <c>echo x | docker login --password-stdin</c>, <c>passwd &lt;&lt;&lt; x</c>.</summary>
internal sealed class PipedSecretDetector : Detector
{
    private static readonly string[] Programs = ["passwd", "smbpasswd", "sudo passwd", "pveum passwd", "sudo -S", "cryptsetup", "zfs load-key", "zfs create", "vncpasswd", "kinit", "htpasswd", "gpg ", "openssl passwd", "docker secret create", "podman secret create", "realm join", "adcli join", "pass insert"];

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("piped-password", PrivacyKind.Password, "Passwords that a shell hands to a program's input");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Programs.Select(program => new Anchor("| " + program)), new("--password-stdin"), new("--passwd-on-stdin"), new("passwd --stdin"), new("<<< ")];

    /// <summary><c>echo -e "x\nx" | passwd jane</c>, <c>passwd jane &lt;&lt;&lt; $'x\nx'</c>: each part between escapes is the password.</summary>
    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        var start = at + length;
        if (text[at] == '<')
        {
            // A pair, which is read as one elsewhere.
            if (text[line..at].IndexOf("chpasswd"u8) >= 0) return;
            if (text[line..at].IndexOf("passw"u8) < 0 && text[line..at].IndexOf("login"u8) < 0 && text[line..at].IndexOf("crypt"u8) < 0 && text[line..at].IndexOf("sudo -S"u8) < 0 && text[line..at].IndexOf("load-key"u8) < 0 && text[line..at].IndexOf("luks"u8) < 0 && text[line..at].IndexOf("kinit"u8) < 0 && text[line..at].IndexOf("realm join"u8) < 0 && text[line..at].IndexOf("ads join"u8) < 0 && text[line..at].IndexOf("secret"u8) < 0) return;
            if (Bytes.At(text, start) == '$') start++;
        }
        else
        {
            var before = text[line..at];
            start = Math.Max(before.LastIndexOf("echo "u8), before.LastIndexOf("printf "u8));
            if (start < 0 && before.LastIndexOf("yes "u8) is >= 0 and var repeated) start = repeated;
            if (start < 0) return;
            start = line + start + text[(line + start)..at].IndexOf((byte)' ') + 1;
            while (Bytes.StartsWithAt(text, start, "-e "u8) || Bytes.StartsWithAt(text, start, "-n "u8)) start += 3;
        }
        var end = SecretText.WordEnd(text, start);
        if (SecretText.QuoteAt(text, start) is { Length: 1 } quote && SecretText.Quoted(text, start, quote) is { } quoted) (start, end) = (quoted.Start, quoted.End);
        // printf '%s\n' x x: a form, and what it is filled with.
        if (text[at] != '<' && text[start..end].IndexOf((byte)'%') >= 0 && start > 0 && text[start - 1] is (byte)'\'' or (byte)'"')
        {
            for (var i = Bytes.SkipBlanks(text, end + 1); i < at;)
            {
                var mark = SecretText.QuoteAt(text, i);
                var filled = mark.Length > 0 && SecretText.Quoted(text, i, mark) is { } inner ? inner : new Extent(i, SecretText.WordEnd(text, i));
                if (filled.IsEmpty || text[filled.Start] == '|') return;
                if (!KeyValueText.IsReference(text[filled.Start..filled.End])) found.Replace(filled.Start, filled.Length, Rule.Kind);
                i = Bytes.SkipBlanks(text, filled.End + mark.Length);
            }
            return;
        }
        while (start < end)
        {
            var part = text[start..end].IndexOf("\\n"u8);
            var stop = part < 0 ? end : start + part;
            if (!KeyValueText.IsReference(text[start..stop])) found.Replace(start, stop - start, Rule.Kind);
            start = stop + 2;
        }
    }
}
