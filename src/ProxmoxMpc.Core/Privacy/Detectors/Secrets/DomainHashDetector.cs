using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Keys and hashes of Windows' accounts: of a domain as secretsdump prints them, of Samba's smbpasswd.</summary>
internal sealed class DomainHashDetector : Detector
{
    public override PrivacyRule Rule => PasswordHashDetector.HashRule;

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        new(":aes256-cts-hmac-sha1-96:"), new(":aes128-cts-hmac-sha1-96:"), new(":des-cbc-md5:"), new(":::"), new(":LCT-"),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at + 1] == 'L') SambaPair(text, at, found);
        else if (text[at + 1] == ':') NtPair(text, at, found);
        else found.Replace(at + length, SecretText.HexEnd(text, at + length) - at - length, PrivacyKind.PrivateKey);
    }

    /// <summary>A line of smbpasswd: two hashes, one of which may be blanked out, flags in brackets, and when it was changed.</summary>
    private void SambaPair(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        if (text[line..at].LastIndexOf((byte)'[') is not (> 66 and var flags) || text[line + flags - 1] != ':') return;
        for (var start = line + flags - 33; start >= line + flags - 66 && text[start - 1] == ':'; start -= 33)
            if (SecretText.HexEnd(text, start) == start + 32 && !IsOfNothing(text.Slice(start, 32))) found.Replace(start, 32, Rule.Kind);
    }

    /// <summary>The hashes of an empty password: what a directory has in the place of an LM hash.</summary>
    public static bool IsOfNothing(ReadOnlySpan<byte> hash) =>
        System.Text.Ascii.EqualsIgnoreCase(hash, "aad3b435b51404eeaad3b435b51404ee"u8) || System.Text.Ascii.EqualsIgnoreCase(hash, "31d6cfe0d16ae931b73c59d7e0c089c0"u8);

    /// <summary>What secretsdump prints: <c>jane:1103:HASH:HASH:::</c>.</summary>
    private void NtPair(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var start = at - 65;
        if (start < 0 || Bytes.At(text, start - 1) != ':' || SecretText.HexEnd(text, start) != start + 32 || SecretText.HexEnd(text, start + 33) != at) return;
        // Of no password at all everybody has the same.
        if (!IsOfNothing(text.Slice(start, 32))) found.Replace(start, 32, Rule.Kind);
        if (!IsOfNothing(text.Slice(start + 33, 32))) found.Replace(start + 33, 32, Rule.Kind);
    }
}
