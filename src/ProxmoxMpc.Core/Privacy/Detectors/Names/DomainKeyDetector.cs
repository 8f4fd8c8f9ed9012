using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Domains behind a key that says so (<c>domain = "kolb.enterprises"</c>, <c>search corp.firma</c>): there an ending may be as unusual as it likes.</summary>
internal sealed class DomainKeyDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("domain-key", PrivacyKind.Domain, "Domains behind keys such as domain, search_domain, dns_domain");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("domain", IgnoreCase: true), new("\nsearch ")];

    // What Terraform takes from elsewhere.
    private static readonly byte[][] References = Phrases.Of("local.", "var.", "module.", "data.", "each.", "self.", "path.");

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var (start, count) = text[at] == '\n' ? (at + length, NamedValue.NameLength(text, at + length)) : NamedValue.After(text, at + length);
        var name = text.Slice(start, count);
        if (IsOfShare(text, at, start, count))
        {
            AccountValue.TakeDomain(text, start, count, found);
            return;
        }
        if (count < 4 || !name.Contains((byte)'.') || NamedValue.NameLength(text, start) != count || !Vocabulary.CanBeName(name)) return;
        // domain = var.domain
        if (Bytes.At(text, start - 1) is not ((byte)'"' or (byte)'\'') && Phrases.AnyStarts(name, References)) return;
        var top = name[(name.LastIndexOf((byte)'.') + 1)..];
        if (top.Length < 2 || !top.ContainsAnyInRange((byte)'a', (byte)'z') || top.ContainsAnyInRange((byte)'0', (byte)'9') || Domains.IsPublic(name) || Domains.IsPackage(name)) return;
        found.Learn(PrivacyKind.Domain, name);
        found.Replace(start, count, PrivacyKind.Domain);
    }

    /// <summary>The domain of Windows that the user of a share is in: <c>domain: FIRMA</c> below or above <c>username: jane</c>.</summary>
    private static bool IsOfShare(ReadOnlySpan<byte> text, int at, int start, int count)
    {
        const int Reach = 160;
        var name = text.Slice(start, count);
        if (count is < 3 or > 15 || !NamedValue.IsFirstOnLine(text, at) || Bytes.LineEnd(text, start) > start + count + 1) return false;
        if (name.IndexOfAnyExcept("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"u8) >= 0) return false;
        return text[Math.Max(0, at - Reach)..Math.Min(text.Length, start + Reach)].IndexOf("username"u8) >= 0;
    }
}
