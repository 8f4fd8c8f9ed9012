using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Whom a certificate of SSH is for, by its id: <c>Accepted certificate ID "jane-2026" (serial 5)</c> of sshd's log, <c>Key ID: "jane"</c> of ssh-keygen, and what it
/// was signed with: <c>ssh-keygen -s ca -I jane</c>.
/// </summary>
internal sealed class CertificateIdDetector : Detector
{
    public override PrivacyRule Rule => AccountPhraseDetector.PhraseRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [new("certificate ID \"", WordStart: true), new("Key ID: \"", WordStart: true), new("ssh-keygen -", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        if (text[at + length - 1] != '"')
        {
            var line = text[start..Bytes.LineEnd(text, start)];
            if (line.IndexOf(" -s "u8) < 0 && !line.StartsWith("s "u8)) return;
            if (line.IndexOf(" -I "u8) is not (>= 0 and var id)) return;
            start += id + 4;
            if (Bytes.At(text, start) is (byte)'"' or (byte)'\'') start++;
        }
        var count = NamedValue.NameLength(text, start);
        // jane@web-01 is read as everywhere.
        if (Bytes.At(text, start + count) == '@') return;
        var name = text.Slice(start, count);
        // jane-2026, jane-2026q4: as long as it is valid.
        if (name.IndexOfAny("-_"u8) is > 2 and var sign && Bytes.IsDigit(Bytes.At(name, sign + 1))) name = name[..sign];
        if (Vocabulary.IsTelling(name)) NamedValue.TakeUser(text, start, name.Length, found);
    }
}
