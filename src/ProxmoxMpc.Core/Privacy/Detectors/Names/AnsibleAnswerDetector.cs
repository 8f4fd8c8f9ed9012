using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Hosts that Ansible answers for, and that its expressions ask: <c>web-01 | CHANGED | rc=0 >></c>, <c>hostvars['web-01'].ansible_facts</c>.</summary>
internal sealed class AnsibleAnswerDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-ansible-answer", PrivacyKind.Host, "Hosts in answers of Ansible's commands and in hostvars");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        new("hostvars['"), new("hostvars[\""), new("hostvars[\\\""), new(" | CHANGED | rc="), new(" | CHANGED => {"), new(" | SUCCESS | rc="), new(" | SUCCESS => {"),
        new(" | FAILED | rc="), new(" | FAILED! => {"), new(" | UNREACHABLE! => {"),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == ' ')
        {
            var first = NamedValue.NameStart(text, at);
            // ESC[0;33mweb-01: the colour ends with a letter.
            var line = Bytes.SkipColours(text, Bytes.LineStart(text, at));
            if (line > first) first = line;
            if (first == line) NamedValue.TakeName(text, first, at - first, PrivacyKind.Host, found);
            return;
        }
        var start = at + length;
        var count = NamedValue.NameLength(text, start);
        if (Bytes.At(text, start + count) is (byte)'\'' or (byte)'"' or (byte)'\\') NamedValue.TakeName(text, start, count, PrivacyKind.Host, found);
    }
}
