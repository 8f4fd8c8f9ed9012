using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The default of a Terraform variable whose name says that it is a secret, or that is marked as sensitive.</summary>
internal sealed class VariableDefaultDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("terraform-variable", PrivacyKind.Password, "Defaults of Terraform's sensitive variables");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("variable \"", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var name = at + length;
        var count = text[name..Bytes.LineEnd(text, name)].IndexOf((byte)'"');
        if (count <= 0) return;
        // Up to the brace at the start of a line; a block on one line ends there.
        var reach = text[name..Math.Min(text.Length, name + 1500)];
        var close = reach.IndexOf("\n}"u8);
        var line = Bytes.LineEnd(text, name) - name;
        if (reach[..Math.Min(line, reach.Length)].Contains((byte)'}')) close = line;
        var block = close < 0 ? reach : reach[..close];
        if (KeyNames.MeaningOf(text.Slice(name, count)) is not (KeyMeaning.Password or KeyMeaning.Token) && !IsSensitive(block)) return;
        if (block.IndexOf("default"u8) is not (> 0 and var found0)) return;
        var value = Bytes.SkipBlanks(text, name + found0 + 7);
        if (Bytes.At(text, value) != '=') return;
        value = Bytes.SkipBlanks(text, value + 1);
        if (Bytes.At(text, value) == '"' && SecretText.Quoted(text, value, "\""u8) is { IsEmpty: false } quoted && !KeyValueText.IsReference(text[quoted.Start..quoted.End]) && text[quoted.Start..quoted.End].IndexOf((byte)'!') is var bang && (bang < 0 || text[quoted.Start..quoted.End].IndexOf((byte)'@') < 0 || text[quoted.Start..quoted.End].IndexOf((byte)'=') < bang))
            found.Replace(quoted.Start, quoted.Length, Rule.Kind);
    }

    private static bool IsSensitive(ReadOnlySpan<byte> block)
    {
        if (block.IndexOf("sensitive"u8) is not (>= 0 and var at)) return false;
        var sign = Bytes.SkipBlanks(block, at + 9);
        return Bytes.At(block, sign) == '=' && Bytes.StartsWithAt(block, Bytes.SkipBlanks(block, sign + 1), "true"u8);
    }
}
