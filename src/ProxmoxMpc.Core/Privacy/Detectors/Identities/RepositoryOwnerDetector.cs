using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Whose repository it is that somebody reads with credentials of his own: <c>https://jane:ghp_x@github.com/jane-d/site.git</c>. Without them it is one that everybody may read.
/// </summary>
internal sealed class RepositoryOwnerDetector : Detector
{
    private const int LongestCredentials = 300;

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("repository-owner", PrivacyKind.User, "Owners of repositories behind credentials in an address");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("@github.com/"), new("@gitlab.com/"), new("@bitbucket.org/"), new("@codeberg.org/"), new("@dev.azure.com/")];

    // Owners whose repositories everybody clones, be it with credentials.
    private static readonly WordSet Everybodys = WordSet.Of("community-scripts prometheus-pve prometheus-community tteck proxmox bpg Telmate hashicorp ansible-collections prometheus grafana kubernetes helm actions docker");

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var before = text[Math.Max(Bytes.LineStart(text, at), at - LongestCredentials)..at];
        if (before.LastIndexOf("://"u8) is not (>= 0 and var scheme) || before[scheme..].Contains((byte)' ')) return;
        var start = at + length;
        var count = NamedValue.NameLength(text, start);
        if (Bytes.At(text, start + count) == '/' && Vocabulary.IsTelling(text.Slice(start, count)) && !Everybodys.Contains(text.Slice(start, count))) NamedValue.TakeUser(text, start, count, found);
    }
}
