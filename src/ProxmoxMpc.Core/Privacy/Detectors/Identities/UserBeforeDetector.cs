using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Users in front of what cron, usermod and vsftpd log of them, and of a rule of sudo: <c>(jane) CMD (</c>, <c>add 'jane' to group '</c>, <c>[jane] OK LOGIN</c>,
/// <c>jane ALL=(ALL)</c>
/// </summary>
internal sealed class UserBeforeDetector : Detector
{
    private static readonly string[] Behind =
    [
        ") CMD (", ") LIST (", ") BEGIN EDIT (", ") END EDIT (", ") REPLACE (",
        "' to group '", "' from group '", "' to shadow group '", "' from shadow group '",
        "] OK LOGIN", "] FAIL LOGIN", "] OK UPLOAD", "] FAIL UPLOAD", "] OK DOWNLOAD", "] FAIL DOWNLOAD", "] OK DELETE", "] OK RENAME", "] OK MKDIR", "] FTP command: Client ", "] FTP response: Client ", " ALL=(", " ALL = (", " ALL=NOPASSWD",
    ];

    public override PrivacyRule Rule => AccountPhraseDetector.PhraseRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Behind.Select(phrase => new Anchor(phrase))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = NamedValue.NameStart(text, at);
        if (Opens(Bytes.At(text, start - 1), text[at]) && !text[start..at].SequenceEqual("ALL"u8)) NamedValue.TakeUser(text, start, at - start, found);
    }

    /// <summary>Whether the sign before the name is the one that belongs to the sign behind it.</summary>
    private static bool Opens(byte before, byte behind) => behind switch
    {
        (byte)')' => before == '(',
        (byte)']' => before == '[',
        (byte)'\'' => before == '\'',
        // A rule of sudoers begins its line, and % is a group.
        _ => before is 0 or (byte)'\n' or (byte)'\'' or (byte)'"' or (byte)' ',
    };
}
