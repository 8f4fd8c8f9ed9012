using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The lines of PgBouncer's user list, below its name: two texts in quotes and nothing else, <c>"jane" "x"</c>.</summary>
internal sealed class UserListLineDetector : Detector
{
    private const int MostLines = 200;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("user-list-line", PrivacyKind.Password, "Lines of a user and a password in quotes");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("userlist", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = Bytes.LineEnd(text, at);
        for (var lines = 0; lines < MostLines && Bytes.NextLine(text, ref end, out var start); lines++)
        {
            if (end == start || text[start] is (byte)';' or (byte)'#') continue;
            if (text[start] != '"') return;
            Line(text, start, end, found);
        }
    }

    private void Line(ReadOnlySpan<byte> text, int line, int end, Findings found)
    {
        if (text[line..end].IndexOf("\" \""u8) is not (> 1 and var middle)) return;
        var user = text.Slice(line + 1, middle - 1);
        var start = line + middle + 3;
        if (end - start < 2 || text[end - 1] != '"' || user.ContainsAny(" \"/="u8)) return;
        var value = text[start..(end - 1)];
        if (Vocabulary.CanBeName(user) && !Vocabulary.IsSystemUser(user) && !ServiceAccounts.Contains(user)) found.Replace(line + 1, user.Length, PrivacyKind.User);
        // A hash is known by its own form.
        if (value.Contains((byte)'"') || KeyValueText.IsReference(value) || value.StartsWith("md5"u8) && value.Length == 35 || value.StartsWith("SCRAM-"u8)) return;
        found.Replace(start, value.Length, Rule.Kind);
    }
}
