using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Machines behind a parameter that says so, also several: <c>-ComputerName srv1,srv2</c>, <c>--target lyra</c></summary>
internal sealed class ParameterTargetDetector : Detector
{
    private static readonly string[] Parameters =
    [
        "-ComputerName ", "-VMHost ", "-Node ", "-TargetNode ", "-HostName ", "-CimSession ", "-VMName ", "-SourceNode ", "-NewName ",
        "-SqlInstance ", "-ServerInstance ", "-DomainController ", "-SourceComputerName ", "-DestinationComputerName ", "-Server ", "-Cluster ",
        "--backup-id ", "--target ", "--node ", "--nodename ",
    ];

    // Of commands that give another name to something: those that give it to a machine.
    private static readonly byte[][] Machines = Phrases.Of("-Computer", "-VM ", "-VM\t", "-Pve", "-Pmpc", "-Vm ", "-VMHost", "-Node", "-AzVM", "-Guest", "-Server");

    public override PrivacyRule Rule => CommandTargetDetector.CommandRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. Parameters.Select(parameter => new Anchor(parameter, IgnoreCase: true))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        // I-Node   PID/Program name: the head of netstat's list; node-to-node mesh: a part of another word. Get-VMHost x is a command.
        if (Bytes.At(text, at - 1) == 'I' || Bytes.IsLetterOrDigit(Bytes.At(text, at - 1)) && Bytes.IsLower(text[at + 1])) return;
        // Rename-Item -NewName is a file's or a variable's.
        if (Bytes.StartsWithIgnoreCase(text, at, "-ne"u8) && text[Bytes.LineStart(text, at)..at] is var command && HasCommand(command) && !Phrases.AnyIn(command, Machines)) return;
        var end = CommandTargetDetector.CommandEnd(text, at + length);
        for (var i = at + length; i < end; i++)
        {
            i = Bytes.SkipBlanks(text, i);
            if (Bytes.At(text, i) is (byte)'"' or (byte)'\'') i++;
            // --target i386-pc: what a program is built for.
            // -SqlInstance SqlInstance: what a manual has there.
            if (!IsArchitecture(text[i..end]) && !System.Text.Ascii.EqualsIgnoreCase(text.Slice(i, NamedValue.NameLength(text, i)), text.Slice(at + 1, length - 2))) CommandTargetDetector.TakeHost(text, i, found);
            i += NamedValue.NameLength(text, i);
            // sql7\prod: an instance on the machine.
            if (Bytes.At(text, i) == '\\') i += 1 + NamedValue.NameLength(text, i + 1);
            if (Bytes.At(text, i) is (byte)'"' or (byte)'\'') i++;
            if (Bytes.At(text, i) != ',') return;
        }
    }

    /// <summary>Whether a line names a command, and does not only go on with one: <c>Rename-NetAdapter</c></summary>
    private static bool HasCommand(ReadOnlySpan<byte> line)
    {
        for (var i = 1; i + 1 < line.Length; i++)
            if (line[i] == '-' && Bytes.IsLower(line[i - 1]) && Bytes.IsUpper(line[i + 1])) return true;
        return false;
    }

    private static bool IsArchitecture(ReadOnlySpan<byte> text) => text.IndexOf((byte)'-') is > 0 and var dash && Architectures.Contains(text[..dash]);

    private static readonly WordSet Architectures = WordSet.Of("i386 i486 i586 i686 x86_64 amd64 aarch64 arm64 arm armv7 armv7l armhf riscv64 powerpc64le ppc64le s390x wasm32");
}
