using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The template that Terraform or Ansible makes a guest from, by its name: <c>clone = "lyra-base"</c>. One that only says which system it is stays.</summary>
internal sealed class TemplateCloneDetector : Detector
{
    private static readonly WordSet Words = WordSet.Of(
        "tmpl tpl templ deb ubu cloudinit ci base golden gold img lts std srv uefi jammy focal noble bionic " +
        "bookworm bullseye trixie buster min minimal amd generic vm new");

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-template", PrivacyKind.Guest, "Templates that guests are made from");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [new("clone =", WordStart: true), new("clone  ", WordStart: true), new("clone=", WordStart: true), new("clone: ", WordStart: true), new("\"clone\":")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var quoted = text[at] == '"';
        if (!quoted && !NamedValue.IsFirstOnLine(text, at)) return;
        var (start, count) = NamedValue.After(text, at + (quoted ? 6 : 5));
        if (count == 0 || NamedValue.NameLength(text, start) != count) return;
        // A number, yes, a variable; without quotes only YAML has names.
        if (text[start - 1] is not ((byte)'"' or (byte)'\'') && text[at + 5] != ':') return;
        var name = text.Slice(start, count);
        if (Vocabulary.IsTelling(name) && !Vocabulary.IsSystemName(name) && HoldsName(name)) NamedValue.TakeName(text, start, count, PrivacyKind.Guest, found);
    }

    /// <summary>Whether one of its parts says more than what everybody's templates are called by.</summary>
    private static bool HoldsName(ReadOnlySpan<byte> name)
    {
        while (!name.IsEmpty)
        {
            var end = name.IndexOfAny("-_."u8);
            var part = (end < 0 ? name : name[..end]).TrimEnd("0123456789"u8);
            name = end < 0 ? default : name[(end + 1)..];
            if (part.Length >= 3 && !Words.Contains(part) && !Vocabulary.IsWord(part) && !CommonWords.Contains(part) && !Vocabulary.IsSystemName(part)) return true;
        }
        return false;
    }
}
