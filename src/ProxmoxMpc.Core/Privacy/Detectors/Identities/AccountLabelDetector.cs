using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The labels by which Windows tells an account, or its domain, in the languages in which it is sold: <c>Kontoname:  jane</c>, <c>Nom du compte :  jane</c></summary>
internal sealed class AccountLabelDetector : Detector
{
    private const int LongestDomain = 15;

    private static readonly string[] Labels =
        ["Kontoname:", "Anmeldekonto:", "Nom du compte", "Nombre de cuenta:", "Nome account:", "Nome conta:", "Accountnaam:", "Nazwa konta:", "Kontonavn:", "Kontonamn:"];

    private static readonly string[] DomainLabels =
        ["Kontodomäne:", "Domaine du compte", "Dominio de cuenta:", "Dominio account:", "Accountdomein:", "Domena konta:", "Kontodomene:", "Kontodomän:"];

    public override PrivacyRule Rule => SpokenUserDetector.SpokenRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Labels.Concat(DomainLabels).Select(label => new Anchor(label, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found) => TakeLabelled(text, at, length, found);

    /// <summary>Takes an account, or a domain, behind a label, with blanks or tabs between.</summary>
    internal static void TakeLabelled(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var label = text.Slice(at, length);
        var start = Bytes.SkipBlanks(text, at + length);
        if (label[^1] != ':')
        {
            // French has a blank before the colon.
            if (Bytes.StartsWithAt(text, start, "\u00a0:"u8)) start += 3;
            else if (Bytes.At(text, start) == ':') start++;
            else return;
            start = Bytes.SkipBlanks(text, start);
        }
        var count = NamedValue.NameLength(text, start);
        if (!label.StartsWith("Dom"u8) && label.IndexOf("dom"u8) <= 0) NamedValue.TakeUser(text, start, count, found);
        else if (count is > 1 and <= LongestDomain && !Bytes.StartsWithAt(text, start, "NT"u8)) NamedValue.TakeName(text, start, count, PrivacyKind.Domain, found);
    }
}
