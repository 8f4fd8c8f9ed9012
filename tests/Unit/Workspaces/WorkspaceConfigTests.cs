using CsCheck;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;
using ProxmoxMpc.Tests.Unit.State;

namespace ProxmoxMpc.Tests.Unit.Workspaces;

public sealed class WorkspaceConfigTests : IDisposable
{
    private const string Uuid = "12345678-1234-1234-1234-123456789abc";
    private static readonly string Pin = string.Join(':', Enumerable.Repeat("AB", 32));

    private readonly TemporaryFolder _folder = new();

    private string ConfigPath => _folder.File("config.yml");

    public void Dispose() => _folder.Dispose();

    private static readonly WorkspaceConfig Full = new()
    {
        Endpoints = [new(new("https://pve1.example.org:8006")), new(new("https://[2001:db8::1]:443")), new(new("https://192.0.2.7:8006"))],
        TokenId = "root@pam!pmpc",
        Secret = new(SecretKind.Environment, "PMPC_SECRET"),
        Fingerprint = Pin,
        Concurrency = 4,
        TimeoutSeconds = 60,
    };

    [Fact]
    public void Any_settings_come_back_as_they_were_saved() =>
        Gen.Select(Gen.Int[1, 64], Gen.Int[1, 3600], Gen.Int[0, 2], Sample.Text.Where(text => text.Length > 0), Gen.Bool, Gen.Bool).Sample((concurrency, timeout, kind, name, pinned, lab) =>
        {
            var config = Full with
            {
                Concurrency = concurrency,
                TimeoutSeconds = timeout,
                Fingerprint = pinned ? Pin : null,
                IsLab = lab,
                LabState = lab ? ".proxmox/other.json" : null,
                Secret = kind switch { 0 => Full.Secret, 1 => new(SecretKind.File, name), _ => new(SecretKind.Vault, $"V/{name}") },
            };
            using var folder = new TemporaryFolder();
            config.Save(folder.File("config.yml"));
            Assert.Equal(config, WorkspaceConfig.Load(folder.File("config.yml")));
            // And in place, over other settings.
            Full.Save(folder.File("config.yml"));
            config.Save(folder.File("config.yml"));
            Assert.Equal(config, WorkspaceConfig.Load(folder.File("config.yml")));
        }, iter: 200, threads: 1);

    private static readonly Gen<SecretReference> Places = Gen.Select(Gen.Int[0, 2], Gen.String[Gen.Char.AlphaNumeric, 1, 20], Sample.Text.Where(text => text.Length > 0)).Select((kind, name, text) =>
        kind switch { 0 => new SecretReference(SecretKind.Environment, $"P{name}"), 1 => new(SecretKind.File, text), _ => new(SecretKind.Vault, $"V/{text}") });

    private static readonly string[] Names = ["pve1.example.org", "[2001:db8::1]", "192.0.2.7", "a"];

    private static readonly Gen<PveEndpoint> EndpointForms = Gen.Select(Gen.Int[0, 3], Gen.Int[1, 65535], Gen.Byte.Array[32], Gen.Bool)
        .Select((host, port, pin, pinned) => new PveEndpoint(new($"https://{Names[host]}:{port}"), pinned ? PveCertificate.FormatFingerprint(pin) : null));

    private static readonly Gen<WorkspaceConfig> Configs = Gen.Select(EndpointForms.Array[1, 4], Places, Gen.Int[0, 3], Places, Gen.Int[0, 2], Gen.Bool, Gen.Int[1, 64]).Select((endpoints, secret, who, second, factor, pinned, concurrency) => new WorkspaceConfig
    {
        Endpoints = [.. endpoints],
        TokenId = who == 0 ? "root@pam!pmpc" : null,
        UserName = who is 1 or 2 ? "o'neill@example.org@ldap" : null,
        Secret = who is 0 or 1 ? secret : null,
        Totp = who is 1 or 2 && factor == 1 ? second : null,
        OneTimeCode = who is 1 or 2 && factor == 2 ? second : null,
        Fingerprint = pinned ? Pin : null,
        Concurrency = concurrency,
    });

