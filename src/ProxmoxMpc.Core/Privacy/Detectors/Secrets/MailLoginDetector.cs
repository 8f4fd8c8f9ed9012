using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Logins in what a mail program and its server say to each other, and in the settings of one: <c>A1 LOGIN jane X</c> of IMAP, <c>client_send = "^jane^X"</c> and
/// <c>*:jane:X</c> of Exim, <c>smtp.example.net jane:X</c> of Postfix.
/// </summary>
internal sealed class MailLoginDetector : Detector
{
    private const int LongestTag = 12, Shortest = 4;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("mail-login", PrivacyKind.Password, "Logins in the talk of mail servers and in their settings");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("LOGIN ", WordStart: true), new("login \"", WordStart: true), new("client_send = \"^"), new("client_send = \"", WordStart: true), new("client_send = : ", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] != 'c') Imap(text, at - 1, found);
        else Exim(text, at + length, found);
    }

    /// <summary>A short tag begins the line, or what says who sends it: <c>C: a001 LOGIN jane X</c>. The talk ends with the password.</summary>
    private void Imap(ReadOnlySpan<byte> text, int at, Findings found)
    {
        if (Bytes.At(text, at) != ' ') return;
        var tag = at;
        while (tag > 0 && Bytes.IsAsciiLetterOrDigit(text[tag - 1]) && at - tag <= LongestTag) tag--;
        if (at - tag is 0 or > LongestTag || !text[tag..at].ContainsAnyInRange((byte)'0', (byte)'9')) return;
        if (text[Bytes.LineStart(text, tag)..tag].Trim(" \t><CS:"u8).Length > 0) return;
        var line = Bytes.LineEnd(text, at);
        var user = DeviceText.Next(text, at + " LOGIN ".Length - (text[at + 1] == 'l' ? 1 : 0), line);
        var password = DeviceText.Next(text, DeviceText.After(text, user), line);
        if (user.IsEmpty || password.Length < Shortest || !DeviceText.Next(text, DeviceText.After(text, password), line).IsEmpty) return;
        var span = text[password.Start..password.End];
        if (KeyValueText.IsReference(span)) return;
        found.Replace(password.Start, password.Length, Rule.Kind);
        NamedValue.TakeUser(text, user.Start, NamedValue.NameLength(text, user.Start), found);
    }

    /// <summary>What is sent stands between carets, the password last.</summary>
    private void Exim(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var end = at;
        while (end < text.Length && text[end] is not ((byte)'"' or (byte)'\n' or (byte)'\r')) end++;
        if (text[at..end].LastIndexOf((byte)'^') is not (> 0 and var caret) || end - at - caret - 1 < Shortest || KeyValueText.IsReference(text[(at + caret + 1)..end])) return;
        found.Replace(at + caret + 1, end - at - caret - 1, Rule.Kind);
    }
}
