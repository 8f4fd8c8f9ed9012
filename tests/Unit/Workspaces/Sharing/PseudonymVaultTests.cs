using System.Text;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Privacy;
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

    private void Refused(string id)
    {
        var error = Assert.Throws<PmpcException>(() => PrivacySession.Of(_workspace, _profile.Root));
        Assert.Equal(id, error.Id);
        Assert.NotNull(error.Hint);
    }
}
