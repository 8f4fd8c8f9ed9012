using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The arguments of a command in records of the kernel's audit, one by one: <c>type=EXECVE … a0="mysql" a1="-ujane" a2="-px"</c>.</summary>
internal sealed class AuditArgumentDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("audit-argument", PrivacyKind.Password, "Passwords among the arguments in records of the audit");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("type=EXECVE", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineEnd(text, at);
        var (isLogin, takes) = (false, false);
        for (var i = at + length; i < line && text[i..line].IndexOf("=\""u8) is >= 0 and var sign;)
        {
            var start = i + sign + 2;
            if (text[start..line].IndexOf((byte)'"') is not (>= 0 and var size)) return;
            var argument = text.Slice(start, size);
            i = start + size + 1;
            if (Bytes.StartsWithAt(text, start - 5, " a0="u8)) isLogin = argument.IndexOf("mysql"u8) >= 0 || argument.IndexOf("maria"u8) >= 0 || argument.IndexOf("sshpass"u8) >= 0;
            else if (takes && argument.Length >= 4 && !KeyValueText.IsReference(argument) && argument[0] != '-') found.Replace(start, size, Rule.Kind);
            else if (isLogin && argument.Length > 4 && argument.StartsWith("-p"u8)) found.Replace(start + 2, size - 2, Rule.Kind);
            takes = argument.SequenceEqual("-w"u8) || argument.SequenceEqual("-P"u8) || argument.Length > 4 && argument.StartsWith("--"u8) && KeyNames.MeaningOf(argument[2..]) is KeyMeaning.Password or KeyMeaning.Token;
        }
    }
}
