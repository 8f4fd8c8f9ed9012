using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Values that a command sets by an option, where another argument says that they are secret: <c>-Name DefaultPassword -Value X</c>, <c>config:system:set mail_smtppassword --value=X</c>,
/// <c>gh secret set DEPLOY --body X</c>, <c>az keyvault secret set --name x --value X</c>.
/// </summary>
internal sealed class NamedOptionDetector : Detector
{
    private const int Reach = 400, Shortest = 4;

    /// <summary>Commands whose values are secrets whatever their name is.</summary>
    private static readonly byte[][] Stores = Phrases.Of("keyvault secret set ", "gh secret set ", "secret add ", "secrets create ", "secretsmanager ");

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("named-option", PrivacyKind.Password, "Values that a command sets under the name of a secret: -Name DefaultPassword -Value X");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. new[] { "-Value ", "--value ", "--value=", "--data ", "--body ", "--secret-string ", "user-secrets set ", "kv put ", "etcdctl put ", "etcdctl set " }.Select(option => new Anchor(option, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var before = text[Math.Max(Bytes.LineStart(text, at), at - Reach)..at];
        // curl --data: what is sent, and settings of its own.
        if (text[at] != '-' ? !IsNamed(text, ref at, length) : !Phrases.AnyIn(before, Stores) && (text.Slice(at, length).IndexOf("alue"u8) < 0 || !IsOfSecret(before))) return;
        var start = at + length;
        var quote = SecretText.QuoteAt(text, start);
        var value = quote.Length > 0 && SecretText.Quoted(text, start, quote) is { } quoted ? quoted : new Extent(start, SecretText.WordEnd(text, start));
        var span = text[value.Start..value.End];
        if (span.Length < Shortest || span[0] is (byte)'-' or (byte)'(' or (byte)'@' or (byte)'{' || KeyValueText.IsReference(span) || CommonWords.Contains(span)) return;
        if (span.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0) found.Replace(value.Start, value.Length, Rule.Kind);
    }

    /// <summary><c>dotnet user-secrets set "Smtp:Pass" "X"</c>, <c>consul kv put wms/db_password X</c>: the last part of the name says it.</summary>
    private static bool IsNamed(ReadOnlySpan<byte> text, ref int at, int length)
    {
        var name = DeviceText.Next(text, at + length, Bytes.LineEnd(text, at));
        var span = text[name.Start..name.End];
        at = Bytes.SkipBlanks(text, DeviceText.After(text, name)) - length;
        return KeyNames.MeaningOf(span[(span.LastIndexOfAny(":/"u8) + 1)..]) is KeyMeaning.Password or KeyMeaning.Token;
    }

    private static bool IsOfSecret(ReadOnlySpan<byte> before)
    {
        foreach (var part in before.Split((byte)' '))
        {
            var word = before[part].Trim("\"'"u8);
            // occ config:app:set talk secret --value X
            if (word.SequenceEqual("secret"u8) && before.IndexOf("config:"u8) >= 0) return true;
            if (word.Length > 4 && word[0] != '-' && !word.ContainsAny("/\\"u8) && IsName(word) && KeyNames.MeaningOf(word) is KeyMeaning.Password or KeyMeaning.Token) return true;
        }
        return false;
    }

    /// <summary>Of more than one word: a single one may be what the command is about.</summary>
    private static bool IsName(ReadOnlySpan<byte> word)
    {
        for (var i = 1; i < word.Length; i++)
            if (word[i] is (byte)'_' or (byte)'-' or (byte)'.' || Bytes.IsUpper(word[i]) && Bytes.IsLower(word[i - 1])) return !Bytes.IsUpper(word[0]) || !IsCmdlet(word);
        return false;
    }

    /// <summary>Set-LocalPassword</summary>
    private static bool IsCmdlet(ReadOnlySpan<byte> word) => word.IndexOf((byte)'-') is > 0 and var dash && dash + 1 < word.Length && Bytes.IsUpper(word[dash + 1]);
}