    [Fact]
    public void What_is_written_is_what_is_read_anew_and_over_any_other_settings_whose_comments_stay() =>
        Gen.Select(Configs, Configs).Sample((before, after) =>
        {
            var first = WorkspaceConfigWriter.Write(before, null, "config.yml");
            Assert.Equal(before, WorkspaceConfigReader.Read(first, "config.yml"));
            var commented = "# ours\n" + first.Replace("endpoints:\n", "endpoints: # the rack\n").Replace("\noptions:", "\n# last\noptions:");
            var second = WorkspaceConfigWriter.Write(after, commented, "config.yml");
            Assert.Equal(after, WorkspaceConfigReader.Read(second, "config.yml"));
            Assert.StartsWith("# ours\n", second);
            Assert.Contains("\n# last\noptions:", second);
            if (before.Endpoints.SequenceEqual(after.Endpoints)) Assert.Contains("endpoints: # the rack\n", second);
            Assert.Equal(second, WorkspaceConfigWriter.Write(after, second, "config.yml"));
        }, iter: LongRun.Iterations(300), threads: 1);

    [Fact]
    public void Each_endpoint_has_the_pin_of_its_own_or_the_one_of_all()
    {
        var own = Pin.Replace("AB", "CD");
        File.WriteAllText(ConfigPath, $"version: 1\nendpoints:\n  - address: pve1 # upper\n    fingerprint: {own.Replace(":", "").ToLowerInvariant()}\n  - pve2\nfingerprint: {Pin}\nuserName: root@pam\n");
        var config = WorkspaceConfig.Load(ConfigPath);
        Assert.Equal([own, null], config.Endpoints.Select(endpoint => endpoint.Fingerprint));
        Assert.Equal([own, Pin], config.PinnedEndpoints.Select(endpoint => endpoint.Fingerprint));
        (config with { Concurrency = 2 }).Save(ConfigPath);
        Assert.Contains("  - address: pve1 # upper\n", File.ReadAllText(ConfigPath));
    }

    [Fact]
    public void A_lab_needs_nothing_else()
    {
        new WorkspaceConfig { IsLab = true }.Save(ConfigPath);
        var config = WorkspaceConfig.Load(ConfigPath);
        Assert.True(config.IsLab);
        Assert.Equal(".proxmox/lab.json", config.LabState);
        Assert.Contains("lab: \".proxmox/lab.json\"", File.ReadAllText(ConfigPath));
    }

