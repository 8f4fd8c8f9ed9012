using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Passwords in remarks, of logins that a product has by nature and everybody calls by their short name: SQL Server's <c>sa=x</c>, <c>DSRM x</c> of a domain
/// controller.
/// </summary>
internal sealed class KnownLoginDetector : Detector
{
    private const int Shortest = 6, Longest = 64;

    public override PrivacyRule Rule { get; } =
        PrivacyRule.Secret("known-login", PrivacyKind.Password, "Passwords behind sa= of SQL Server and DSRM of a domain controller");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        new(" sa="), new("\"sa="), new(",sa="), new(";sa="),
        .. new[] { "DSRM ", "DSRM: ", "DSRM=" }.Select(word => new Anchor(word, WordStart: true)),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        var end = start;
        while (end < text.Length && end - start <= Longest && !Bytes.IsBlank(text[end]) && text[end] is not ((byte)'"' or (byte)'<' or (byte)'`')) end++;
        // The end of a line in a text of JSON
        if (text[start..end].IndexOf("\\n"u8) is > 0 and var escape) end = start + escape;
        // What ends a cell or a clause; an exclamation mark may be the password's.
        if (text[start..end].IndexOfAny(",;"u8) is > 0 and var cell) end = start + cell;
        while (end > start && text[end - 1] is (byte)'.' or (byte)')') end--;
        var value = text[start..end];
        if (value.Length is < Shortest or > Longest || KeyValueText.IsReference(value) || ToldText.IsCraft(value)) return;
        if (KeySentenceText.LooksLikePassword(value, false)) found.Replace(start, value.Length, Rule.Kind);
    }
}
