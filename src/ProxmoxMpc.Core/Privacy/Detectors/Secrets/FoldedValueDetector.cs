using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>What an export of a directory folds over several lines, of which all but the first begin with a blank: <c>sshPublicKey: ssh-ed25519 AAAA…</c>, <c>userPassword:: e1NTSEF9…</c>.</summary>
internal sealed class FoldedValueDetector : Detector
{
    private const int MostLines = 200;

    private static readonly string[] Attributes = ["sshPublicKey:", "ipaSshPubKey:", "userPassword:", "userPKCS12:", "krbPrincipalKey:", "unicodePwd:", "supplementalCredentials:", "sambaNTPassword:", "olcRootPW:", "ms-Mcs-AdmPwd:"];

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("folded-value", PrivacyKind.PrivateKey, "Secrets that an export of a directory folds over several lines");

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Attributes.Select(attribute => new Anchor(attribute, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (Bytes.LineStart(text, at) != at) return;
        var end = Bytes.LineEnd(text, at);
        // Behind a blank in it stands somebody's comment.
        var last = text[(at + length)..end].LastIndexOfAny(": "u8) + at + length + 1;
        if (SecretText.Base64End(text, last) != end || text[at] is (byte)'s' or (byte)'i' && text[last..end].IndexOf("AAAA"u8) != 0) return;
        for (var lines = 0; lines < MostLines && Bytes.NextLine(text, ref end, out var start) && text[start] == ' '; lines++)
        {
            start++;
            var stop = SecretText.Base64End(text, start);
            if (stop != end && Bytes.At(text, stop) != ' ') return;
            found.Replace(start, stop - start, text[at + 1] == 's' ? PrivacyKind.SshKey : Rule.Kind);
            if (stop != end) return;
        }
    }
}
