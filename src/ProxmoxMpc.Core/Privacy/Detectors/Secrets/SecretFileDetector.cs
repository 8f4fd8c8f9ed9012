using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Files that hold nothing but a secret, where a transcript or a report shows them: <c>cat /etc/pve/priv/storage/x.pw</c> and the line below it,
/// <c>==&gt; /run/secrets/db_password &lt;==</c>, <c># cat .vault_pass</c>.
/// </summary>
internal sealed class SecretFileDetector : Detector
{
    private static readonly byte[][] Ends = [.. new[] { ".pw", ".pass", ".passwd", ".secret", ".token", ".psk" }.Select(System.Text.Encoding.ASCII.GetBytes)];

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("secret-file", PrivacyKind.Password, "Contents of files that hold nothing but a secret");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("base64 ", WordStart: true), new("cat ", WordStart: true), new("head ", WordStart: true), new("==> "), new("--- "), new("Get-Secret ", WordStart: true), new("pass show ", WordStart: true), new("bw get password", WordStart: true), new("op read ", WordStart: true), new("secret-tool lookup", WordStart: true), new("# /"), new("# priv/"), new("# auth"), new("# login"), new("# cred"), new("# userpass"), new("more ", WordStart: true), new("type ", WordStart: true), new("Get-Content ", IgnoreCase: true, WordStart: true), new("gc ", WordStart: true), new("following password", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineEnd(text, at);
        if (Bytes.StartsWithAt(text, at, "base64 "u8))
        {
            Encoded(text, at + length, line, found);
            return;
        }
        if (text[at] == 'f')
        {
            // Jenkins: Please use the following password to proceed to installation:
            if (text[line..].IndexOf((byte)'\n') is not (>= 0 and var feed)) return;
            var first = line + feed + 1;
            while (first < text.Length && Bytes.IsBlank(text[first])) first++;
            var word = text[first..Bytes.LineEnd(text, first)].TrimEnd(" \r"u8);
            if (word.Length is >= 8 and <= 64 && !word.Contains((byte)' ') && word.ContainsAnyInRange((byte)'0', (byte)'9')) found.Replace(first, word.Length, Rule.Kind);
            return;
        }
        // auth_type PASS: a setting, and not the command of Windows.
        if (Bytes.At(text, at - 1) is (byte)'_' or (byte)'-' && Bytes.IsAsciiLetter(text[at])) return;
        if (text[at] == '#')
        {
            // A path alone in a comment, as reports put it above a file.
            if (text[Bytes.LineStart(text, at)..at].IndexOfAnyExcept((byte)'#') >= 0 || text[at..line].Count((byte)' ') != 1 || text[at + 2] is not ((byte)'/' or (byte)'p') && !IsLogin(text[(at + 2)..line])) return;
            length = 2;
        }
        var isManager = text[at] is (byte)'G' && text[at + 4] == 'S' || text[at] is (byte)'p' or (byte)'b' or (byte)'o' or (byte)'s';
        var path = text[(at + length)..line].Trim(" \t\"'"u8);
        // Get-Content x.xml | Select-String Password: what it is piped to is no file.
        if (path.IndexOf(" | "u8) is > 0 and var pipe) path = path[..pipe].TrimEnd(" \"'"u8);
        if (path.EndsWith(" <=="u8)) path = path[..^4].TrimEnd(" "u8);
        if (path.LastIndexOf((byte)' ') is >= 0 and var blank)
        {
            // cat client/auth.txt client/key.pass: what the first one holds stands above.
            var first = path[..blank][(path[..blank].LastIndexOf((byte)' ') + 1)..];
            if (IsLogin(first) && TakeLogin(text, line, found))
            {
                Bytes.NextLine(text, ref line, out _);
                Bytes.NextLine(text, ref line, out _);
            }
            path = path[(blank + 1)..];
            if (TakeLast(text, at, line, path, found)) return;
        }
        path = path.Trim("\"'"u8);
        // --- storage/nas.pw: a title, as the lines of a patch have it.
        var isTitle = text[at] == '-';
        if (isTitle && (text[Bytes.LineStart(text, at)..at].IndexOfAnyExcept("# "u8) >= 0 || !HasSecretEnd(path))) return;
        if (!isManager && !isTitle && IsLogin(path) && TakeLogin(text, line, found)) return;
        if (!isManager && TakeWireGuardKey(text, line, found)) return;
        if (!isManager && (path.Length < 3 || path.ContainsAny("|<>&;$*"u8) || !IsSecret(path))) return;
        var end = line;
        if (!Bytes.NextLine(text, ref end, out var start)) return;
        // ls priv; cat priv/x.pw: what the first command says stands above.
        if (text[start..end].SequenceEqual(path[(path.LastIndexOf((byte)'/') + 1)..]) && end + 1 < text.Length && Bytes.NextLine(text, ref end, out var below)) start = below;
        var value = text[start..end];
        // A prompt, an error, a file of more than its secret.
        if (value.Length is < 4 or > 120 || value.IndexOf("$ "u8) >= 0 || value.IndexOf("# "u8) >= 0 || value.StartsWith("PS "u8) || value.IndexOf(": "u8) >= 0 || value.StartsWith("==>"u8) || value.Count((byte)' ') > 4 || value[0] is (byte)'{' or (byte)'[' or (byte)'<' or (byte)'-' or (byte)'+' or (byte)'#') return;
        // ls priv/realm; cat priv/realm/x.pw: what ls heads its list with.
        if (value[^1] == ':' && text[at..line].IndexOf(value[..^1]) >= 0) return;
        // .htpasswd: a user and a hash, which have a form of their own.
        if (value.IndexOf((byte)':') is > 0 and var colon && colon + 2 < value.Length && value[colon + 1] is (byte)'$' or (byte)'{' && NamedValue.NameLength(text, start) == colon) return;
        // A vault is for those who know which lines it has.
        if (value.StartsWith("$ANSIBLE_VAULT"u8)) return;
        // An address tells more than its password, and is for those who know which part that is.
        if (value.IndexOf("://"u8) > 0 && value.Contains((byte)'@')) return;
        if (KeyValueText.IsReference(value) || value.IndexOf("!"u8) > 0 && value.IndexOf((byte)'@') > 0 && value.IndexOf((byte)'=') > 0) return;
        // A key and its value are for those who know keys.
        if (value.IndexOf((byte)'=') is > 0 and var equals && equals < value.Length - 3 && KeyNames.MeaningOf(value[..equals].Trim((byte)' ')) != KeyMeaning.Nothing) return;
        // htpasswd_filename = /opt/radicale/users, APP_TELEMETRY=0: the settings of a program.
        if (value.IndexOf(" = "u8) > 0 || value.IndexOf((byte)'=') is > 2 and var assigned && value[..assigned].Contains((byte)'_') && value[..assigned].IndexOfAnyExcept("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"u8) < 0) return;
        found.Replace(start, value.Length, Rule.Kind);
    }

