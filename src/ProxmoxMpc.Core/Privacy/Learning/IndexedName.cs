using System.Text;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>A learnt name as it is looked up, and what follows from it.</summary>
internal readonly struct IndexedName
{
    private const int ShortestStem = 3;

    public IndexedName(string name, PrivacyKind kind, PrivacyPolicy policy)
    {
        (Kind, Lower, IsAllowed) = (kind, LowerOf(name), policy.Allowed.Contains(name));
        Strength = NameStrength.Of(kind, Lower);
        (Stem, Digits) = StemOf(name, kind, Lower);
    }

    public PrivacyKind Kind { get; }

    /// <summary>Its bytes, in lower case.</summary>
    public byte[] Lower { get; }

    public NameIndex.Strength Strength { get; }

    /// <summary>Whether the user wants it to stay.</summary>
    public bool IsAllowed { get; }

    /// <summary>
    /// Who has learnt web-01 knows web-02: what names have in common that differ in their last number only, one or two digits of it. Names that everybody
    /// uses (debian-12) have none.
    /// </summary>
    public byte[]? Stem { get; }

    /// <summary>How many digits the number has that is no part of the stem.</summary>
    public int Digits { get; }

    private static byte[] LowerOf(string name)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        for (var i = 0; i < bytes.Length; i++) bytes[i] = Bytes.ToLower(bytes[i]);
        return bytes;
    }

    private static (byte[]? Stem, int Digits) StemOf(string name, PrivacyKind kind, byte[] lower)
    {
        var digits = name.Length - name.AsSpan().TrimEnd("0123456789").Length;
        if (digits is not (1 or 2) || kind is not (PrivacyKind.Node or PrivacyKind.Guest or PrivacyKind.Host) || name.Contains('.', StringComparison.Ordinal)) return (null, 0);
        return name.Length - digits < ShortestStem || Products.Contains(name[..^digits].TrimEnd('-', '_')) ? (null, 0) : (lower[..^digits], digits);
    }

    private static readonly HashSet<string> Products = new(
        "debian ubuntu win windows centos rocky alma almalinux fedora freebsd alpine opensuse php python java ipv sha md version release disk port test step line page part server vm ct template snapshot backup vlan zone rack slot pool raid".Split(' '), StringComparer.OrdinalIgnoreCase);
}
