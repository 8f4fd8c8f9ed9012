using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Secrets that one phrase of a program announces and nothing else: <c>"prefix":"config-key set","key":"mgr/x/secret","val":"…"</c> of Ceph's audit log,
/// <c>--discovery-token-ca-cert-hash sha256:…</c>, <c>join-information-b64</c>, the id of a Backup Server in its own certificate, tokens of Gotify.
/// </summary>
internal sealed class GivenValueDetector : Detector
{
    private const int Reach = 400, Shortest = 8, GotifyLength = 15, ServerIdLength = 32, DigestLength = 64;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("given-value", PrivacyKind.ServiceToken, "Secrets that one phrase of a program announces");

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        new("config-key set", WordStart: true), new("discovery-token-ca-cert-hash", WordStart: true), new("join-information-b64", WordStart: true),
        new("Proxmox Backup Server, OU = "), new("Proxmox Backup Server, OU="), new("token A", WordStart: true), new("token C", WordStart: true),
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
        var line = text[at..Math.Min(Bytes.LineEnd(text, at), at + Reach)];
        if (line.IndexOf("\"val\""u8) is not (>= 0 and var key)) return;
        var (start, count) = NamedValue.After(text, at + key + 4);
        if (count >= Shortest && !KeyValueText.IsReference(text.Slice(start, count)) && SecretText.LooksRandom(text.Slice(start, count))) found.Replace(start, count, Rule.Kind);
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