    /// <summary><c>cat domains.cfg priv/realm/firma.pw</c>: what the last of several files holds is the last line before the next prompt, which is the same.</summary>
    private bool TakeLast(ReadOnlySpan<byte> text, int at, int line, ReadOnlySpan<byte> path, Findings found)
    {
        const int MostLines = 200;
        var prompt = text[Bytes.LineStart(text, at)..at];
        if (prompt.Length < 4 || prompt[^1] != ' ' || prompt[^2] is not ((byte)'#' or (byte)'$') || path.ContainsAny("|<>&;$*"u8) || !HasSecretEnd(path)) return false;
        var last = default(Extent);
        for (var lines = 0; lines < MostLines && Bytes.NextLine(text, ref line, out var start); lines++)
        {
            if (!text[start..line].StartsWith(prompt))
            {
                last = new Extent(start, line);
                continue;
            }
            var value = text[last.Start..last.End];
            // The first line is what is read where there is one file, and none of it is a setting.
            if (lines < 2 || value.Length is < 4 or > 120 || Bytes.IsBlank(value[0]) || value.IndexOf(": "u8) >= 0 || value.Count((byte)' ') > 4) return false;
            if (value.IndexOf((byte)'=') is > 0 and var equals && KeyNames.MeaningOf(value[..equals].Trim((byte)' ')) != KeyMeaning.Nothing) return false;
            if (value.IndexOf("://"u8) >= 0 || value.StartsWith("-----"u8) || KeyValueText.IsReference(value)) return false;
            found.Replace(last.Start, last.Length, Rule.Kind);
            return true;
        }
        return false;
    }

