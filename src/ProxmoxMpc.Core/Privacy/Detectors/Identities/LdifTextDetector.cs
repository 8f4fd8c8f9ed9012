using System.Collections.Immutable;
using System.Text.Unicode;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Names and sentences of a directory that LDIF writes in Base64 as soon as one letter is none of ASCII: <c>dn:: Q049SMOpY3Rvci…</c>,
/// <c>displayName:: SMOpY3Rvcg==</c>. Nobody sees what is in them, a domain and a person mostly; pictures and numbers stay.
/// </summary>
internal sealed class LdifTextDetector : Detector
{
    private const int Shortest = 4;

    // Also what ends so: displayName, distinguishedName, streetAddress.
    private static readonly string[] Attributes =
    [
        "dn", "cn", "sn", "ou", "gn", "uid", "name", "mail", "info", "gecos", "title", "street", "address", "company", "department", "office",
        "member", "memberof", "manager", "description", "\nl", "\no",
    ];

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("ldif-text", PrivacyKind.ServiceToken, "Names and sentences of directories in Base64");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Attributes.Select(attribute => new Anchor($"{attribute}:: ", IgnoreCase: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        var line = Bytes.LineEnd(text, start);
        var isFirstOnLine = !text[Bytes.LineStart(text, start)..(start - 1)].Contains((byte)' ');
        if (!isFirstOnLine || !IsText(text[start..line])) return;
        found.Replace(start, line - start, Rule.Kind);
        // A long value goes on behind one blank.
        while (Bytes.NextLine(text, ref line, out var next) && text[next] == ' ')
        {
            if (SecretText.Base64End(text, next + 1) != line || line <= next + 1) return;
            found.Replace(next + 1, line - next - 1, Rule.Kind);
        }
    }

    private static bool IsText(ReadOnlySpan<byte> value)
    {
        if (value.Length < Shortest || SecretText.Base64End(value, 0) != value.Length) return false;
        // Where a value goes on, a letter may be in two parts.
        return Decodings.Decoded(value) is { } plain && (Utf8.IsValid(plain) || plain.Length > 1 && Utf8.IsValid(plain.AsSpan(0, plain.Length - 1)));
    }
}