    [Fact]
    public void The_written_file_explains_itself_and_is_not_world_readable()
    {
        Full.Save(ConfigPath);
        var text = File.ReadAllText(ConfigPath);
        Assert.Contains("never the secret itself", text);
        Assert.Contains("tokenId: root@pam!pmpc\n", text);
        Assert.Contains("  - https://pve1.example.org:8006\n", text);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(ConfigPath));
    }

    [Fact]
    public void Saving_changes_only_what_differs_and_keeps_comments()
    {
        var text = $"# ours\nversion: 1\nendpoints: # the rack\n  - https://pve1.example.org:8006 # upper\n  - pve2\n\n# pinned by Ann\nfingerprint: {Pin.Replace("AB", "CD")}\n# the end of the pin\ntokenId: root@pam!pmpc # hers\n";
        File.WriteAllText(ConfigPath, text);
        (WorkspaceConfig.Load(ConfigPath) with { Fingerprint = Pin }).Save(ConfigPath);
        Assert.Equal(text.Replace(Pin.Replace("AB", "CD"), $"{Pin}"), File.ReadAllText(ConfigPath).Replace("\"", ""));

        (WorkspaceConfig.Load(ConfigPath) with { Fingerprint = null, Secret = new(SecretKind.File, "pve") }).Save(ConfigPath);
        var after = File.ReadAllText(ConfigPath);
        Assert.DoesNotContain("fingerprint", after);
        Assert.Contains("  - https://pve1.example.org:8006 # upper\n", after);
        Assert.Contains("# pinned by Ann\n# the end of the pin\ntokenId: root@pam!pmpc # hers\n", after);
        Assert.EndsWith("secret:\n  file: pve\n", after);
    }

    [Fact]
    public void Settings_in_a_style_that_cannot_be_edited_in_place_are_written_anew()
    {
        File.WriteAllText(ConfigPath, "{version: 1, endpoints: [pve1], tokenId: root@pam!pmpc}");
        Full.Save(ConfigPath);
        Assert.Equal(Full, WorkspaceConfig.Load(ConfigPath));
    }

    [Theory]
    [InlineData("version: 1\nendpoints: [pve1\n", ":3:1: this is not valid YAML")]
    [InlineData("", ":1:1: the file is empty")]
    [InlineData("just text", ":1:1: the file must be settings")]
    [InlineData("endpoints: [pve1]", ":1:1: the setting 'version' is missing")]
    [InlineData("version: 2\nendpoints: [pve1]", ":1:10: this ProxmoxMpc reads version 1")]
    [InlineData("version: one\nendpoints: [pve1]", ":1:10: 'version' must be a whole number")]
    [InlineData("version: 1\nversion: 1", ":2:1: this is not valid YAML")]
    [InlineData("version: 1", ":1:1: neither 'endpoints' nor 'lab' is set")]
    [InlineData("version: 1\nendpoint: pve1", ":2:1: 'endpoint' is not a setting")]
    [InlineData("version: 1\nendpoints:\n  - ftp://pve1", ":3:5: the endpoint cannot be used: it is not an address")]
    [InlineData("version: 1\nendpoints:\n  - http://pve1:8006", ":3:5: the endpoint cannot be used: a token must not travel unencrypted")]
    [InlineData("version: 1\nendpoints:\n  - https://pve1/pve", ":3:5: the endpoint cannot be used: it must end after host and port")]
    [InlineData("version: 1\nendpoints:\n  - name: pve1", ":3:5: 'name' is not a part of an endpoint")]
    [InlineData("version: 1\nendpoints:\n  - fingerprint: AB:CD", ":3:5: the endpoint has no 'address'")]
    [InlineData("version: 1\nendpoints:\n  - {address: pve1, fingerprint: AB:CD}", ":3:34: 'fingerprint' must be a SHA-256")]
    [InlineData("version: 1\nendpoints:\n  - {address: [pve1]}", ":3:15: 'address' must be plain text")]
    [InlineData("version: 1\nendpoints: [pve1]\ntokenId: root@pam!ab\nuserName: root@pam", ":4:11: 'tokenId' and 'userName' exclude each other")]
    [InlineData("version: 1\nendpoints: [pve1]\nuserName: root", ":3:11: 'userName' must have the form user@realm")]
    [InlineData("version: 1\nendpoints: [pve1]\nuserName: root@pam!pmpc", ":3:11: 'userName' is a token's id")]
    [InlineData("version: 1\nendpoints: [pve1]\ntokenId: root@pam!ab\ntotp: {environment: A}", ":4:7: a second factor belongs to a user")]
    [InlineData("version: 1\nendpoints: [pve1]\nuserName: root@pam\ntotp: {environment: A}\noneTimeCode: {environment: B}", ":5:14: 'totp' and 'oneTimeCode' exclude each other")]
    [InlineData("version: 1\nendpoints: [pve1]\nuserName: root@pam\ntotp: {environment: A, file: b}", ":4:7: 'totp' must name exactly one")]
    [InlineData("version: 1\nendpoints: [pve1]\ntokenId: root", ":3:10: 'tokenId' must have the form")]
    [InlineData("version: 1\nendpoints: [pve1]\ntokenId: |\n  root@pam!pmpc\n", ":3:10: 'tokenId' must have the form")]
    [InlineData("version: 1\nendpoints: [pve1]\nfingerprint: AB:CD", ":3:14: 'fingerprint' must be a SHA-256")]
    [InlineData("version: 1\nendpoints: [pve1]\noptions: {concurrency: 0}", ":3:24: 'concurrency' must be a whole number from 1 to 64")]
    [InlineData("version: 1\nendpoints: [pve1]\noptions: {timeoutSeconds: soon}", ":3:27: 'timeoutSeconds' must be a whole number")]
    [InlineData("version: 1\nendpoints: [pve1]\noptions: [a]", ":3:10: options must be settings")]
    [InlineData("version: 1\nendpoints: [pve1]\nsecret: {environment: A, file: b}", ":3:9: 'secret' must name exactly one")]
    [InlineData("version: 1\nendpoints: [pve1]\nsecret: {vault: mine}", ":3:17: 'vault' must have the form")]
    [InlineData("version: 1\nlab: ../../etc/passwd", ":2:6: 'lab' must be a path inside the workspace")]
    [InlineData("version: 1\nendpoints: [pve1]\n---\nversion: 1", ":4:1: the file holds more than one YAML document")]
    public void A_mistake_is_reported_with_its_place(string text, string expected)
    {
        File.WriteAllText(ConfigPath, text);
        var error = Assert.Throws<PmpcException>(() => WorkspaceConfig.Load(ConfigPath));
        Assert.Equal(("PmpcConfigInvalid", PmpcErrorKind.Parse), (error.Id, error.Kind));
        Assert.StartsWith(ConfigPath + expected, error.Message);
    }

    [Theory]
    [InlineData("endpoint", "endpoints")]
    [InlineData("TokenID", "tokenId")]
    [InlineData("finger_print", "fingerprint")]
    public void An_unknown_setting_is_answered_with_the_nearest_known_one(string wrong, string right)
    {
        File.WriteAllText(ConfigPath, $"version: 1\n{wrong}: x");
        Assert.Equal($"Did you mean '{right}'?", Assert.Throws<PmpcException>(() => WorkspaceConfig.Load(ConfigPath)).Hint);
    }

    [Theory]
    [InlineData($"tokenId: root@pam!pmpc={Uuid}")]
    [InlineData($"secret: {Uuid}")]
    [InlineData($"tokenSecret: {Uuid}")]
    [InlineData($"password: {Uuid}")]
    [InlineData($"options: {{api_token: {Uuid}}}")]
    [InlineData($"secret: {{environment: {Uuid}}}")]
    [InlineData($"secret: {{file: {Uuid}}}")]
    [InlineData($"secret: {{value: {Uuid}}}")]
    [InlineData($"endpoints: [\"https://root:{Uuid}@pve1\"]")]
    [InlineData($"userName: root@pam:{Uuid}")]
    [InlineData($"totp: {Uuid}")]
    [InlineData($"totp: {{file: \"otpauth://totp/x?secret={Uuid}\"}}")]
    [InlineData($"oneTimeCode: {Uuid}")]
    [InlineData($"totpSecret: {Uuid}")]
    public void A_secret_in_the_file_is_refused_and_not_repeated(string line)
    {
        File.WriteAllText(ConfigPath, $"version: 1\n{line}");
        var error = Assert.Throws<PmpcException>(() => WorkspaceConfig.Load(ConfigPath));
        Assert.Contains(error.Id, new[] { "PmpcConfigHoldsSecret", "PmpcConfigInvalid" });
        Assert.StartsWith($"{ConfigPath}:2:", error.Message);
        Assert.DoesNotContain(Uuid, error + error.Hint + error.Target);
    }

    [Fact]
    public void Settings_that_hold_a_secret_are_not_saved()
    {
        Assert.Throws<PmpcException>(() => (Full with { TokenId = $"root@pam!pmpc={Uuid}" }).Save(ConfigPath));
        Assert.Empty(Directory.GetFiles(_folder.Root));
    }

    [Fact]
    public void A_missing_file_is_reported() =>
        Assert.Equal("PmpcConfigNotReadable", Assert.Throws<PmpcException>(() => WorkspaceConfig.Load(ConfigPath)).Id);

    [Theory]
    [InlineData("pve1", "https://pve1:8006/")]
    [InlineData(" pve1.example.org:443 ", "https://pve1.example.org/")]
    [InlineData("https://pve1", "https://pve1:8006/")]
    [InlineData("https://pve1:443/", "https://pve1/")]
    [InlineData("https://192.0.2.1:8006/#v1:0:18:4", "https://192.0.2.1:8006/")]
    [InlineData("[2001:db8::1]", "https://[2001:db8::1]:8006/")]
    [InlineData("http://127.0.0.1:9000", "http://127.0.0.1:9000/")]
    public void An_endpoint_is_read_as_people_write_it(string text, string expected) =>
        Assert.Equal(expected, WorkspaceConfig.ParseEndpoint(text).AbsoluteUri);
}
