using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Accounts in the column beside their posts, as a page of a forum is copied: the name alone on its line, and below it <c>Renowned Member</c>.
/// </summary>
internal sealed class PostColumnDetector : Detector
{
    private static readonly string[] Titles =
    [
        "New Member", "Member", "Active Member", "Well-Known Member", "Renowned Member", "Famous Member", "Distinguished Member", "Proxmox Staff Member",
        "Proxmox Retired Staff", "Thread starter", "Junior Member", "Senior Member",
    ];

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("post-column", PrivacyKind.User, "Accounts beside their posts in a forum");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Titles.Select(title => new Anchor($"\n{title}\n"))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = Bytes.LineStart(text, at);
        var name = text[start..at];
        if (name.Length < 3 || name.Contains((byte)'.') || NamedValue.NameLength(text, start) != name.Length || !Vocabulary.IsTelling(name)) return;
        NamedValue.TakeUser(text, start, name.Length, found);
        found.Learn(PrivacyKind.User, name);
    }
}
