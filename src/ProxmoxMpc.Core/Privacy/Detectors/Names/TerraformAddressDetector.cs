using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Guests that code calls as it calls their resource, where plans, states and errors tell it: <c>proxmox_virtual_environment_vm.web: Refreshing state</c>,
/// <c>module.site.proxmox_vm_qemu.this["web-1"]</c>. A short word may be what the guest is for, and is known from its name or not at all.
/// </summary>
internal sealed class TerraformAddressDetector : Detector
{
    private const int LongestKey = 63, ShortestWord = 8;

    // Of the provider's name the last letters: it begins as half of all lines do.
    private static readonly string[] Types =
        ["_environment_vm", "_environment_vm2", "_environment_cloned_vm", "_environment_container", "_vm_qemu", "oxmox_lxc", "sphere_virtual_machine", "bvirt_domain", "cloud_server"];

    // What a resource is called that is the only one of its kind, or an example.
    private static readonly WordSet Nobodys = WordSet.Of("this main self each count example sample foo bar baz guest guests machine instance instances virtual");

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-terraform", PrivacyKind.Guest, "Guests in addresses of Terraform: proxmox_vm_qemu.web, proxmox_lxc.this[\"web\"]");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Types.Select(type => new Anchor(type + "."))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        var count = LabelLength(text, start);
        var label = text.Slice(start, count);
        if (IsNameOfGuest(label)) NamedValue.TakeName(text, start, count, PrivacyKind.Guest, found);
        Key(text, start + count, found);
        OfModule(text, at, found);
    }

    /// <summary>
    /// The key of the module that the guest is in: <c>module.vm["web-1"].proxmox_vm_qemu.this</c>. It may be called as the application that runs on it.
    /// </summary>
    private static void OfModule(ReadOnlySpan<byte> text, int at, Findings found)
    {
        const int LongestProvider = 24;
        var end = at;
        while (end > 0 && at - end < LongestProvider && (Bytes.IsAsciiLetter(text[end - 1]) || text[end - 1] == '_')) end--;
        if (!text[..end].EndsWith("\"]."u8) && !text[..end].EndsWith("\\\"]."u8)) return;
        end -= Bytes.At(text, end - 4) == '\\' ? 4 : 3;
        var start = NamedValue.NameStart(text, end);
        var name = text[start..end];
        if (name.Length is <= 2 or > LongestKey || Bytes.At(text, start - 1) != '"' || !Vocabulary.IsTelling(name) && !Applications.Contains(name)) return;
        NamedValue.TakeName(text, start, name.Length, PrivacyKind.Guest, found);
    }

    /// <summary>A label of the language: no dot is in it, which ends it.</summary>
    private static int LabelLength(ReadOnlySpan<byte> text, int at)
    {
        var end = at;
        while (Bytes.IsLetterOrDigit(Bytes.At(text, end)) || Bytes.At(text, end) is (byte)'-' or (byte)'_') end++;
        return end - at;
    }

    /// <summary>An underscore divides words of a program, and stands in no guest's name.</summary>
    private static bool IsNameOfGuest(ReadOnlySpan<byte> label) =>
        Vocabulary.IsTelling(label) && !label.Contains((byte)'_') && !Vocabulary.IsSystemName(label) && !SentenceText.IsDerived(label)
        && (label.Length >= ShortestWord || label.ContainsAnyInRange((byte)'0', (byte)'9')) && HasTellingPart(label);

    /// <summary>Not of everyday words only: docker-host, mail-server.</summary>
    private static bool HasTellingPart(ReadOnlySpan<byte> label)
    {
        foreach (var part in label.Split((byte)'-'))
            if (Vocabulary.IsTelling(label[part].TrimEnd("0123456789"u8)) && !Nobodys.Contains(label[part])) return true;
        return false;
    }

    /// <summary>The key of one of many: <c>["web-1"]</c>, in a string of JSON <c>[\"web-1\"]</c>. A number is none.</summary>
    private static void Key(ReadOnlySpan<byte> text, int at, Findings found)
    {
        if (Bytes.At(text, at) != '[') return;
        var quote = SecretText.QuoteAt(text, at + 1);
        if (quote.IsEmpty) return;
        var start = at + 1 + quote.Length;
        var count = NamedValue.NameLength(text, start);
        if (count is > 2 and <= LongestKey && Bytes.StartsWithAt(text, start + count, quote) && Vocabulary.IsTelling(text.Slice(start, count))) NamedValue.TakeName(text, start, count, PrivacyKind.Guest, found);
    }
}
