using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// The command lines that auditd writes down in hexadecimal digits: <c>proctitle=6D7973716C002D75006A616E65</c> is mysql -u jane. Of their arguments those are hidden that name a user,
/// a machine or a secret; what the program is and does stays.
/// </summary>
internal sealed class ProcessTitleDetector : Detector
{
    private const int Longest = 256;

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("process-title", PrivacyKind.User, "Users, machines and secrets in command lines that auditd writes in hexadecimal digits");

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("proctitle=", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        var end = SecretText.HexEnd(text, start);
        if (end - start < 8 || (end - start) % 2 != 0) return;
        Span<byte> plain = stackalloc byte[Longest];
        var isNamed = false;
        for (var (i, first) = (start, true); i < end; first = false)
        {
            var from = i;
            var size = 0;
            for (; i < end && !(text[i] == '0' && text[i + 1] == '0'); i += 2)
                if (size < Longest) plain[size++] = (byte)((Bytes.HexValue(text[i]) << 4) | Bytes.HexValue(text[i + 1]));
            var argument = plain[..size];
            if (!first && Hidden(argument, isNamed) is > -1 and var skip) found.Replace(from + (2 * skip), i - from - (2 * skip), PrivacyKind.Password);
            isNamed = Naming.Contains(argument);
            i += 2;
        }
    }

    /// <summary>From which byte on an argument is hidden; -1 where it stays.</summary>
    private static int Hidden(ReadOnlySpan<byte> argument, bool isNamed)
    {
        if (argument.IsEmpty) return -1;
        if (isNamed && argument[0] != '-') return ServiceAccounts.Contains(argument) || argument.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 ? -1 : 0;
        if (argument.Contains((byte)'@') || argument.IndexOf("://"u8) > 0 || AddressText.TryParseIpv4(argument, (byte)'.', out _) || Domains.IsDomain(argument, out var isPublic, out var labels, out _) && !isPublic && labels > 2) return 0;
        // -pSecret, --password=secret
        if (argument.StartsWith("-p"u8) && argument.Length > 6 && argument[2] != 'r') return 2;
        return argument.StartsWith("--"u8) && argument.IndexOf((byte)'=') is > 0 and var sign && KeyNames.MeaningOf(argument[2..sign]) is KeyMeaning.Password or KeyMeaning.Token ? sign + 1 : -1;
    }

    private static readonly WordSet Naming = WordSet.Of("-u -U -h -H -p -P -l -w --user --username --host --hostname --password --pass --secret --token --server");
}
