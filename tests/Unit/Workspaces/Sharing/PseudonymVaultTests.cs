using System.Security.Cryptography;
using System.Text;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Privacy;
using ProxmoxMpc.Core.State;
using ProxmoxMpc.Core.Workspaces;
using ProxmoxMpc.Tests.Unit.State;

namespace ProxmoxMpc.Tests.Unit.Workspaces.Sharing;

public sealed class PseudonymVaultTests : IDisposable
{
    private const string Line = "web-01.firma.de is 10.20.30.40, token ghp_0123456789abcdefABCDEF0123456789abcd";

    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _profile = new();
    private readonly Workspace _workspace;

    public PseudonymVaultTests() => _workspace = Workspace.Create(_folder.Root, new WorkspaceConfig { IsLab = true });

    private string KeyFile => Assert.Single(Directory.GetFiles(_profile.File("privacy"), "*.key"));

    public void Dispose()
    {
        _folder.Dispose();
        _profile.Dispose();
    }

    private string Share()
    {
        var session = PrivacySession.Of(_workspace, _profile.Root);
        var output = session.Share(PrivacyLevel.Standard).Text(Line);
        session.Save();
        return output;
    }

    [Fact]
    public void A_later_session_has_the_same_pseudonyms_and_gives_back_what_is_no_secret()
    {
        var output = Share();
        Assert.Equal(output, Share());
        var restored = PrivacySession.Of(_workspace, _profile.Root).Restorer().Restore(output);
        Assert.StartsWith("web-01.firma.de is 10.20.30.40, ", restored);
        Assert.DoesNotContain("0123456789abcdefABCDEF", restored);
    }

    [Fact]
    public void The_key_is_for_the_owner_alone_and_lies_outside_of_the_workspace()
    {
        Share();
        Assert.False(KeyFile.StartsWith(_folder.Root, StringComparison.Ordinal));
        Assert.Equal(PseudonymKey.Length, new FileInfo(KeyFile).Length);
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal("600", TemporaryFolder.Mode(KeyFile));
        Assert.Equal("700", TemporaryFolder.Mode(_profile.File("privacy")));
    }

    [Fact]
    public void Nothing_of_the_workspace_tells_a_value()
    {
        Share();
        foreach (var file in Directory.EnumerateFiles(_folder.Root, "*", SearchOption.AllDirectories))
        {
            var bytes = Encoding.Latin1.GetString(File.ReadAllBytes(file));
            Assert.DoesNotContain("10.20.30.40", bytes);
            Assert.DoesNotContain("web-01", bytes);
        }
    }

