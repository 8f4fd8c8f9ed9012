using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Accounts of a firewall, which are the entries of a section: <c>config system admin</c>, <c>edit "jane"</c>.</summary>
internal sealed class ApplianceUserDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("appliance-user", PrivacyKind.User, "Accounts in sections of FortiOS");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("config system admin"), new("config user local"), new("config user peer"), new("config system api-user")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        for (var (end, lines) = (Bytes.LineEnd(text, at), 0); lines < 200 && Bytes.NextLine(text, ref end, out var start); lines++)
        {
            var first = Bytes.SkipBlanks(text, start);
            if (text[first..end].SequenceEqual("end"u8)) return;
            if (!Bytes.StartsWithAt(text, first, "edit \""u8)) continue;
            var name = text.Slice(first + 6, NamedValue.NameLength(text, first + 6));
            if (name.Length < 3 || Bytes.At(text, first + 6 + name.Length) != '"' || Vocabulary.IsSystemUser(name) || ServiceAccounts.Contains(name)) continue;
            found.Learn(PrivacyKind.User, name);
            found.Replace(first + 6, name.Length, PrivacyKind.User);
        }
    }
}
