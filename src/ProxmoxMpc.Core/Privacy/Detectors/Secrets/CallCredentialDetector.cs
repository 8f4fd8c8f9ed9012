using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>User and password as the two texts that code hands over: <c>auth=("jane", "x")</c>, <c>HTTPBasicAuth('jane', 'x')</c>, <c>smtp.login("jane", "x")</c>.</summary>
internal sealed class CallCredentialDetector : Detector
{
    // What says where to connect to comes first.
    private static readonly string[] Behind = ["DBI->connect(", "new PDO(", "mysqli(", "mysqli_connect(", "mysql_connect(", "pymysql.connect(", "getConnection(", "ftp_login(", "ldap_bind(", "imap_open(", "ssh2_auth_password(", "[ADSI]::new(", "DirectoryEntry(", "DirectoryEntry]::new(", "MapNetworkDrive("];

    // What makes of user:password the text of a header.
    private static readonly string[] Encoders = ["b64encode(", "btoa(", "base64_encode(", "ASCII.GetBytes(", "UTF8.GetBytes(", "StdEncoding.EncodeToString("];

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("call-password", PrivacyKind.Password, "User and password that code hands over: auth=(\"jane\", \"x\"), login(\"jane\", \"x\")");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("auth = ("), new("auth=("), new("auth: ("), new("auth = ["), new("BasicAuth("), new("HttpBasicAuthenticator(", WordStart: true), new("DigestAuth("), new("basic_auth("), new("basicAuth("), new(".login("), new("->login("), new("::login("), new(".Login("), new(".authenticate("), new("->authenticate("), new("db.auth(", WordStart: true), new("ValidateCredentials(", WordStart: true), new("credentials = ("), new("credentials=("), .. Behind.Select(call => new Anchor(call, WordStart: call[0] == 'M')), .. Encoders.Select(call => new Anchor(call)), new("PlainCredentials("), new("PasswordAuthenticator("), new("username_pw_set(")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        foreach (var encoder in Encoders)
            if (encoder.Length == length && System.Text.Ascii.Equals(text.Slice(at, length), encoder))
            {
                Pair(text, at, at + length, found);
                return;
            }
        var from = Bytes.SkipBlanks(text, at + length);
        foreach (var call in Behind)
            if (call.Length == length && System.Text.Ascii.Equals(text.Slice(at, length), call))
            {
                if (NextArgument(text, from) is not (> 0 and var second)) return;
                from = second;
                // MapNetworkDrive(letter, share, whether to keep it, user, password)
                if (text[at] == 'M' && (NextArgument(text, from) is not (> 0 and var keep) || (from = NextArgument(text, keep)) <= 0)) return;
            }
        var first = Text(text, from, out var next);
        if (first.IsEmpty || Bytes.At(text, next = Bytes.SkipBlanks(text, next)) != ',') return;
        var password = Text(text, Bytes.SkipBlanks(text, next + 1), out next);
        // login('pve1', 'jane', 'x', 'pam'): where to stands first, and the realm last.
        if (Bytes.At(text, next) == ',' && Text(text, Bytes.SkipBlanks(text, next + 1), out next) is { IsEmpty: false } third
            && Bytes.At(text, next) == ',' && IsRealm(text, Bytes.SkipBlanks(text, next + 1))) (first, password) = (password, third);
        if (password.Length < 3 || KeyValueText.IsReference(text[password.Start..password.End])) return;
        found.Replace(password.Start, password.Length, Rule.Kind);
        var user = text[first.Start..first.End];
        if (Vocabulary.CanBeName(user) && !Vocabulary.IsSystemUser(user) && !ServiceAccounts.Contains(user) && !NamedValue.TakeUser(text, first.Start, first.Length, found)) found.Replace(first.Start, first.Length, PrivacyKind.User);
    }

    private static bool IsRealm(ReadOnlySpan<byte> text, int at)
    {
        var realm = Text(text, at, out _);
        return Realms.IsBuiltIn(text[realm.Start..realm.End]);
    }

    /// <summary><c>b64encode(b"jane:x")</c>, and .NET's bytes where Base64 is made of them.</summary>
    private void Pair(ReadOnlySpan<byte> text, int at, int start, Findings found)
    {
        if (text[start - 2] == 's' && text[Bytes.LineStart(text, at)..at].IndexOf("Base64"u8) < 0) return;
        // Go makes bytes of a text first.
        if (Bytes.StartsWithAt(text, start, "[]byte("u8)) start += 7;
        var both = Text(text, start, out _);
        var span = text[both.Start..both.End];
        if (span.IndexOf((byte)':') is not (> 0 and var colon) || span.Length - colon < 4 || span.IndexOf("://"u8) >= 0 || KeyValueText.IsReference(span[(colon + 1)..])) return;
        found.Replace(both.Start + colon + 1, span.Length - colon - 1, Rule.Kind);
        var user = span[..colon];
        if (Vocabulary.CanBeName(user) && !Vocabulary.IsSystemUser(user) && !ServiceAccounts.Contains(user)) NamedValue.TakeUser(text, both.Start, colon, found);
    }

    /// <summary>Where the argument behind the first one begins, which is a text or a variable; 0 where there is none.</summary>
    private static int NextArgument(ReadOnlySpan<byte> text, int at)
    {
        var first = Text(text, at, out var next);
        if (first.IsEmpty)
            while (next < text.Length && (Bytes.IsAsciiLetterOrDigit(text[next]) || text[next] is (byte)'$' or (byte)'_' or (byte)'.' or (byte)'>' or (byte)'-')) next++;
        return next > at && Bytes.At(text, next) == ',' ? Bytes.SkipBlanks(text, next + 1) : 0;
    }

    private static Extent Text(ReadOnlySpan<byte> text, int at, out int next)
    {
        // Python's b"x" and f"x"
        if (Bytes.At(text, at) is (byte)'b' or (byte)'f' or (byte)'r' or (byte)'u' && Bytes.At(text, at + 1) is (byte)'"' or (byte)'\'') at++;
        var quote = SecretText.QuoteAt(text, at);
        var quoted = quote.Length > 0 ? SecretText.Quoted(text, at, quote) : null;
        next = quoted is { } extent ? extent.End + quote.Length : at;
        return quoted ?? default;
    }
}
