using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Machines that a notice of a program names at a fixed place: <c>Hostname set to &lt;x&gt;</c>, <c>nfs: server x not responding</c>, <c>Received: from x (</c></summary>
internal sealed class NoticeNameDetector : Detector
{
    /// <summary>The rule, which detectors of other notices share.</summary>
    public static PrivacyRule NoticeRule { get; } =
        PrivacyRule.Standard("name-notice", PrivacyKind.Host, "Machines in notices of the kernel, of mail servers and of people: nfs: server x, Received: from x, x (VM 118)");

    public override PrivacyRule Rule => NoticeRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        new("Hostname set to <", WordStart: true), new("ostname changed from '"),
        new("nfs: server ", WordStart: true), new("NFS server ", WordStart: true), new("peer ", WordStart: true), new("Transitional node "),
        new("Received: from ", IgnoreCase: true, WordStart: true), new(" (HELO "), new(" helo=<"),
        new("remote host: ", IgnoreCase: true, WordStart: true),
        new("Unable to resolve host ", IgnoreCase: true, WordStart: true), new("resolve host name ", IgnoreCase: true, WordStart: true),
        new("ProxyJump=", WordStart: true), new("ProxyJump ", WordStart: true), new("HostName=", WordStart: true),
        new("The authenticity of host '"), new("Permanently added '"),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        // ProxyJump=jane@jump
        if (text[at] == 'P' && Bytes.At(text, start + NamedValue.NameLength(text, start)) == '@') start += NamedValue.NameLength(text, start) + 1;
        var name = new Extent(start, start + NamedValue.NameLength(text, start));
        if (text[at] is (byte)'n' or (byte)'N' && !IsServer(text, name, isKernel: text[at] == 'n')) return;
        if (text[at] == 'p' && !IsDrbd(text, at, name)) return;
        TakeUnknown(text, name, found);
    }

    /// <summary>Takes a machine that is called by no word that anything may be called by.</summary>
    internal static void TakeUnknown(ReadOnlySpan<byte> text, Extent name, Findings found)
    {
        var value = text[name.Start..name.End];
        if (value.Length >= 2 && !Vocabulary.IsWord(value) && !CommonWords.Contains(value)) NamedValue.TakeName(text, name.Start, name.Length, PrivacyKind.Host, found);
    }

    /// <summary><c>nfs: server x not responding</c>. In a sentence a server is not responding, too: "NFS server is".</summary>
    private static bool IsServer(ReadOnlySpan<byte> text, Extent name, bool isKernel)
    {
        var value = text[name.Start..name.End];
        if (!Vocabulary.IsTelling(value) || Bytes.At(text, name.End) is not ((byte)' ' or (byte)':' or (byte)',')) return false;
        return isKernel || value.ContainsAny("0123456789-"u8);
    }

    /// <summary><c>drbd vm-100-disk-1 lyra: … peer x</c></summary>
    private static bool IsDrbd(ReadOnlySpan<byte> text, int at, Extent name) =>
        text[Bytes.LineStart(text, at)..at].IndexOf("drbd"u8) >= 0 && Vocabulary.IsTelling(text[name.Start..name.End]);
}
