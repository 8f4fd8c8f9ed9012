using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// What OPNsense and pfSense encrypt their backups with, in elements whose names say so to those who know them only: <c>&lt;password_encryption></c> of Nextcloud,
/// <c>&lt;GDriveP12key></c>. PostgreSQL has a setting of the first name, but no elements.
/// </summary>
internal sealed class BackupElementDetector : Detector
{
    private const int Longest = 8192;

    public override PrivacyRule Rule => SecretPlace.Rule;

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("<password_encryption>"), new("<GDriveP12key>"), new("<encryptpw>"), new("crypt=\"PRTG\">")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var value = text[(at + length)..Math.Min(text.Length, at + length + Longest)];
        if (value.IndexOf((byte)'<') is > 2 and var end && !value[..end].Contains((byte)'\n')) found.Replace(at + length, end, Rule.Kind);
    }
}
