using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Whose record it is in a zone: <c>lyra IN CNAME lb4</c>, <c>_acme-challenge.lyra 60 IN TXT "…"</c>. Services that every zone has stay.</summary>
internal sealed class ZoneOwnerDetector : Detector
{
    // What mail is called in other languages is a service's name in an address and a machine's in a zone.
    private static readonly WordSet Foreign = WordSet.Of("posta posti poczta correo courriel correio");

    private static readonly WordSet Standard =
        WordSet.Of("enterpriseregistration enterpriseenrollment lyncdiscover msoid webmail cpanel whm calendar autodiscover autoconfig selector1 selector2");

    // What a machine is for: nobody calls a service so that others are to find.
    private static readonly WordSet Machines = WordSet.Of("bastion jump jumphost gw gateway fw firewall router switch sw nas san filer pbx hypervisor relay bmc ipmi");

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("zone-owner", PrivacyKind.Host, "Machines whose records stand in a zone");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [new(" IN "), new(" IN\t"), new("\tIN\t"), new("\tIN "), new("_acme-challenge.")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] != '_')
        {
            var line = Bytes.LineStart(text, at);
            if (IsRecord(text, Bytes.SkipBlanks(text, at + length)) && IsOwner(text[line..at])) Take(text, line, found);
            return;
        }
        // _acme-challenge.lyra, and not that of a full name.
        var start = at + length;
        if (Bytes.LineStart(text, at) == at && Bytes.IsBlank(Bytes.At(text, start + NamedValue.NameLength(text, start)))) Take(text, start, found);
    }

    /// <summary>Whether a record stands there that a machine has: an address, or another name.</summary>
    private static bool IsRecord(ReadOnlySpan<byte> text, int at)
    {
        var end = at;
        while (Bytes.IsUpper(Bytes.At(text, end))) end++;
        return Bytes.IsBlank(Bytes.At(text, end)) && (text[at..end].SequenceEqual("A"u8) || text[at..end].SequenceEqual("AAAA"u8) || text[at..end].SequenceEqual("CNAME"u8));
    }

    /// <summary>A name, and no more behind it than how long it may be kept.</summary>
    private static bool IsOwner(ReadOnlySpan<byte> before)
    {
        if (before.IsEmpty || !Bytes.IsLetterOrDigit(before[0])) return false;
        var name = NamedValue.NameLength(before, 0);
        return before[name..].IndexOfAnyExcept(" \t0123456789"u8) < 0 && !before[..name].Contains((byte)'.');
    }

    /// <summary>Takes an owner where it can be a machine's.</summary>
    public static void Take(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var count = NamedValue.NameLength(text, at);
        var name = text.Slice(at, count);
        if (count < 2 || IsService(name)) return;
        if (!CommonWords.Contains(name) || Foreign.Contains(name) || Machines.Contains(name)) NamedValue.TakeName(text, at, count, PrivacyKind.Host, found);
    }

    /// <summary>Whether a name in a zone is that of a service which any zone may have.</summary>
    public static bool IsService(ReadOnlySpan<byte> name) => !Foreign.Contains(name) && !Machines.Contains(name) && (Vocabulary.IsWord(name) || Standard.Contains(name));
}
