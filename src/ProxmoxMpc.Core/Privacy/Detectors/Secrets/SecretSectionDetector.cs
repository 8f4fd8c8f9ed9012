using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Files that hold nothing but a secret where a report has them below a head: <c>===== /etc/pve/priv/metricserver/influx.pw</c> and the line below it;
/// and the id of a server in <c>/etc/subscription</c>.
/// </summary>
internal sealed class SecretSectionDetector : Detector
{
    private const int Longest = 200, IdLength = 32, MostLines = 4;

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("secret-section", PrivacyKind.Password, "Secrets below the name of their file in reports");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [new("=== /"), new("--- /"), new("### /"), new("*** /"), new(">>> /"), new("## /"), new("[FILE] /"), new("File: /"), new("file: /")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var line = Bytes.LineEnd(text, at);
        var path = text[(at + length - 1)..line].TrimEnd(" =-#*<:"u8);
        if (path.Contains((byte)' ') || text[Bytes.LineStart(text, at)..at].IndexOfAnyExcept("=-#*> "u8) >= 0) return;
        if (path.EndsWith("/subscription"u8)) ServerId(text, line, found);
        else if (SecretFileDetector.IsSecret(path)) Below(text, line, found);
    }

    private void Below(ReadOnlySpan<byte> text, int line, Findings found)
    {
        if (!Bytes.NextLine(text, ref line, out var start)) return;
        var value = text[start..line];
        if (value.Length is < 4 or > Longest || IsOther(value)) return;
        found.Replace(start, value.Length, Rule.Kind);
    }

    /// <summary>The next head, a comment, a setting, several words.</summary>
    private static bool IsOther(ReadOnlySpan<byte> value) =>
        value[0] is (byte)'#' or (byte)'[' or (byte)'{' or (byte)'<' or (byte)'*' || value.StartsWith("==="u8) || value.StartsWith("---"u8)
        || value.Contains((byte)' ') || value.IndexOf("://"u8) > 0 || IsSetting(value) || KeyValueText.IsReference(value);

    /// <summary>A name and a value; the equals signs of Base64 stand at its end.</summary>
    private static bool IsSetting(ReadOnlySpan<byte> value)
    {
        if (value.TrimEnd((byte)'=').IndexOf((byte)'=') is not (> 0 and var equals)) return false;
        var name = value[..equals];
        return name.IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyz_-"u8) < 0 || KeyNames.MeaningOf(name) != KeyMeaning.Nothing;
    }

    /// <summary>The lines of the file are its key, a digest, and what the shop answered.</summary>
    private static void ServerId(ReadOnlySpan<byte> text, int line, Findings found)
    {
        for (var lines = 0; lines < MostLines && Bytes.NextLine(text, ref line, out var start); lines++)
        {
            if (line - start == IdLength && SecretText.HexEnd(text, start) == line) found.Replace(start, IdLength, PrivacyKind.Subscription);
        }
    }
}
