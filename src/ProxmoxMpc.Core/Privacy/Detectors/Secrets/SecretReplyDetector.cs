using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// The object that a store of secrets answers with, in which every text is one whatever its key: <c>curl … kv/data/pve | jq .data.data</c> and <c>{ "root": "x" }</c> below it,
/// <c>vault kv get -format=json</c>, <c>sops -d</c>.
/// </summary>
internal sealed class SecretReplyDetector : Detector
{
    private const int MostLines = 60, Shortest = 4;

    private static readonly WordSet Others = WordSet.Of("url uri host hostname server user username login name port path database db version created created_time updated_time deletion_time destroyed endpoint region bucket email mail account id type realm domain note comment description mountpoint request_id lease_id");

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("secret-reply", PrivacyKind.Password, "Objects that a store of secrets answers with");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("data.data"), new("vault kv get "), new("vault read "), new("sops -d "), new("sops --decrypt "), new("sops decrypt ")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = Bytes.LineEnd(text, at);
        if (text[end..].TrimStart("\r\n"u8) is not [(byte)'{', ..]) return;
        for (var lines = 0; lines < MostLines && Bytes.NextLine(text, ref end, out var start); lines++)
        {
            if (text[start..end] is [(byte)'}', ..]) return;
            Member(text, Bytes.SkipBlanks(text, start), end, found);
        }
    }

    /// <summary><c>"root": "x",</c></summary>
    private void Member(ReadOnlySpan<byte> text, int at, int end, Findings found)
    {
        if (Bytes.At(text, at) != '"' || SecretText.Quoted(text, at, "\""u8) is not { } key) return;
        var sign = Bytes.SkipBlanks(text, key.End + 1);
        if (Bytes.At(text, sign) != ':') return;
        var open = Bytes.SkipBlanks(text, sign + 1);
        if (open >= end || text[open] != '"' || SecretText.Quoted(text, open, "\""u8) is not { Length: >= Shortest } value) return;
        var name = text[key.Start..key.End];
        if (Others.Contains(name) || Others.Contains(name[(name.LastIndexOfAny("_-."u8) + 1)..]) || KeyValueText.IsReference(text[value.Start..value.End])) return;
        found.Replace(value.Start, value.Length, Rule.Kind);
    }
}
