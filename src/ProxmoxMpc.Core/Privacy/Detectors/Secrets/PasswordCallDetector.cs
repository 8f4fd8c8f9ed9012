using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Passwords that a method takes whose name says so: <c>$user.SetPassword("x")</c>, <c>$user.Invoke("SetPassword", "x")</c>,
/// <c>ChangePassword("old", "new")</c>, and the account of Windows' own directory that they are of, <c>WinNT://web01/jane,user</c>.
/// </summary>
internal sealed class PasswordCallDetector : Detector
{
    private const int MostTexts = 2, Shortest = 3, LongestPath = 200;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("password-call", PrivacyKind.Password, "Passwords that a method takes: SetPassword(\"x\")");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        .. from name in new[] { "etPassword", "hangePassword", "etPassphrase" } from sign in new[] { "(", "\"", "'" } select new Anchor(name + sign),
        new("WinNT://", IgnoreCase: true), new("sendline(", WordStart: true),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == 's') Sent(text, at + length, found);
        else if (text[at + length - 1] == '/') Account(text, at + length, found);
        else if (text[at + length - 1] == '(') Texts(text, at + length, found);
        // Invoke("SetPassword", "x")
        else if (Bytes.SkipBlanks(text, at + length) is var comma && Bytes.At(text, comma) == ',' && IsCalled(text, at)) Texts(text, comma + 1, found);
    }

    /// <summary>What a script types, if no command looks so: <c>child.sendline("x")</c>.</summary>
    private void Sent(ReadOnlySpan<byte> text, int at, Findings found)
    {
        if (SecretText.QuoteAt(text, at) is not { Length: 1 } quote || SecretText.Quoted(text, at, quote) is not { } value || Bytes.At(text, value.End + 1) != ')') return;
        if (ToldText.ShapeOf(text[value.Start..value.End]) != ToldShape.None) found.Replace(value.Start, value.Length, Rule.Kind);
    }

    /// <summary>Whether the name of the method is the first argument: <c>Invoke("SetPassword"</c>.</summary>
    private static bool IsCalled(ReadOnlySpan<byte> text, int at)
    {
        var start = at;
        while (start > 0 && Bytes.IsAsciiLetter(text[start - 1])) start--;
        return Bytes.At(text, start - 1) is (byte)'"' or (byte)'\'' && Bytes.At(text, start - 2) == '(';
    }

    /// <summary>The texts among the arguments; the first that is none ends them.</summary>
    private void Texts(ReadOnlySpan<byte> text, int at, Findings found)
    {
        for (var texts = 0; texts < MostTexts; texts++)
        {
            at = Bytes.SkipBlanks(text, at);
            // @("x") of PowerShell
            if (Bytes.StartsWithAt(text, at, "@("u8)) at += 2;
            var quote = SecretText.QuoteAt(text, at);
            if (quote.IsEmpty || SecretText.Quoted(text, at, quote) is not { } value) return;
            at = Bytes.SkipBlanks(text, value.End + quote.Length);
            if (Bytes.At(text, at) is not ((byte)',' or (byte)')')) return;
            if (value.Length >= Shortest && !KeyValueText.IsReference(text[value.Start..value.End])) found.Replace(value.Start, value.Length, Rule.Kind);
            if (text[at++] == ')') return;
        }
    }

    /// <summary>The last part of the path, behind which its kind stands.</summary>
    private static void Account(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var path = text[at..Math.Min(Bytes.LineEnd(text, at), at + LongestPath)];
        // WinNT://web01/Administrators,group: a machine, which a domain has no digits or dashes of.
        if (NamedValue.NameLength(path, 0) is > 2 and var machine && Bytes.At(path, machine) == '/' && path[..machine].ContainsAny("0123456789-"u8))
            NamedValue.TakeName(text, at, machine, PrivacyKind.Host, found);
        if (path.IndexOf(",user"u8) is not (> 0 and var kind) || path[..kind].LastIndexOf((byte)'/') is not (> 0 and var slash)) return;
        if (NamedValue.NameLength(path, slash + 1) == kind - slash - 1) NamedValue.TakeUser(text, at + slash + 1, kind - slash - 1, found);
    }
}