    /// <summary><c>base64 -w0 /etc/corosync/authkey</c>: the first line below it that is nothing else.</summary>
    private void Encoded(ReadOnlySpan<byte> text, int at, int line, Findings found)
    {
        const int MostLines = 3, Shortest = 24;
        var command = text[at..line];
        if (command.IndexOfAny(";|&>\""u8) is >= 0 and var stop) command = command[..stop];
        command = command.TrimEnd((byte)' ');
        var path = command[(command.LastIndexOf((byte)' ') + 1)..];
        if (command.IndexOf("-d"u8) >= 0 || path.Length < 4 || !(IsSecret(path) || path.IndexOf("/priv/"u8) >= 0 || path.EndsWith(".key"u8) || path.EndsWith("id_rsa"u8) || path.EndsWith("id_ed25519"u8))) return;
        for (var lines = 0; lines < MostLines && Bytes.NextLine(text, ref line, out var start); lines++)
        {
            if (line - start < Shortest || SecretText.Base64End(text, start) != line) continue;
            found.Replace(start, line - start, PrivacyKind.PrivateKey);
            return;
        }
    }

    /// <summary>A key of 32 bytes that is all of the line, whatever the file is called: <c>wg genkey | tee k</c>, <c>cat k</c></summary>
    private static bool TakeWireGuardKey(ReadOnlySpan<byte> text, int line, Findings found)
    {
        const int KeyLength = 44;
        if (!Bytes.NextLine(text, ref line, out var start) || line - start != KeyLength || text[line - 1] != '=' || text[line - 2] == '=' || SecretText.Base64End(text, start) != line) return false;
        found.Replace(start, KeyLength, PrivacyKind.PrivateKey);
        return true;
    }

    // OpenVPN's auth-user-pass file and its kin: a line for the user, one for the password.
    private static bool IsLogin(ReadOnlySpan<byte> path)
    {
        var name = path[(path.LastIndexOfAny("/\\"u8) + 1)..].TrimStart((byte)'.');
        if (name.EndsWith(".auth"u8) || name.EndsWith(".login"u8) || name.EndsWith(".creds"u8) || name.EndsWith(".userpass"u8)) return true;
        if (name.LastIndexOf((byte)'.') is > 0 and var dot) name = name[..dot];
        return name.SequenceEqual("auth"u8) || name.SequenceEqual("login"u8) || name.SequenceEqual("userpass"u8) || name.SequenceEqual("credentials"u8) || name.SequenceEqual("creds"u8) || name.SequenceEqual("auth-user-pass"u8) || name.SequenceEqual("vpn-auth"u8);
    }

    private bool TakeLogin(ReadOnlySpan<byte> text, int line, Findings found)
    {
        if (!Bytes.NextLine(text, ref line, out var user)) return false;
        var name = text[user..line];
        if (!Bytes.NextLine(text, ref line, out var start) || name.IsEmpty || NamedValue.NameLength(text, user) != name.Length && !name.Contains((byte)'@')) return false;
        var value = text[start..line];
        if (value.Length is < 4 or > 80 || value.Count((byte)' ') > 5 || value.Contains((byte)'\t') || value.IndexOf("# "u8) >= 0 || value.IndexOf("$ "u8) >= 0 || value.IndexOf(": "u8) >= 0 || value[0] is (byte)'#' or (byte)'[' or (byte)'<' || KeyValueText.IsReference(value)) return false;
        found.Replace(start, value.Length, Rule.Kind);
        if (Vocabulary.CanBeName(name) && !Vocabulary.IsSystemUser(name) && !ServiceAccounts.Contains(name))
        {
            found.Learn(PrivacyKind.User, name);
            found.Replace(user, name.Length, PrivacyKind.User);
        }
        return true;
    }

    private static bool HasSecretEnd(ReadOnlySpan<byte> name)
    {
        foreach (var end in Ends)
            if (name.EndsWith(end)) return true;
        return false;
    }

    /// <summary>Whether a file is called so that it holds a secret and nothing else.</summary>
    internal static bool IsSecret(ReadOnlySpan<byte> path)
    {
        var name = path[(path.LastIndexOfAny("/\\"u8) + 1)..].TrimStart((byte)'.');
        if (HasSecretEnd(name)) return !path.StartsWith("/etc/passwd"u8);
        // /etc/passwd is a list, a key is a block of its own.
        if (name.SequenceEqual("passwd"u8) || name.SequenceEqual("shadow"u8) || name.IndexOf("keyring"u8) >= 0) return false;
        if (name.LastIndexOf((byte)'.') is > 0 and var dot && name[dot..] is [(byte)'.', (byte)'t', (byte)'x', (byte)'t']) name = name[..dot];
        return !name.Contains((byte)'.') && KeyNames.MeaningOf(name) is KeyMeaning.Password or KeyMeaning.Token;
    }
}
