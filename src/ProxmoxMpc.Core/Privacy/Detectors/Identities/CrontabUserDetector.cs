using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Users in the system's tables of cron: <c>*/5 * * * * jane /usr/local/bin/check</c>, five fields, the user, a command. A user's own table has no user.
/// </summary>
internal sealed class CrontabUserDetector : Detector
{
    private const int Fields = 5;

    // A user's own table begins with these.
    private static readonly WordSet Commands = WordSet.Of(
        "cd test bash sh zsh rsync find curl wget php python python3 perl node ruby docker sleep nice ionice flock echo cp mv rm tar zfs zpool qm pct vzdump restic borg rclone ssh scp " +
        "mysqldump pg_dump certbot apt apt-get systemctl logger touch cat sudo env timeout run-parts chown chmod ln ls date git make logrotate sanoid syncoid");

    public override PrivacyRule Rule => AccountPhraseDetector.PhraseRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("* * ", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = Bytes.LineEnd(text, at);
        if (SkipFields(text, Bytes.SkipBlanks(text, Bytes.LineStart(text, at)), end) is not { } start) return;
        var user = new Extent(start, start + NamedValue.NameLength(text, start));
        var command = Bytes.SkipBlanks(text, user.End);
        if (user.IsEmpty || command == user.End || command >= end || Commands.Contains(text[user.Start..user.End])) return;
        if (text[command] is (byte)'/' or (byte)'[' or (byte)'$' or (byte)'(' || IsProgram(text, user, command, end)) NamedValue.TakeUser(text, user.Start, user.Length, found);
    }

    /// <summary>Where the five fields of the time end; null where a line has no such.</summary>
    private static int? SkipFields(ReadOnlySpan<byte> text, int at, int end)
    {
        for (var field = 0; field < Fields; field++)
        {
            var start = at;
            while (at < end && IsOfField(text[at])) at++;
            // Only months and days are told by words.
            if (at == start || !Bytes.IsBlank(Bytes.At(text, at)) || field < 2 && Bytes.IsAsciiLetter(text[start])) return null;
            at = Bytes.SkipBlanks(text, at);
        }
        return at;
    }

    private static bool IsOfField(byte b) => Bytes.IsAsciiLetterOrDigit(b) || b is (byte)'*' or (byte)'/' or (byte)',' or (byte)'-';

    /// <summary><c>jane cd /srv &amp;&amp; …</c>, <c>root test -x /usr/sbin/x</c></summary>
    private static bool IsProgram(ReadOnlySpan<byte> text, Extent user, int command, int end) =>
        Bytes.IsLower(text[command]) && Vocabulary.IsTelling(text[user.Start..user.End]) && text[command..end].Contains((byte)'/');
}
