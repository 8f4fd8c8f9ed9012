using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Users in front of their hash: <c>name:$6$…</c> in shadow, shadow.cfg and htpasswd.</summary>
internal sealed class ShadowUserDetector : Detector
{
    /// <summary>The rule, which the mailboxes share.</summary>
    public static PrivacyRule ShadowRule { get; } = PrivacyRule.Standard("shadow-user", PrivacyKind.User, "Users in front of the hash of their password");

    public override PrivacyRule Rule => ShadowRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [new(":$"), new("%3A$"), new(" $2a$"), new(" $2y$"), new(" $2b$"), new(" $5$"), new(" $6$"), new(" $y$")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == ' ' && !IsAloneBefore(text, at)) TakeKey(text, at, found);
        else if (text[at] == ' ' || BeginsHash(text, at + length)) TakeBefore(text, at, found);
    }

    /// <summary><c>jane $2a$14$…</c>: Caddy's basic_auth has a blank between them, and nothing else on the line.</summary>
    private static bool IsAloneBefore(ReadOnlySpan<byte> text, int at) => text[Bytes.LineStart(text, at)..at].TrimStart(" \t"u8).IndexOfAny(" :=\"'"u8) < 0;

    /// <summary><c>jane: $2y$10$…</c> in basic_auth_users of Prometheus: a map of users and hashes.</summary>
    private static void TakeKey(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var head = text[Bytes.LineStart(text, at)..at].TrimStart(" \t"u8);
        var sign = head.IndexOfAny(" :=\"'"u8);
        if (sign == head.Length - 1 && head[sign] == ':' && IsInUsers(text, at, head.Length)) NamedValue.TakeUser(text, at - head.Length, sign, found);
    }

    /// <summary>Whether the first field of a hash stands there: <c>6$</c>, <c>2y$</c>, or none.</summary>
    private static bool BeginsHash(ReadOnlySpan<byte> text, int at)
    {
        if (!Bytes.IsAsciiLetterOrDigit(Bytes.At(text, at)) && Bytes.At(text, at) != '$') return false;
        // PASS:$name:${count}: variables of a shell, whose names go on with other signs.
        return text[at..Math.Min(text.Length, at + 8)].IndexOf((byte)'$') is >= 0 and var end && text.Slice(at, end).IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"u8) < 0;
    }

    private static void TakeBefore(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var start = NamedValue.NameStart(text, at);
        // "root:x\njane:$6$…" of a text within quotes.
        if (Bytes.At(text, start - 1) == '\\' && text[start] == 'n' && start + 1 < at) start++;
        // "$device:$model", PATH=$PATH:$PWD: variables of a shell.
        if (Bytes.At(text, start - 1) is (byte)'$' or (byte)'{') return;
        var user = text[start..at];
        if (!Vocabulary.CanBeName(user) || Vocabulary.IsSystemUser(user) || ServiceAccounts.Contains(user)) return;
        found.Learn(PrivacyKind.User, user);
        found.Replace(start, user.Length, PrivacyKind.User);
        // jane+vpn: two names, as where the account stands by itself.
        if (Bytes.At(text, start - 1) == '+' && NamedValue.NameStart(text, start - 1) is var first && start - 1 - first > 1) NamedValue.TakeUser(text, first, start - 1 - first, found);
    }

    /// <summary>Whether the key above the lines of the same depth speaks of users.</summary>
    private static bool IsInUsers(ReadOnlySpan<byte> text, int at, int head)
    {
        var line = Bytes.LineStart(text, at);
        var indent = at - head - line;
        for (var lines = 0; line > 0 && lines < 40; lines++)
        {
            line = Bytes.LineStart(text, line - 1);
            var first = Bytes.SkipBlanks(text, line);
            if (first - line >= indent || first >= Bytes.LineEnd(text, line)) continue;
            var key = text[first..Bytes.LineEnd(text, first)].TrimEnd(": \r"u8);
            return key.EndsWith("users"u8) || key.EndsWith("auth"u8) || key.EndsWith("accounts"u8);
        }
        return false;
    }
}
