using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Machines at places where nothing but a machine's name stands: <c>Linux lyra 6.14.11-4-pve #1 SMP …</c>, <c>&lt;Computer>LYRA&lt;/Computer></c>, <c>devname="lyra"</c> of FortiGate,
/// <c>host_name lyra</c> of Nagios, <c>[lyra]: PS C:\></c>, <c>lyra(config-if)#</c>, <c>lyra: Name or service not known</c>.
/// </summary>
internal sealed class StatedHostDetector : Detector
{
    // The name follows.
    private static readonly string[] Ahead =
    [
        "<Computer>", "<MachineName>", "<host name=\"", "<hostname name=\"", "devname=\"", "devname=", "host_name ", "host_name\t", "Could not resolve host: ", "unable to resolve host ", "host.name: ", "host.hostname: ", "agent.name: ",
        "agent.hostname: ", "observer.name: ", "--hostname=", "_HOST\": \"", "_HOST\":\"", "_host\": \"", "_host\":\"", "Failed to connect to ",
    ];

    // The name stands before.
    private static readonly string[] Behind = [": Name or service not known", ": Temporary failure in name resolution", "]: PS ", "(config)#", "(config-", " (config)#", " cifs "];

    private static readonly string[] Systems = ["Linux ", "FreeBSD ", "Darwin ", "SunOS "];

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("stated-host", PrivacyKind.Host, "Machines at places where nothing else stands: uname, events of Windows, prompts of devices, errors of resolvers");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        .. Ahead.Select(word => new Anchor(word, WordStart: Bytes.IsAsciiLetter((byte)word[0]))), .. Behind.Select(word => new Anchor(word)), .. Systems.Select(word => new Anchor(word, WordStart: true)),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var word = text.Slice(at, length);
        if (word[^1] == ' ' && IsSystem(word)) Kernel(text, at, at + length, found);
        else if (word[0] is (byte)':' or (byte)']' or (byte)'(' or (byte)' ') Before(text, at, word, found);
        else Following(text, at + length, word, found);
    }

    private static bool IsSystem(ReadOnlySpan<byte> word)
    {
        foreach (var system in Systems)
            if (System.Text.Ascii.Equals(word, system)) return true;
        return false;
    }

    /// <summary>What <c>uname -a</c> prints, alone on its line: the name, a version, and how often the kernel was built.</summary>
    private static void Kernel(ReadOnlySpan<byte> text, int at, int start, Findings found)
    {
        if (text[Bytes.LineStart(text, at)..at].IndexOfAnyExcept(" \t>│|\"'"u8) >= 0) return;
        var name = NamedValue.NameLength(text, start);
        var rest = text[(start + name)..Bytes.LineEnd(text, start)];
        if (name == 0 || rest is not [(byte)' ', >= (byte)'0' and <= (byte)'9', ..] || rest.IndexOf(" #"u8) < 0 && rest.IndexOf("RELEASE"u8) < 0 && rest.IndexOf("Kernel"u8) < 0) return;
        Take(text, start, name, found);
    }

    private static void Before(ReadOnlySpan<byte> text, int at, ReadOnlySpan<byte> word, Findings found)
    {
        var line = Bytes.LineStart(text, at);
        // //lyra/share /mnt/x cifs …, of a table of file systems
        if (word[^1] == ' ' && word.Length == 6)
        {
            if (Bytes.StartsWithAt(text, line, "//"u8) && NamedValue.NameLength(text, line + 2) is var server && Bytes.At(text, line + 2 + server) == '/') Take(text, line + 2, server, found);
            return;
        }
        var start = NamedValue.NameStart(text, at);
        if (word[0] == ':' ? start == at || Bytes.At(text, start - 1) is (byte)'/' or (byte)'@' : word[0] == ']' ? Bytes.At(text, start - 1) != '[' || start - 1 != line : start != line) return;
        // lyra(config-if)#
        if (word is [(byte)'(', .., (byte)'-'] && (text[at..Bytes.LineEnd(text, at)].IndexOf(")#"u8) is not (> 0 and < 32))) return;
        Take(text, start, at - start, found);
    }

    private static void Following(ReadOnlySpan<byte> text, int start, ReadOnlySpan<byte> word, Findings found)
    {
        start = Bytes.SkipBlanks(text, start);
        var name = NamedValue.NameLength(text, start);
        var after = text[(start + name)..];
        if (word[0] == 'F' && !after.StartsWith(" port "u8)) return;
        // A name in quotes is a name as a whole.
        if (word[^1] == '"' && Bytes.At(text, start + name) != '"' || word[0] == '<' && word[^1] == '>' && Bytes.At(text, start + name) != '<') return;
        if (Bytes.At(text, start + name) is (byte)'(' or (byte)'=' or (byte)'/') return;
        Take(text, start, name, found);
    }

    /// <summary>Full names and addresses are found by their form.</summary>
    private static void Take(ReadOnlySpan<byte> text, int start, int length, Findings found)
    {
        var name = text.Slice(start, length);
        if (length < 2 || name.Contains((byte)'.') || name.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 || Vocabulary.IsWord(name) && CommonWords.Contains(name)) return;
        NamedValue.TakeName(text, start, length, PrivacyKind.Host, found);
    }
}
