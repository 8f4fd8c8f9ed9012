namespace ProxmoxMpc.Core.Privacy;

/// <summary>What the line tells in which an address stands.</summary>
internal sealed partial class Sweep
{
    /// <summary>A lease of dnsmasq: <c>1732449600 bc:24:11:aa:01:02 10.0.0.77 name 01:…</c>. It is asked behind an address that a MAC precedes.</summary>
    private void LearnLease(ReadOnlySpan<byte> text, int at)
    {
        if (Bytes.At(text, at) != ' ') return;
        var name = Detectors.NamedValue.NameLength(text, at + 1);
        var after = Bytes.At(text, at + 1 + name);
        if (name > 2 && after is 0 or (byte)' ' or (byte)'\n' or (byte)'\r' && Vocabulary.IsTelling(text.Slice(at + 1, name)) && text[(at + 1)..(at + 1 + name)].IndexOf((byte)'.') < 0) _found.Learn(PrivacyKind.Host, text.Slice(at + 1, name));
    }
}
