using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Accounts that every device has, and their password glued to them: <c>the BMC (ADMIN/x)</c>, <c>login with root/x</c>, <c>IPMI ADMIN:x</c>.
/// </summary>
internal sealed class GluedLoginDetector : Detector
{
    public override PrivacyRule Rule => LoginText.PairRule;

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        .. from account in new[] { "root", "admin", "ADMIN", "Admin", "administrator", "Administrator", "ubnt", "calvin" } from sign in new[] { "(",
        " " } select new Anchor($"{sign}{account}/"),
        new(" root:"), new(" admin:"), new(" ADMIN:"), new(" Administrator:"), new(" USERID:"), new(" ubnt:"),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        // Get-CimClass -Namespace root/cimv2
        if (text[..at].EndsWith("amespace"u8)) return;
        if (text[start - 1] == ':' && !IsLogin(text, at, start)) return;
        var end = SecretText.WordEnd(text, start);
        while (end > start && text[end - 1] is (byte)'.' or (byte)',' or (byte)';') end--;
        if (CanBePassword(text[start..end], Bytes.At(text, end) == ')')) found.Replace(start, end - start, Rule.Kind);
    }

    /// <summary><c>IPMI ADMIN:x</c>, and not: chown root:daemon, a line of passwd</summary>
    private static bool IsLogin(ReadOnlySpan<byte> text, int at, int start) =>
        LoginText.HasSign(text[Bytes.LineStart(text, at)..at]) && !text[start..SecretText.WordEnd(text, start)].Contains((byte)':')
        && Bytes.At(text, start) != '$';

    private static bool CanBePassword(ReadOnlySpan<byte> value, bool isBracketed)
    {
        if (value.Length is < 4 or > 40 || value.Contains((byte)'/') || KeyValueText.IsReference(value) || CommonWords.Contains(value)
            || Vocabulary.IsWord(value))
            return false;
        if (value.IndexOfAnyInRange((byte)'A', (byte)'z') < 0) return false;
        if (value.IndexOfAny("!#$%&+=^~?*@"u8) >= 0) return true;
        // A path has neither digits and capitals nor signs; a file has an ending.
        return !value.Contains((byte)'.') && (value.ContainsAnyInRange((byte)'0', (byte)'9') || isBracketed && value.Contains((byte)'-'));
    }
}
