using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Names in paths of the API and of files: <c>/nodes/pve1/qemu/100</c>, <c>node/pve1</c>, <c>/etc/pve/nodes/pve1/</c>, <c>\\server\share</c>.</summary>
internal sealed class PathNameDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("name-path", PrivacyKind.Node, "Node names in paths, servers of UNC paths");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors => [new("nodes/"), new("node/", WordStart: true), new("\\\\"), new("on node '"), new("on node \""), new("to node '"), new("hostname lookup '"), new("nodes(\""), new("nodes('"), new("info for: "), new("TERMSRV/"), new("fenced node '")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var start = at + length;
        if (text[at] == '\\')
        {
            TakeServer(text, at, start, found);
            return;
        }
        var count = NamedValue.NameLength(text, start);
        if (text[at + length - 1] == '/' && text[at] != 'T' && Bytes.At(text, at - 1) is not ((byte)'/' or (byte)'"' or (byte)'\'' or (byte)' ' or (byte)'\n' or 0 or (byte)'(' or (byte)',')) return;
        // proxmox/nodes/vms.go: packages of a program.
        if (Packages.Contains(text.Slice(start, count)) || count > 0 && NoNames.Contains(text.Slice(start, count))) return;
        // /home/node/x, /versions/node/v26: a folder.
        if (text[at + length - 1] == '/' && text[at + length - 2] == 'e' && Bytes.At(text, at - 1) == '/') return;
        // node/v20.11.0 of the header User-Agent; "nodes/proxy" of a role of Kubernetes
        if (text[at + length - 1] == '/' && (IsVersion(text.Slice(start, count)) || Bytes.At(text, at - 1) is (byte)'"' or (byte)'\'' or (byte)' ' or (byte)'(' && Subresources.Contains(text.Slice(start, count)))) return;
        // pkg/nodes/guest/client.go: the source of a program. Alternatives: a valid node/cluster, nodes/status.
        if (text[at + length - 1] == '/' && (IsSource(text, start) || (Bytes.At(text, at - 1) is (byte)' ' or (byte)'(' || text[at + 4] == 's' && Bytes.At(text, at - 1) is (byte)'"' or (byte)'\'') && Bytes.At(text, start + count) != '/' && IsWordOnly(text.Slice(start, count)))) return;
        NamedValue.TakeName(text, start, count, PrivacyKind.Node, found);
    }

    private static bool IsVersion(ReadOnlySpan<byte> name) => name.Length > 3 && name[0] is (byte)'v' or (byte)'V' && Bytes.IsDigit(name[1]) && name.Contains((byte)'.') && name[1..].IndexOfAnyExcept("0123456789."u8) < 0;

    // What a right may be given to of a node of Kubernetes.
    private static readonly WordSet Subresources = WordSet.Of("proxy log stats metrics status spec healthz configz checkpoint");

    private static bool IsWordOnly(ReadOnlySpan<byte> name) => CommonWords.Contains(name) || Vocabulary.IsWord(name) && !name.SequenceEqual("pve"u8);

    private static bool IsSource(ReadOnlySpan<byte> text, int at)
    {
        var end = at;
        while (end < text.Length && end - at < LongestPath && (Bytes.IsAsciiLetterOrDigit(text[end]) || text[end] is (byte)'/' or (byte)'.' or (byte)'-' or (byte)'_')) end++;
        var path = text[at..end].TrimEnd((byte)'.');
        return path.LastIndexOf((byte)'.') is > 0 and var dot && Sources.Contains(path[(dot + 1)..]);
    }

    private const int LongestPath = 200;

    private static readonly WordSet Sources = WordSet.Of("go py js ts tsx vue rs pm java rb php c h cpp");

    private static readonly WordSet Packages = WordSet.Of("vm vms container containers firewall storage network networks hosts tasks certificate certificates dns time apt qemu lxc");

    private static readonly WordSet KernelFolders = WordSet.Of("Device REGISTRY Registry SystemRoot DosDevices GLOBAL BaseNamedObjects Windows Users KnownDlls Sessions");

    private static void TakeServer(ReadOnlySpan<byte> text, int at, int start, Findings found)
    {
        // JSON doubles them: \\\\server\\share. A regular expression has letters around.
        if (Bytes.At(text, at - 1) == '\\' || Bytes.IsLetterOrDigit(Bytes.At(text, at - 1)) || Bytes.At(text, at - 1) == ':') return;
        // it$\\folder, Files (x86)\\folder, %TEMP%\\folder: within a path they are doubled, too.
        if (Bytes.At(text, at - 1) is (byte)'$' or (byte)')' or (byte)'%' or (byte)'}' or (byte)'_' or (byte)'-' or (byte)'.') return;
        while (Bytes.At(text, start) == '\\') start++;
        var count = NamedValue.NameLength(text, start);
        // '\\OC\\Files\\ObjectStore': a class of PHP. JSON begins with four of them. "\\Device\\HarddiskVolume2": what the kernel of Windows calls a disk.
        if (start == at + 2 && (Bytes.At(text, at - 1) is (byte)'\'' or (byte)'/' || KernelFolders.Contains(text.Slice(start, count)) || Bytes.At(text, at - 1) == '"' && Bytes.IsUpper(Bytes.At(text, start))) && Bytes.StartsWithAt(text, start + count, "\\\\"u8)) return;
        // "\\047self\\047": signs by their number.
        if (start == at + 2 && count > 2 && text.Slice(start, 3).IndexOfAnyExceptInRange((byte)'0', (byte)'7') < 0 && Bytes.StartsWithAt(text, start + count, "\\\\"u8)) return;
        // Logon Server: \\LYRA
        var isAlone = Bytes.At(text, start + count) is 0 or (byte)'\r' or (byte)'\n' && count > 2 && Bytes.At(text, at - 1) is (byte)' ' or (byte)'\t' && text.Slice(start, count).IndexOfAnyInRange((byte)'a', (byte)'z') < 0 && Vocabulary.IsTelling(text.Slice(start, count));
        if (isAlone || Bytes.At(text, start + count) == '\\') NamedValue.TakeName(text, start, count, PrivacyKind.Host, found);
    }
}
