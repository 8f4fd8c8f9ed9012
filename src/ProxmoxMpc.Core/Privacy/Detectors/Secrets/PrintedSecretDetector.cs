using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// What a command prints that makes a secret or reads one, on the lines below it: <c>openssl rand -base64 32</c>, <c>pwgen 20 3</c>, <c>vault kv get -field=password kv/x</c>,
/// <c>ceph auth print-key client.x | base64</c>, <c>gh auth token</c>.
/// </summary>
internal sealed class PrintedSecretDetector : Detector
{
    private const int MostLines = 12, Shortest = 6, ShortestMade = 8, Longest = 2000;

    // What they print is random. Of a name that begins as many lines do, the first letters are left out.
    private static readonly string[] Makers = ["nssl rand ", "pwgen", "genkey", "genpsk", "v/urandom", "nt-key ", "et-key ", "uthtool ", "adm token create", "oin-token ", "ecrets.token_", "preauthkeys create", "mkpasswd"];

    // What they print is whatever somebody has put there.
    private static readonly string[] Readers = ["-field=", "npath=", "ial-password", "ecrets versions access", "ecretsmanager get-secret", "ault secret show", "print-access-token", "get-access-token", "gh auth token", "glab auth token", "rbw get ", "lpass show ", "gopass show ", "ecrets get ", "docker secret ", ").DefaultPassword"];

    // What PowerShell prints of a secret that was unwrapped, and what a shell prints of a variable.
    private static readonly string[] Unwrappers = ["-AsPlainText", "GetNetworkCredential().Password", "SecureStringToBSTR(", "GetEnvironmentVariable(", "output -raw ", "$env:"];

    private static readonly byte[][] Talks = [.. new[] { "pass", "secret", "token", "key", "cred", "auth" }.Select(System.Text.Encoding.ASCII.GetBytes)];

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("printed-secret", PrivacyKind.Password, "Secrets that a command prints: openssl rand, pwgen, vault kv get -field");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Makers.Concat(Readers).Select(command => new Anchor(command)), .. Unwrappers.Select(command => new Anchor(command, WordStart: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = Bytes.LineEnd(text, at);
        var line = Bytes.LineStart(text, at);
        if (!IsCommand(text[line..at]) || GoesElsewhere(text[at..end])) return;
        if (IsOf(Unwrappers, text.Slice(at, length)))
        {
            if (PrintsOnly(text[line..at], text[at..end]) && Bytes.NextLine(text, ref end, out var below)) TakeUnwrapped(text, below, end, found);
            return;
        }
        var isMade = IsOf(Makers, text.Slice(at, length));
        if (!isMade && !ToldText.Holds(text[line..end], Talks)) return;
        for (var lines = 0; lines < (isMade ? MostLines : 1) && Bytes.NextLine(text, ref end, out var start); lines++)
        {
            if (isMade ? !TakeRow(text, start, end, found) : !TakeWord(text, start, end, found)) return;
        }
    }

    private static bool IsOf(string[] commands, ReadOnlySpan<byte> anchor)
    {
        foreach (var command in commands)
            if (System.Text.Ascii.Equals(anchor, command)) return true;
        return false;
    }

    /// <summary>Neither kept in a variable nor wrapped again; of a variable nothing but its name, which says that it is a secret.</summary>
    private static bool PrintsOnly(ReadOnlySpan<byte> before, ReadOnlySpan<byte> command)
    {
        if (before.IndexOf(" = "u8) >= 0 || before.IndexOf("ConvertTo-"u8) >= 0 || command.IndexOf(" = "u8) >= 0) return false;
        if (!command.StartsWith("$env:"u8) && !command.StartsWith("GetEnv"u8) && command[0] != 'o') return true;
        var name = command[(command.IndexOfAny(":( "u8) + 1)..].Trim(" \r'\"()"u8);
        if (command[0] == 'o') name = command["output -raw ".Length..].Trim(" \r"u8);
        else if (name.IndexOfAny("'\","u8) is > 0 and var close) name = command[0] == 'G' ? name[..close] : default;
        return !name.IsEmpty && name.IndexOfAny(" =+;|"u8) < 0 && KeyNames.MeaningOf(name) is KeyMeaning.Password or KeyMeaning.Token;
    }

    private void TakeUnwrapped(ReadOnlySpan<byte> text, int start, int end, Findings found)
    {
        while (end > start && text[end - 1] is (byte)'\r' or (byte)' ') end--;
        var word = text[start..end];
        if (KeySentenceText.LooksLikePassword(word, false) && !word.StartsWith("PS"u8) && !word.StartsWith("System."u8)) TakeWord(text, start, end, found);
    }

    /// <summary>Behind a prompt, or behind the sign that a shell or a job puts before what it runs.</summary>
    private static bool IsCommand(ReadOnlySpan<byte> before) => before.IndexOf("$ "u8) >= 0 || before.IndexOf("# "u8) >= 0 || before.IndexOf("> "u8) >= 0 || before.StartsWith("+ "u8);

    /// <summary>Into a file, or into another program that prints something else.</summary>
    private static bool GoesElsewhere(ReadOnlySpan<byte> command)
    {
        for (var i = 1; i < command.Length; i++)
            if (command[i] == '>' && command[i - 1] is not ((byte)'2' or (byte)'-' or (byte)'=' or (byte)'<')) return true;
        return command.IndexOf("| tee"u8) >= 0 || command.IndexOf("| kubectl"u8) >= 0 || command.IndexOf("| docker"u8) >= 0 || command.IndexOf("| ssh"u8) >= 0;
    }

    /// <summary>A line of nothing but random words.</summary>
    private bool TakeRow(ReadOnlySpan<byte> text, int start, int end, Findings found)
    {
        var row = text[start..end];
        if (row.Length is < ShortestMade or > Longest) return false;
        foreach (var part in row.Split((byte)' '))
            if (row[part] is { Length: > 0 } word && !IsRandom(word)) return false;
        foreach (var part in row.Split((byte)' '))
        {
            var (from, count) = part.GetOffsetAndLength(row.Length);
            found.Replace(start + from, count, Rule.Kind);
        }
        return true;
    }

    private static bool IsRandom(ReadOnlySpan<byte> word) =>
        word.Length >= ShortestMade && word[0] is not ((byte)'/' or (byte)'-' or (byte)'.') && word[^1] != ':' && SecretText.LooksRandom(word) && word.IndexOf("://"u8) < 0;

    private bool TakeWord(ReadOnlySpan<byte> text, int start, int end, Findings found)
    {
        var word = text[start..end];
        if (word.Length is < Shortest or > Longest || word.IndexOfAny(" \t"u8) >= 0 || word[0] is (byte)'/' or (byte)'{' or (byte)'[' or (byte)'<' or (byte)'-' || word[^1] is (byte)':' or (byte)'$' or (byte)'#' || KeyValueText.IsReference(word)) return false;
        found.Replace(start, word.Length, Rule.Kind);
        return true;
    }
}
