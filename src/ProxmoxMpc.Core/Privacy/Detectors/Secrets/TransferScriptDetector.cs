using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Scripts of Windows' <c>ftp -s</c>: a server, a user and a password, each on a line of its own, and the first command below them.</summary>
internal sealed class TransferScriptDetector : Detector
{
    private static readonly WordSet Commands = WordSet.Of("bin binary ascii cd lcd put get mput mget prompt hash passive quote ls dir quit bye pwd verbose mkdir type");

    public override PrivacyRule Rule => SecretPlace.Rule;

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("open ", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (Bytes.LineStart(text, at) != at) return;
        var end = Bytes.LineEnd(text, at);
        if (text[(at + length)..end].TrimEnd(" \r"u8) is not { IsEmpty: false } server || server.Contains((byte)' ')) return;
        if (!Bytes.NextLine(text, ref end, out var user)) return;
        var name = text[user..end].TrimEnd(" \r"u8);
        // user jane X, on one line
        if (name.StartsWith("user "u8) && DeviceText.Next(text, user + 5, end) is { IsEmpty: false } account && DeviceText.Next(text, account.End, end) is { Length: > 3 } glued)
        {
            Take(text, account, glued, found);
            return;
        }
        if (NamedValue.NameLength(text, user) != name.Length || name.Length < 2 || Commands.Contains(name) || !Bytes.NextLine(text, ref end, out var start)) return;
        var password = text[start..end].TrimEnd(" \r"u8);
        if (password.Length < 4 || password.Contains((byte)' ') || Commands.Contains(password) || !Bytes.NextLine(text, ref end, out var below)) return;
        var command = DeviceText.Next(text, below, end);
        if (Commands.Contains(text[command.Start..command.End])) Take(text, new Extent(user, user + name.Length), new Extent(start, start + password.Length), found);
    }

    private void Take(ReadOnlySpan<byte> text, Extent user, Extent password, Findings found)
    {
        if (KeyValueText.IsReference(text[password.Start..password.End])) return;
        found.Replace(password.Start, password.Length, Rule.Kind);
        NamedValue.TakeUser(text, user.Start, user.Length, found);
    }
}
