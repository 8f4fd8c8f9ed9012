using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Hosts in what Ansible lists without running anything: <c>--list-hosts</c> (<c>  hosts (2):</c> and a name on each line), and the graph of an inventory (<c>  |--lyra</c>).</summary>
internal sealed class AnsibleListDetector : Detector
{
    private const int MostRows = 2000;

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-ansible-list", PrivacyKind.Host, "Hosts in lists and graphs of Ansible");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("  hosts ("), new("  |--"), new("included: /", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at + 2] == '|')
        {
            Take(text, at + length, found);
            return;
        }
        var end = Bytes.LineEnd(text, at);
        if (text[at] == 'i')
        {
            Included(text, at, end, found);
            return;
        }
        if (text[Bytes.LineStart(text, at)..at].IndexOfAnyExcept((byte)' ') >= 0 || !text[at..end].TrimEnd((byte)'\r').EndsWith("):"u8)) return;
        for (var rows = 0; rows < MostRows && Bytes.NextLine(text, ref end, out var row) && text[row..end].StartsWith("    "u8); rows++) Take(text, Bytes.SkipBlanks(text, row), found);
    }

    /// <summary><c>included: /srv/tasks/user.yml for lyra, vega</c></summary>
    private static void Included(ReadOnlySpan<byte> text, int at, int end, Findings found)
    {
        if (text[at..end].LastIndexOf(" for "u8) is not (> 0 and var by)) return;
        for (var name = at + by + 5; name < end;)
        {
            var count = NamedValue.NameLength(text, name);
            if (count < 2 || Bytes.At(text, name + count) is not (0 or (byte)',' or (byte)' ' or (byte)'\r' or (byte)'\n')) return;
            if (!Vocabulary.IsWord(text.Slice(name, count))) NamedValue.TakeName(text, name, count, PrivacyKind.Host, found);
            name = Bytes.SkipBlanks(text, name + count + 1);
        }
    }

    /// <summary>A word that its line ends with. A group begins with <c>@</c>, a variable in braces.</summary>
    private static void Take(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var count = NamedValue.NameLength(text, at);
        if (count < 2 || Bytes.At(text, at + count) is not (0 or (byte)'\r' or (byte)'\n') || Vocabulary.IsWord(text.Slice(at, count))) return;
        NamedValue.TakeName(text, at, count, PrivacyKind.Host, found);
    }
}
