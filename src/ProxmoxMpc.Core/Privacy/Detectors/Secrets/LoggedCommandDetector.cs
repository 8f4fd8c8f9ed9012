using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Passwords of several words in what sudo logs of a command: the quotes that held them together are gone (<c>COMMAND=/usr/sbin/pveum passwd --password three plain words</c>).</summary>
internal sealed class LoggedCommandDetector : Detector
{
    private const int MostWords = 6;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("logged-command", PrivacyKind.Password, "Passwords of several words in the commands that sudo logs");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("COMMAND=", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = Bytes.LineEnd(text, at);
        for (var i = at + length; i < end && text[i..end].IndexOf(" --"u8) is >= 0 and var option;)
        {
            var name = i + option + 3;
            i = name;
            while (i < end && (Bytes.IsAsciiLetterOrDigit(text[i]) || text[i] is (byte)'-' or (byte)'_')) i++;
            if (Bytes.At(text, i) is not ((byte)' ' or (byte)'=') || KeyNames.MeaningOf(text[name..i]) != KeyMeaning.Password) continue;
            var start = i + 1;
            var stop = text[start..end].IndexOf(" -"u8) is >= 0 and var next ? start + next : end;
            var value = text[start..stop].TrimEnd((byte)' ');
            // What follows a single word may be an argument of the command: a path, a userid, a setting, an address, a lone number or name.
            if (value.Count((byte)' ') is 0 or > MostWords || value[0] is (byte)'"' or (byte)'\'' || value.ContainsAny("/=@;|"u8) || value.Count((byte)' ') == 1 && value[..value.IndexOf((byte)' ')] is var first && (first.ContainsAnyInRange((byte)'0', (byte)'9') || first.IndexOfAny("!#$%&+^~?*"u8) >= 0)) continue;
            found.Replace(start, value.Length, Rule.Kind);
        }
    }
}
