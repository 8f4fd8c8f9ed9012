using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>Words of everyday language: in a sentence they are words, where a structure says that something is called so they are its name.</summary>
public sealed class EverydayWordTests
{
    private static readonly PseudonymKey Key = new(new byte[PseudonymKey.Length]);

    private static string Anonymize(string text) => new Anonymizer(PrivacyPolicy.Standard, Key).Anonymize(text);

    [Theory]
    [InlineData("the cluster ring is fine")]
    [InlineData("check the vm rings before")]
    [InlineData("our node appreciated the pause")]
    [InlineData("container arrangements on monday")]
    [InlineData("account: difficulties")]
    public void In_a_sentence_they_stay(string text) => Assert.Equal(text, Anonymize(text));

    [Theory]
    [InlineData("hostname: appreciated\n", "appreciated")]
    [InlineData("node: ring\n", "ring")]
    public void Where_a_setting_is_called_by_them_they_go(string text, string name) => Assert.DoesNotContain(name, Anonymize(text), StringComparison.Ordinal);

    /// <summary>A setting without a value has none of the next one's; a disk of QEMU has the number that all of them have.</summary>
    [Theory]
    [InlineData("su: pam_unix(su:auth): authentication failure; uid=0 euid=0 tty=pts/1 rhost=  user=root")]
    [InlineData("host= port=5432")]
    [InlineData("scsi0: local-zfs:vm-207-disk-0,size=120G,serial=QM00007")]
    [InlineData("Serial Number:    QM00003")]
    public void What_nobody_has_set_stays(string text) => Assert.Equal(text, Anonymize(text));

    /// <summary>What people do call machines.</summary>
    [Theory]
    [InlineData("check the vm neptune before", "neptune")]
    [InlineData("container walrus on monday", "walrus")]
    public void Names_are_names(string text, string name) => Assert.DoesNotContain(name, Anonymize(text), StringComparison.Ordinal);
}
