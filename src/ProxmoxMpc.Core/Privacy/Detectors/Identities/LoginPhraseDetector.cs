using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Users in sentences that go on with the password: <c>log in with jane and the password x</c>, <c>mit jane und dem Passwort x</c>.</summary>
internal sealed class LoginPhraseDetector : Detector
{
    private static readonly byte[][] Joints = [.. new[] { " and ", " and the ", " with ", " with the ", " und ", " und dem ", " mit ", " mit dem ", " en ", " en het ", " met ", " met het ", " et ", " et le ", " och ", " og ", ", ", " / ", "/" }.OrderByDescending(joint => joint.Length).Select(System.Text.Encoding.UTF8.GetBytes)];

    private static readonly string[] Nouns = ["password", "passwort", "kennwort", "wachtwoord", "mot de passe", "passphrase", "pw ", "pw:", "pass ", "pass:", "lösenord", "passord", "adgangskode"];

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("login-phrase", PrivacyKind.User, "Users in sentences that go on with a password");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Nouns.Select(noun => new Anchor(noun, IgnoreCase: true, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = JointBefore(text, at);
        if (end < 0) return;
        while (end > 0 && text[end - 1] is (byte)'"' or (byte)'\'' or (byte)'`' or (byte)'*') end--;
        // 'grub-installer/password': a question of Debian's installer, in which no quote stands between.
        var isPath = text[end] == '/';
        var start = end;
        while (start > 0 && (Bytes.IsLetterOrDigit(text[start - 1]) || text[start - 1] is (byte)'.' or (byte)'-' or (byte)'_') && end - start < 40) start--;
        var name = text[start..end];
        if (name.Length < 3 || Bytes.At(text, start - 1) is (byte)'@' or (byte)'/' or (byte)'=' or (byte)'\\' or (byte)'$' or (byte)'%') return;
        var before = text[Bytes.LineStart(text, start)..start].TrimEnd(" \"'`*:("u8);
        if (!SaysWho(before) && !(!isPath && end < at && Bytes.At(text, start - 1) is (byte)'"' or (byte)'\'' or (byte)'`')) return;
        if (!Vocabulary.CanBeName(name) || Vocabulary.IsSystemUser(name) || Vocabulary.IsWord(name) || CommonWords.Contains(name) || ServiceAccounts.Contains(name) || name.Contains((byte)'.') && Domains.IsDomain(name, out _, out _, out _)) return;
        found.Learn(PrivacyKind.User, name);
        found.Replace(start, name.Length, PrivacyKind.User);
    }

    /// <summary>Where the joint before a noun begins; -1 where none stands.</summary>
    private static int JointBefore(ReadOnlySpan<byte> text, int at)
    {
        foreach (var joint in Joints)
            if (Bytes.StartsWithIgnoreCase(text, at - joint.Length, joint)) return at - joint.Length;
        return -1;
    }

    private static bool SaysWho(ReadOnlySpan<byte> before)
    {
        foreach (var word in Words)
            if (before.Length >= word.Length && Bytes.StartsWithIgnoreCase(before, before.Length - word.Length, word) && !Bytes.IsLetterOrDigit(Bytes.At(before, before.Length - word.Length - 1))) return true;
        return false;
    }

    private static readonly byte[][] Words = [.. new[] { "with", "as", "mit", "als", "met", "user", "username", "login", "benutzer", "benutzername", "account", "avec", "comme", "gebruiker", "utilisateur", "user is", "user name", "account is", "konto", "som", "med", "bruker", "användare" }.Select(System.Text.Encoding.UTF8.GetBytes)];
}
