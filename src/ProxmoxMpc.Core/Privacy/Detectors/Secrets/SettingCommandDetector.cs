using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Secrets in commands of devices that set something, however plain their word is: <c>set secret X</c>, <c>add radius-server name NPS ip 10.0.0.5 secret X</c>,
/// <c>configure radius mgmt-access primary shared-secret X</c>, <c>ssid "x" security wpa-psk cipher aes psk X</c>. No article, preposition or everyday word stands on such a line.
/// </summary>
internal sealed class SettingCommandDetector : Detector
{
    private const int LongestPrompt = 64, LongestLine = 300, Shortest = 3;

    private static readonly string[] Nouns =
    [
        "password", "passwd", "secret", "shared-secret", "pre-shared-key", "psk", "wpa-psk", "passphrase", "newpass", "bind-password", "authpwd", "privpwd", "auth-pwd", "priv-pwd", "auth-pass-phrase",
        "privacy-pass-phrase", "encrypted-password", "key",
    ];

    private static readonly WordSet NounWords = WordSet.Of(string.Join(' ', Nouns));

    private static readonly WordSet Verbs = WordSet.Of("set add config configure create local-userdb username ssid radius tacacs isakmp wlan crudini iniset");

    /// <summary>Words that a sentence has, or a setting that is none of the secret itself.</summary>
    private static readonly WordSet Words = WordSet.Of("the a an to for your and or with is are be in on of that this new it by from if as at via not no yes none required optional length expiration history generic enc");

    // Configure password age: what of it is set.
    private static readonly WordSet Policies = WordSet.Of("age length complexity policy expiry strength rotation reuse");

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("setting-command", PrivacyKind.Password, "Secrets in commands of devices that set something: set secret X, add radius-server … secret X");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Nouns.Select(noun => new Anchor(noun + " ", WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineEnd(text, at);
        if (Bytes.At(text, at - 1) != ' ' || line - at > LongestLine || NoValueText.IsDemand(text, new Extent(at, at + length - 1)) || CommandStart(text, at) is not (>= 0 and var start)) return;
        var before = text[start..at];
        // A key is whatever one likes, where no server is spoken of.
        if (length == 4 && text[at] == 'k' && before.IndexOf("radius"u8) < 0 && before.IndexOf("tacacs"u8) < 0) return;
        var value = DeviceText.Secret(text, at + length, line, out _);
        var span = text[value.Start..value.End];
        if (!CanBeSecret(span) || !EndsSo(text, value, line)) return;
        found.Replace(value.Start, value.Length, Rule.Kind);
    }

    /// <summary>Where the command begins that the place is in, behind a prompt or not; -1 where none does, or where a sentence is.</summary>
    private static int CommandStart(ReadOnlySpan<byte> text, int at)
    {
        var line = Math.Max(Bytes.LineStart(text, at), at - LongestLine);
        var prompt = text[line..Math.Min(at, line + LongestPrompt)].LastIndexOfAny("#>"u8);
        var start = Bytes.SkipBlanks(text, prompt >= 0 ? line + prompt + 1 : line);
        if (start >= at) return -1;
        var first = true;
        for (var i = start; i < at;)
        {
            var word = DeviceText.Next(text, i, at);
            if (word.IsEmpty) break;
            var span = text[word.Start..word.End];
            if (first ? !Verbs.Contains(span) : Words.Contains(span) || span[^1] is (byte)',' or (byte)'.' or (byte)':' or (byte)'=') return -1;
            first = false;
            i = DeviceText.After(text, word);
        }
        return first ? -1 : start;
    }

    private static bool CanBeSecret(ReadOnlySpan<byte> value)
    {
        // What Palo Alto's firewalls have enciphered begins so.
        if (value.StartsWith("-AQ=="u8)) return true;
        if (value.Length < Shortest || !DeviceText.CanBeSecret(value) || value.StartsWith("REDACTED-"u8)) return false;
        return !Words.Contains(value) && !Policies.Contains(value) && !NounWords.Contains(value) && !CommonWords.Contains(value) && !Vocabulary.IsWord(value) && value[^1] is not ((byte)',' or (byte)':' or (byte)'?') && !value.Contains((byte)'=');
    }

    /// <summary>At the end of the line, or before the next setting.</summary>
    private static bool EndsSo(ReadOnlySpan<byte> text, Extent value, int line)
    {
        if (DeviceText.EndsSo(text, value, line)) return true;
        var next = DeviceText.Next(text, DeviceText.After(text, value), line);
        var span = text[next.Start..next.End];
        return NounWords.Contains(span) || span.Length > 4 && span[1..^1].IndexOfAny("-_"u8) >= 0 && Bytes.IsLower(span[0]);
    }
}
