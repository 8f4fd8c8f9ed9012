using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Secrets that QEMU is given: as an object, <c>-object secret,id=vnc,data=x</c>, <c>{"qom-type": "secret", "id": "vnc", "data": "x"}</c>, or for the guest's
/// firmware, <c>-fw_cfg name=opt/com.otter/seed,string=x</c>. One in a file is named only.
/// </summary>
internal sealed class QemuSecretDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("qemu-secret", PrivacyKind.Password, "Secrets that QEMU is given as an object");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("secret,", WordStart: true), new("\"qom-type\""), new("qom-type=secret"), new("-fw_cfg ")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == '"')
        {
            var limit = Math.Min(Bytes.LineEnd(text, at), at + 400);
            if (text[at..limit].IndexOf((byte)'}') is > 0 and var close) limit = at + close;
            if (text[at..limit].IndexOf("\"secret\""u8) < 0 || text[at..limit].IndexOf("\"data\""u8) is not (> 0 and var key)) return;
            if (NamedValue.After(text, at + key + 6) is { Length: > 0 } data) found.Replace(data.Start, data.Length, Rule.Kind);
            return;
        }
        if (text[at] == '-')
        {
            Firmware(text, at + length, found);
            return;
        }
        var end = OptionsEnd(text, at);
        var options = text[at..end];
        if (options.IndexOf(",id="u8) < 0 || options.IndexOf(",data="u8) is not (> 0 and var value)) return;
        var start = value + 6;
        var stop = start;
        // A comma that is doubled stands for itself.
        while (stop < options.Length && (options[stop] != ',' || Bytes.At(options, stop + 1) == ',')) stop += options[stop] == ',' ? 2 : 1;
        if (stop > start && !KeyValueText.IsReference(options[start..stop])) found.Replace(at + start, stop - start, Rule.Kind);
    }

    /// <summary>What is handed over as a text and looks random.</summary>
    private void Firmware(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var end = OptionsEnd(text, at);
        if (text[at..end].IndexOf(",string="u8) is not (> 0 and var key)) return;
        var start = at + key + 8;
        if (end - start >= 12 && SecretText.LooksRandom(text[start..end]) && !KeyValueText.IsReference(text[start..end])) found.Replace(start, end - start, Rule.Kind);
    }

    private static int OptionsEnd(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && !Bytes.IsBlank(text[at]) && text[at] is not ((byte)'"' or (byte)'\'')) at++;
        return at;
    }
}
