using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Secrets that one phrase of a program announces and nothing else: <c>"prefix":"config-key set","key":"mgr/x/secret","val":"…"</c> of Ceph's audit log,
/// <c>--discovery-token-ca-cert-hash sha256:…</c>, <c>join-information-b64</c>, passwords of a Backup Server's directories, the id of a Backup Server in its own certificate, tokens of Gotify.
/// </summary>
internal sealed class GivenValueDetector : Detector
{
    private const int MostLines = 12, Shortest = 8, GotifyLength = 15, ServerIdLength = 32, DigestLength = 64;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("given-value", PrivacyKind.ServiceToken, "Secrets that one phrase of a program announces");

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        new("config-key set", WordStart: true), new("discovery-token-ca-cert-hash", WordStart: true), new("join-information-b64", WordStart: true),
        new("ldap_passwords.json"), new("Proxmox Backup Server, OU = "), new("Proxmox Backup Server, OU="), new("token A", WordStart: true), new("token C", WordStart: true),
        new("\"hint\":"),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var after = at + length;
        switch (text[at])
        {
            case (byte)'c':
                Configured(text, after, found);
                break;
            case (byte)'d' when text[after..].IndexOf("sha256:"u8) is >= 0 and < 4 and var digest && SecretText.HexEnd(text, after + digest + 7) == after + digest + 7 + DigestLength:
                found.Replace(after + digest + 7, DigestLength, PrivacyKind.Fingerprint);
                break;
            case (byte)'j' when NamedValue.After(text, after) is { Length: >= Shortest } value:
                found.Replace(value.Start, value.Length, Rule.Kind);
                break;
            case (byte)'l':
                Directories(text, after, found);
                break;
            case (byte)'"':
                Hint(text, at, after - 1, found);
                break;
            case (byte)'P' when SecretText.HexEnd(text, after) == after + ServerIdLength:
                found.Replace(after, ServerIdLength, PrivacyKind.Uuid);
                break;
            case (byte)'t' when IsOfGotify(text, after - 1):
                found.Replace(after - 1, GotifyLength, Rule.Kind);
                break;
        }
    }

    /// <summary>The value of a key of Ceph's store, which holds secrets, certificates and little else.</summary>
    private void Configured(ReadOnlySpan<byte> text, int at, Findings found)
    {
        const int Reach = 400;
        var line = text[at..Math.Min(Bytes.LineEnd(text, at), at + Reach)];
        if (line.IndexOf("\"val\""u8) is not (>= 0 and var key)) return;
        var (start, count) = NamedValue.After(text, at + key + 4);
        // A key in PEM keeps its frame.
        if (Bytes.StartsWithAt(text, start, "-----"u8)) return;
        if (count >= Shortest && !KeyValueText.IsReference(text.Slice(start, count)) && SecretText.LooksRandom(text.Slice(start, count))) found.Replace(start, count, Rule.Kind);
    }

    /// <summary>What somebody wrote down to remember the password of a Backup Server's key by: <c>{"kdf": …, "fingerprint": …, "hint": "x"}</c></summary>
    private static void Hint(ReadOnlySpan<byte> text, int at, int after, Findings found)
    {
        const int Reach = 900;
        var before = text[Math.Max(0, at - Reach)..at];
        if (before.LastIndexOf("\"kdf\""u8) < 0 || before.LastIndexOf("\"fingerprint\""u8) < 0) return;
        var (start, count) = NamedValue.After(text, after);
        if (count > 2) found.Replace(start, count, PrivacyKind.Password);
    }

    /// <summary>One password a realm, in Base64, on a line of its own: <c>{"corp-ldap":"cGFzc3dvcmQ="}</c></summary>
    private void Directories(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var end = Bytes.LineEnd(text, at);
        for (var lines = 0; lines < MostLines && Bytes.NextLine(text, ref end, out var start); lines++)
        {
            if (!Bytes.StartsWithAt(text, start, "{\""u8)) continue;
            for (var i = start; text[i..end].IndexOf("\":\""u8) is >= 0 and var sign;)
            {
                var value = i + sign + 3;
                var stop = SecretText.Base64End(text, value);
                if (Bytes.At(text, stop) != '"') break;
                if (stop - value >= Shortest) found.Replace(value, stop - value, Rule.Kind);
                i = stop;
            }
        }
    }

    /// <summary>A letter for who it is of, and fourteen of an alphabet with a full stop in it.</summary>
    private static bool IsOfGotify(ReadOnlySpan<byte> text, int at)
    {
        var end = SecretText.WordEnd(text, at);
        var token = text[at..end];
        if (token.Length != GotifyLength || token.IndexOfAnyExcept("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-"u8) >= 0) return false;
        return SecretText.LooksRandom(token) && token.IndexOfAnyInRange((byte)'a', (byte)'z') >= 0 && token[1..].IndexOfAnyInRange((byte)'A', (byte)'Z') >= 0;
    }
}