    [Fact]
    public void A_key_that_others_can_read_is_refused()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Rights of files are another thing on Windows.");
            return;
        }
        Share();
        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Refused("PmpcPrivacyKeyExposed");
    }

    [Fact]
    public void A_key_that_is_gone_or_another_one_is_said()
    {
        Share();
        var bytes = File.ReadAllBytes(KeyFile);
        bytes[0] ^= 1;
        File.WriteAllBytes(KeyFile, bytes);
        Refused("PmpcPrivacyKeyWrong");
        File.Delete(KeyFile);
        Refused("PmpcPrivacyKeyMissing");
    }

    [Fact]
    public void What_is_forgotten_does_not_come_back()
    {
        var output = Share();
        PrivacySession.Of(_workspace, _profile.Root).Clear();
        Assert.Empty(Directory.GetFiles(_profile.File("privacy")));
        var session = PrivacySession.Of(_workspace, _profile.Root);
        Assert.Equal(0, session.Count);
        Assert.Equal(output, session.Restorer().Restore(output));
        Assert.NotEqual(output, Share());
    }

    [Fact]
    public void What_was_shared_stays_in_a_later_session_secrets_too()
    {
        var output = Share();
        var session = PrivacySession.Of(_workspace, _profile.Root);
        Assert.Equal(output, session.Share(PrivacyLevel.Standard).Text(output));
        Assert.Equal(output, session.Share(PrivacyLevel.Standard).Text(Line));
        Assert.Contains(session.Entries, entry => entry is { Kind: PrivacyKind.ServiceToken, Original: null });
    }

    /// <summary>A name that a workspace has once known is hidden in every later session, until it is forgotten.</summary>
    [Fact]
    public void A_later_session_seeks_what_an_earlier_one_has_learnt()
    {
        const string Told = "user jane@pve from 10.20.30.40, Serial Number: S4EWNX0M123456, node: kestrel", Text = "jane called: S4EWNX0M123456 of kestrel";
        var session = PrivacySession.Of(_workspace, _profile.Root);
        session.Share(PrivacyLevel.Standard).Text(Told);
        session.Save();
        var later = PrivacySession.Of(_workspace, _profile.Root);
        Assert.Equal(Text, later.Share(PrivacyLevel.SecretsOnly).Text(Text));
        var output = later.Share(PrivacyLevel.Standard).Text(Text);
        foreach (var name in new[] { "jane", "kestrel", "S4EWNX0M123456" }) Assert.DoesNotContain(name, output);
        later.Save();
        Assert.Equal(output, PrivacySession.Of(_workspace, _profile.Root).Share(PrivacyLevel.Standard).Text(Text));
        later.Clear();
        Assert.Equal(Text, later.Share(PrivacyLevel.Standard).Text(Text));
        Assert.Equal(Text, PrivacySession.Of(_workspace, _profile.Root).Share(PrivacyLevel.Standard).Text(Text));
    }

    /// <summary>A name is stored when it is first replaced, and may be learnt only later.</summary>
    [Fact]
    public void What_is_learnt_after_it_was_stored_is_remembered_too()
    {
        var session = PrivacySession.Of(_workspace, _profile.Root);
        session.Share(PrivacyLevel.Standard).Text("mail jane@firma.de");
        session.Save();
        session.Share(PrivacyLevel.Standard).Anonymizer.Learn("user jane@pve"u8);
        session.Save();
        Assert.DoesNotContain("jane", PrivacySession.Of(_workspace, _profile.Root).Share(PrivacyLevel.Standard).Text("jane called"));
    }

    [Fact]
    public void Rows_of_an_older_version_are_read_and_their_machines_sought()
    {
        var session = PrivacySession.Of(_workspace, _profile.Root);
        session.Share(PrivacyLevel.Standard).Text("{\"node\":\"kestrel\"} user jane@pve");
        session.Save();
        using var cipher = new AesGcm(HKDF.DeriveKey(HashAlgorithmName.SHA256, File.ReadAllBytes(KeyFile), 32, info: "pmpc-vault-seal"u8.ToArray()), 16);
        using (var store = _workspace.OpenState()) store.WritePseudonyms([.. store.ReadPseudonyms().Where(row => row.Id.Length == 32).Select(row => row with { Sealed = WithoutEnd(cipher, row) })]);
        var output = PrivacySession.Of(_workspace, _profile.Root).Share(PrivacyLevel.Standard).Text("kestrel, jane");
        Assert.DoesNotContain("kestrel", output);
        Assert.EndsWith(", jane", output);
    }

    /// <summary>A row without what it says since about learning: a text with its length before it, and a byte.</summary>
    private static byte[] WithoutEnd(AesGcm cipher, SealedPseudonym row)
    {
        var plain = new byte[row.Sealed.Length - 28];
        cipher.Decrypt(row.Sealed.AsSpan(0, 12), row.Sealed.AsSpan(28), row.Sealed.AsSpan(12, 16), plain, row.Id);
        using var reader = new BinaryReader(new MemoryStream(plain));
        reader.ReadByte();
        for (var i = 0; i < 3; i++) reader.ReadString();
        reader.ReadInt64();
        var old = plain.AsSpan(0, (int)reader.BaseStream.Position);
        Assert.True(old.Length < plain.Length);
        var bytes = new byte[28 + old.Length];
        row.Sealed.AsSpan(0, 12).CopyTo(bytes);
        cipher.Encrypt(bytes.AsSpan(0, 12), old, bytes.AsSpan(28), bytes.AsSpan(12, 16), row.Id);
        return bytes;
    }

    [Fact]
    public void Sessions_that_begin_at_once_share_a_key()
    {
        var (one, other) = (PrivacySession.Of(_workspace, _profile.Root), PrivacySession.Of(_workspace, _profile.Root));
        var output = one.Share(PrivacyLevel.Standard).Text(Line);
        Assert.Equal(output, other.Share(PrivacyLevel.Standard).Text(Line));
        var more = other.Share(PrivacyLevel.Standard).Text("db-77.firma.de");
        one.Save();
        other.Save();
        Assert.True(File.Exists(KeyFile));
        var restorer = PrivacySession.Of(_workspace, _profile.Root).Restorer();
        Assert.StartsWith("web-01.firma.de is 10.20.30.40, ", restorer.Restore(output));
        Assert.Equal("db-77.firma.de", restorer.Restore(more));
    }

    [Fact]
    public async Task Many_that_begin_at_once_share_a_key()
    {
        var outputs = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(Share)));
        Assert.Single(outputs.Distinct());
        Assert.True(File.Exists(KeyFile));
    }

    /// <summary>As two processes of an older version left it: rows of two keys.</summary>
    [Fact]
    public void Rows_of_two_keys_are_all_taken_back()
    {
        var output = Share();
        var others = Workspace.Create(new TemporaryFolder().Root, new WorkspaceConfig { IsLab = true });
        var session = PrivacySession.Of(others, _profile.Root);
        var foreign = session.Share(PrivacyLevel.Standard).Text("db-77.firma.de and web-01.firma.de");
        session.Save();
        using (var from = others.OpenState(readOnly: true))
        using (var to = _workspace.OpenState())
            to.WritePseudonyms([.. from.ReadPseudonyms().Where(row => row.Id.Length == 32)]);
        var restorer = PrivacySession.Of(_workspace, _profile.Root).Restorer();
        Assert.StartsWith("web-01.firma.de is 10.20.30.40, ", restorer.Restore(output));
        Assert.Equal("db-77.firma.de and web-01.firma.de", restorer.Restore(foreign));
    }

    [Fact]
    public void A_key_that_was_cleared_meanwhile_is_written_again()
    {
        var session = PrivacySession.Of(_workspace, _profile.Root);
        var output = session.Share(PrivacyLevel.Standard).Text(Line);
        PrivacySession.Of(_workspace, _profile.Root).Clear();
        session.Save();
        Assert.StartsWith("web-01.firma.de is 10.20.30.40, ", PrivacySession.Of(_workspace, _profile.Root).Restorer().Restore(output));
    }

    private void Refused(string id)
    {
        var error = Assert.Throws<PmpcException>(() => PrivacySession.Of(_workspace, _profile.Root));
        Assert.Equal(id, error.Id);
        Assert.NotNull(error.Hint);
    }
}
