using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// What VMware hands to a guest: <c>guestinfo.hostname = "web-01"</c>, <c>guestinfo.ot.joinpw = "x"</c>, also as a property of an appliance,
/// <c>--prop:guestinfo.cis.deployment.node=x</c>.
/// </summary>
internal sealed class GuestInfoDetector : Detector
{
    private const int ShortestFile = 16;

    private static readonly WordSet Names = WordSet.Of("hostname host fqdn computername localhostname vmname");

    // What cloud-init and Ignition are given: files with names, keys and passwords, mostly in Base64.
    private static readonly WordSet Files = WordSet.Of("userdata metadata vendordata data ovfenv");

    private static readonly byte[][] Secrets =
        [.. new[] { "pw", "pwd", "pass", "passwd", "password", "secret", "token", "psk" }.Select(System.Text.Encoding.ASCII.GetBytes)];

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("guest-info", PrivacyKind.Password, "Names and passwords that VMware hands to a guest");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("guestinfo.", IgnoreCase: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var count = NamedValue.NameLength(text, at);
        var (start, size) = NamedValue.After(text, at + count);
        if (size < 2) return;
        var key = text.Slice(at, count);
        var last = key[(key.LastIndexOf((byte)'.') + 1)..];
        if (Names.Contains(last)) NamedValue.TakeName(text, start, size, PrivacyKind.Guest, found);
        else if (Files.Contains(last) && IsEncoded(text.Slice(start, size))) found.Replace(start, size, PrivacyKind.ServiceToken);
        else if (IsSecret(last) && size >= 4 && !KeyValueText.IsReference(text.Slice(start, size))) found.Replace(start, size, Rule.Kind);
    }

    private static bool IsEncoded(ReadOnlySpan<byte> value) => value.Length >= ShortestFile && SecretText.Base64End(value, 0) == value.Length;

    private static bool IsSecret(ReadOnlySpan<byte> key)
    {
        foreach (var end in Secrets)
            if (key.Length >= end.Length && Bytes.StartsWithIgnoreCase(key, key.Length - end.Length, end)) return true;
        return false;
    }
}
