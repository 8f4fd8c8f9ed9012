using System.Collections.Immutable;
using System.Text;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Credentials that a machine is given when it starts: <c>-smbios type=11,value=io.systemd.credential:passwd.hashed-password.root=x</c>,
/// <c>SetCredential=token:x</c>. Most are none, <c>vmm.notify_socket</c>: the name tells.
/// </summary>
internal sealed class SystemdCredentialDetector : Detector
{
    private static readonly byte[] Name = [.. "systemd.credential"u8], Unit = [.. "SetCredential"u8];

    // Logs are full of what begins with systemd.
    private const string Wake = "md.credential";

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("systemd-credential", PrivacyKind.Password, "Credentials that systemd is given");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new(Wake), new(Encoding.ASCII.GetString(Unit), WordStart: true)];

    /// <summary>Whether a name is what hands over a credential, and says nothing of it.</summary>
    public static bool IsAssigned(ReadOnlySpan<byte> name) => name.IndexOf(Name) >= 0 || name.StartsWith(Unit) || name.StartsWith("LoadCredential"u8);

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var (sign, assigned) = text[at] == 'S' ? ((byte)'=', (byte)':') : ((byte)':', (byte)'=');
        var end = SecretText.WordEnd(text, at);
        if (text[at..end].IndexOf(sign) is not (> 0 and var colon)) return;
        var start = at + colon + 1;
        if (text[start..end].IndexOf(assigned) is not (> 0 and var equals)) return;
        // What is enciphered is a secret, whatever it is called.
        if (!Tells(text.Slice(start, equals)) && !Bytes.StartsWithAt(text, at, "SetCredentialEncrypted"u8)) return;
        var value = start + equals + 1;
        if (Bytes.StartsWithAt(text, value, " \\"u8)) value++;
        if (Bytes.At(text, value) == '\\')
        {
            Continued(text, value, found);
            return;
        }
        if (end > value && !KeyValueText.IsReference(text[value..end])) found.Replace(value, end - value, Rule.Kind);
    }

    /// <summary>The lines of a value that goes on behind a backslash at the end of each.</summary>
    private void Continued(ReadOnlySpan<byte> text, int at, Findings found)
    {
        const int MostLines = 200;
        for (var lines = 0; lines < MostLines && Bytes.At(text, at) == '\\' && Bytes.NextLine(text, ref at, out var start); lines++)
        {
            var first = Bytes.SkipBlanks(text, start);
            var end = SecretText.Base64End(text, first);
            if (end - first < 4) return;
            found.Replace(first, end - first, Rule.Kind);
            at = Bytes.SkipBlanks(text, end);
        }
    }

    /// <summary>Whether one of the parts of a name is a secret's: <c>passwd.plaintext-password.root</c>, <c>ssh.authorized_keys.root</c> is none.</summary>
    private static bool Tells(ReadOnlySpan<byte> name)
    {
        foreach (var range in name.Split((byte)'.'))
            if (KeyNames.MeaningOf(name[range]) is KeyMeaning.Password or KeyMeaning.Token) return true;
        return false;
    }
}
