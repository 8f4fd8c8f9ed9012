using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Rows of a page's table without heads, in which a cell holds everybody's account and the next one its password: <c>&lt;td>Administrator&lt;/td>&lt;td>x-7!&lt;/td></c></summary>
internal sealed class LoginCellDetector : Detector
{
    private const int Longest = 96;

    private static readonly string[] Accounts = ["administrator", "admin", "root", "sa", "superuser", "ADMIN", "USERID"];

    public override PrivacyRule Rule => LoginText.PairRule;

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Accounts.Select(account => new Anchor($"<td>{account}</td><td>", IgnoreCase: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = MarkupText.SkipTags(text, at + length);
        if (text[start..Math.Min(text.Length, start + Longest)].IndexOf((byte)'<') is > 4 and var end && ToldText.ShapeOf(text.Slice(start, end)) != ToldShape.None) found.Replace(start, end, Rule.Kind);
    }
}
