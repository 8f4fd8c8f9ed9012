using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// User and password as one argument, whatever the program: <c>push-metrics.sh -u jane:x</c>, <c>backup --auth jane:x</c>. The numbers and groups that
/// containers and tools for files are given so are no password: <c>-u 1000:1000</c>, <c>-u www-data:www-data</c>.
/// </summary>
internal sealed class UserOptionDetector : Detector
{
    private const int Shortest = 6, Longest = 64;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("user-option", PrivacyKind.Password, "User and password as one argument of any program");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [new(" -u "), new(" --user "), new(" --user="), new(" --auth "), new(" --auth="), new(" --basic-auth "), new(" --basic-auth="), new(" --login "), new("ttyd ", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == 't')
        {
            // ttyd -c jane:x
            if (text[at..Bytes.LineEnd(text, at)].IndexOf(" -c "u8) is not (> 0 and var option)) return;
            (at, length) = (at + option, 4);
        }
        var start = Bytes.SkipBlanks(text, at + length);
        if (SecretText.QuoteAt(text, start) is { Length: > 0 } quote) start += quote.Length;
        var name = NamedValue.NameLength(text, start);
        if (name < 2 || Bytes.At(text, start + name) != ':') return;
        var password = start + name + 1;
        var value = text[password..SecretText.WordEnd(text, password)];
        if (!IsPassword(value)) return;
        found.Replace(password, value.Length, Rule.Kind);
        NamedValue.TakeUser(text, start, name, found);
    }

    private static bool IsPassword(ReadOnlySpan<byte> value) =>
        value.Length is >= Shortest and <= Longest && KeySentenceText.LooksLikePassword(value, false) && !value.Contains((byte)'/')
        && !KeyValueText.IsReference(value) && !IsMachine(value);

    /// <summary>host:port, and a name with a number: <c>-u web:web01</c></summary>
    private static bool IsMachine(ReadOnlySpan<byte> value) =>
        value.TrimEnd("0123456789"u8).IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyz-"u8) < 0 && value.Length < 12;
}
