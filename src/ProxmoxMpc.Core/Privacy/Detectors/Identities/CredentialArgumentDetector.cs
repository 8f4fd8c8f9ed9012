using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Whose password PowerShell asks for: <c>-Credential firma\jane</c>, <c>Get-Credential "Firma\jane"</c>, <c>-SqlCredential jane</c>. The domain may be written in any case there.
/// </summary>
internal sealed class CredentialArgumentDetector : Detector
{
    public override PrivacyRule Rule => AccountDetector.AccountRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("credential ", IgnoreCase: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        // -ProxyCredential, Get-Credential: a word of a sentence has no dash before it.
        var name = at;
        while (name > 0 && Bytes.IsAsciiLetter(text[name - 1])) name--;
        if (Bytes.At(text, name - 1) != '-') return;
        var start = Bytes.SkipBlanks(text, at + length);
        if (Bytes.StartsWithIgnoreCase(text, start, "-username "u8)) start = Bytes.SkipBlanks(text, start + "-username ".Length);
        var quote = Bytes.At(text, start) is (byte)'"' or (byte)'\'' ? text[start++] : (byte)0;
        var domain = NamedValue.NameLength(text, start);
        if (domain < 2) return;
        var end = start + domain;
        if (Bytes.At(text, end) == '\\')
        {
            end += Bytes.At(text, end + 1) == '\\' ? 2 : 1;
            var user = NamedValue.NameLength(text, end);
            if (user < 2) return;
            end += user;
        }
        // What goes on is a path, a mailbox or a variable.
        var after = Bytes.At(text, end);
        if (quote == 0 ? after is not (0 or (byte)' ' or (byte)')' or (byte)',' or (byte)';' or (byte)'|' or (byte)'`' or (byte)'}' or (byte)'\r' or (byte)'\n') : after != quote) return;
        // A word alone may be what the credential is called by.
        if (end == start + domain && (Sweep.HasHumps(text[start..end]) || !Vocabulary.IsTelling(text[start..end]) || PowerShellText.IsSpokenOf(text, start))) return;
        AccountValue.Take(text, new Extent(start, end), found, learns: true);
    }
}
