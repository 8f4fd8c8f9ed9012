using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Lines <c>user:password</c> below the name of the file in which rsync's daemon has them: <c>cat /etc/rsyncd.secrets</c>.</summary>
internal sealed class RsyncSecretDetector : Detector
{
    private const int MostLines = 60;

    public override PrivacyRule Rule => SecretPlace.Rule;

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("rsyncd.secrets", WordStart: true), new("rsyncd_secrets", WordStart: true)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = Bytes.LineEnd(text, at);
        for (var lines = 0; lines < MostLines && Bytes.NextLine(text, ref end, out var start); lines++)
        {
            if (end == start || text[start] == '#') continue;
            var user = NamedValue.NameLength(text, start);
            var password = text[Math.Min(end, start + user + 1)..end];
            // A prompt, a path on a machine, a line of passwd, and what a program says of the file.
            if (user == 0 || Bytes.At(text, start + user) != ':' || password.IsEmpty || Bytes.IsBlank(password[0]) || password[0] == '/' || password.Contains((byte)'\t') || password.IndexOf(":/"u8) >= 0) return;
            if (!KeyValueText.IsReference(password)) found.Replace(start + user + 1, password.Length, Rule.Kind);
            NamedValue.TakeUser(text, start, user, found);
        }
    }
}
