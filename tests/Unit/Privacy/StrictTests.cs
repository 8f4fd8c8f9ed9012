using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>What Strict hides in texts, and Standard does not.</summary>
public sealed class StrictTests
{
    private static readonly PseudonymKey Key = new([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);

    [Theory]
    [InlineData("scsi0: tank-huber:vm-100-disk-0,size=32G", "tank-huber")]
    [InlineData("nfs: obrazy\n\tserver 10.1.2.3\n\tcontent iso", "obrazy")]
    [InlineData("datastore_id = \"tank-huber\"", "tank-huber")]
    [InlineData("{\"storage\":\"tank-huber\"}", "tank-huber")]
    [InlineData("storage 'tank-huber' is not online\nls /mnt/pve/tank-huber/dump", "tank-huber")]
    [InlineData("pvesm status --storage tank-huber", "tank-huber")]
    [InlineData("pool_id = \"kunden\"", "kunden")]
    [InlineData("pool:kunden:Wichtige Leute:100,101:tank-huber:", "kunden", "Wichtige", "tank-huber")]
    [InlineData("acl:1:/pool/kunden:x@pve:PVEVMUser:", "kunden")]
    [InlineData("tags: kasse;nord", "kasse", "nord")]
    [InlineData("tags        = [\"kasse\", \"nord\"]", "kasse", "nord")]
    [InlineData("{\"tags\":\"kasse;nord\",\"vmid\":100}", "kasse", "nord")]
    [InlineData("vlan 120\n name BUCHHALTUNG\n", "BUCHHALTUNG")]
    [InlineData("simple: hinterhof\n\tipam pve", "hinterhof")]
    [InlineData("description = \"Kasse von Huber\"", "Kasse", "Huber")]
    [InlineData("  description = <<-EOT\n    Kasse von Huber\n    zweite Zeile\n  EOT\n", "Huber", "zweite")]
    [InlineData("description: |\n  Kasse von Huber\nname: x", "Huber")]
    [InlineData("nfs: x\n\tcomment Kasse von Huber\n\tpath /x", "Huber")]
    [InlineData("{\"comment\": \"Kasse von Huber\"}", "Huber")]
    [InlineData("Description : Kasse von Huber", "Huber")]
    [InlineData("#Kasse von Huber\nagent: 1\ncores: 2\nscsihw: virtio-scsi-pci\n", "Huber")]
    [InlineData("user:x@pve:1:0:Franz:Huber:x@firma.de:Kasse:::", "Franz", "Huber", "Kasse")]
    [InlineData("From: Franz Huber <x@firma.de>", "Franz", "Huber")]
    [InlineData("username = \"ops\"", "\"ops\"")]
    public void It_is_hidden(string text, params string[] values)
    {
        var anonymizer = new Anonymizer(PrivacyPolicy.Strict, Key);
        var output = anonymizer.Anonymize(text);
        foreach (var value in values) Assert.DoesNotContain(value, output, StringComparison.Ordinal);
        Assert.Equal(text.Count(c => c == '\n'), output.Count(c => c == '\n'));
        Assert.Empty(new Verifier(anonymizer).Verify(output));
        Assert.Equal(text, new Deanonymizer(anonymizer.Map, Key).Restore(output));
    }

    [Theory]
    [InlineData("storage: local-lvm\nscsi0: local:iso/debian-12.iso\nntp_pool: 0.pool.ntp.org")]
    [InlineData("description = var.description\ncomment = null\ntags = []\nusername = \"root\"")]
    [InlineData("# pct config 100\narch: amd64\nrootfs: local-lvm:vm-100-disk-0,size=8G")]
    [InlineData("the pool is full, the storage is slow, no description")]
    public void It_stays(string text) => Assert.Equal(text, new Anonymizer(PrivacyPolicy.Strict, Key).Anonymize(text));

    [Fact]
    public void Standard_leaves_them() =>
        Assert.Equal("description = \"Kasse im Hof\"\ntags = [\"kasse\"]\nstorage: tank-hof", new Anonymizer(PrivacyPolicy.Standard, Key).Anonymize("description = \"Kasse im Hof\"\ntags = [\"kasse\"]\nstorage: tank-hof"));
}
