using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Machines that share folders: <c>//filer/share</c>, <c>filer:/export on /mnt type nfs</c>, and the same in fstab.</summary>
internal sealed class ShareNameDetector : Detector
{
    public override PrivacyRule Rule => CommandTargetDetector.CommandRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new(" type nfs"), new(" nfs "), new(" nfs4 "), new("% /"), new(" //"), new("'//"), new("\"//")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at + 1] == '/')
        {
            // "GET //admin/setup.php": a path that begins with two slashes.
            if (text[at] != ' ' || !IsMethod(text, at)) TakeWindows(text, at + length, found);
            return;
        }
        var line = Bytes.SkipBlanks(text, Bytes.LineStart(text, at));
        if (text[at] == '%')
        {
            Mounted(text, line, found);
            return;
        }
        var server = NamedValue.NameLength(text, line);
        if (!Bytes.StartsWithAt(text, line + server, ":/"u8)) return;
        // A server of files may be called as the system that runs on it.
        if (server > 2 && Vocabulary.IsProgram(text.Slice(line, server))) NamedValue.TakeName(text, line, server, PrivacyKind.Host, found);
        else CommandTargetDetector.TakeHost(text, line, found);
    }

    private static bool IsMethod(ReadOnlySpan<byte> text, int end)
    {
        var start = end;
        while (start > 0 && Bytes.IsUpper(text[start - 1])) start--;
        return Methods.Contains(text[start..end]);
    }

    private static readonly WordSet Methods = WordSet.Of("GET POST HEAD PUT DELETE OPTIONS PATCH TRACE CONNECT PROPFIND PROPPATCH MKCOL COPY MOVE LOCK UNLOCK REPORT SEARCH");

    /// <summary>A row of df: <c>filer:/export   4.0T  1.2T  2.8T  30% /mnt/x</c>, <c>//filer/share  4.0T …</c>, and with sshfs <c>jane@filer:/srv</c></summary>
    private static void Mounted(ReadOnlySpan<byte> text, int line, Findings found)
    {
        if (Bytes.StartsWithAt(text, line, "//"u8))
        {
            TakeWindows(text, line + 2, found);
            return;
        }
        var count = NamedValue.NameLength(text, line);
        if (Bytes.At(text, line + count) == '@')
        {
            NamedValue.TakeUser(text, line, count, found);
            line += count + 1;
            count = NamedValue.NameLength(text, line);
        }
        if (Bytes.StartsWithAt(text, line + count, ":/"u8)) CommandTargetDetector.TakeHost(text, line, found);
    }

    private static void TakeWindows(ReadOnlySpan<byte> text, int start, Findings found)
    {
        var count = NamedValue.NameLength(text, start);
        var name = text.Slice(start, count);
        if (count < 2 || Bytes.At(text, start + count) != '/' || !Vocabulary.CanBeName(name) || CommonWords.Contains(name)) return;
        NamedValue.TakeName(text, start, count, PrivacyKind.Host, found);
    }
}
