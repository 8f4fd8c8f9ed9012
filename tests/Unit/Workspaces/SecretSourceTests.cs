using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;
using ProxmoxMpc.Tests.Unit.State;

namespace ProxmoxMpc.Tests.Unit.Workspaces;

public sealed class SecretSourceTests : IDisposable
{
    private const string Value = "12345678-1234-1234-1234-123456789abc";
    private static readonly Uri Server = new("https://pve1.example.org:8006");
    private readonly TemporaryFolder _profile = new();

    public void Dispose() => _profile.Dispose();

    private Task<string> Read(SecretReference reference, Func<string, string, CancellationToken, Task<string?>>? vault = null) =>
        SecretSource.ReadAsync(reference, SecretPurpose.Token, vault, _profile.Root, TestContext.Current.CancellationToken);

    private async Task<PmpcException> Refused(SecretReference reference, string id, Func<string, string, CancellationToken, Task<string?>>? vault = null)
    {
        var error = await Assert.ThrowsAsync<PmpcException>(() => Read(reference, vault));
        Assert.Equal(id, error.Id);
        Assert.NotNull(error.Hint);
        Assert.DoesNotContain(Value, error + error.Hint + error.Target);
        return error;
    }

    [Fact]
    public async Task A_secret_kept_in_the_profile_comes_back_and_is_for_the_owner_alone()
    {
        var reference = SecretSource.WriteProfileFile("root@pam!a\"${x}'; rm -rf ../..", Server, SecretPurpose.Token, Value, _profile.Root);
        Assert.Matches("^[a-z0-9.-]+$", reference.Name);
        Assert.Equal(Value, await Read(reference));
        var file = Assert.Single(Directory.GetFiles(_profile.File("secrets")));
        Assert.Equal(reference.Name, Path.GetFileName(file));
        Assert.Equal("600", TemporaryFolder.Mode(file));
        Assert.Equal("700", TemporaryFolder.Mode(_profile.File("secrets")));
    }

    [Fact]
    public async Task Each_token_and_server_has_a_file_of_its_own_and_a_second_write_replaces_it()
    {
        var first = SecretSource.WriteProfileFile("root@pam!pmpc", Server, SecretPurpose.Token, "one", _profile.Root);
        var second = SecretSource.WriteProfileFile("root@pam-pmpc", Server, SecretPurpose.Token, "two", _profile.Root);
        var third = SecretSource.WriteProfileFile("root@pam!pmpc", new("https://pve1.example.org:443"), SecretPurpose.Token, "three", _profile.Root);
        Assert.Equal(3, new[] { first.Name, second.Name, third.Name }.Distinct().Count());
        Assert.Equal(first, SecretSource.WriteProfileFile("root@pam!pmpc", Server, SecretPurpose.Token, "four", _profile.Root));
        Assert.Equal("four", await Read(first));
        Assert.Equal("two", await Read(second));
    }

    [Fact]
    public async Task A_file_that_others_can_read_is_refused_by_name_and_absolute_path()
    {
        var reference = SecretSource.WriteProfileFile("root@pam!pmpc", Server, SecretPurpose.Token, Value, _profile.Root);
        var path = _profile.File($"secrets/{reference.Name}");
        Assert.Equal(Value, await Read(new(SecretKind.File, path)));
        foreach (var mode in new[] { 0b110_100_000, 0b110_000_100, 0b110_000_010 })
        {
            TemporaryFolder.SetMode(path, mode);
            var error = await Refused(reference, "PmpcSecretExposed");
            Assert.Contains("chmod 600", error.Hint);
            await Refused(new(SecretKind.File, path), "PmpcSecretExposed");
        }
    }

    [Fact]
    public async Task A_missing_file_is_an_error() => await Refused(new(SecretKind.File, "nowhere"), "PmpcSecretNotFound");

    [Fact]
    public async Task The_environment_is_read_and_an_unset_variable_is_an_error()
    {
        var variable = $"PMPC_TEST_{Guid.NewGuid():N}";
        await Refused(new(SecretKind.Environment, variable), "PmpcSecretNotFound");
        Environment.SetEnvironmentVariable(variable, $" {Value}\n");
        Assert.Equal(Value, await Read(new(SecretKind.Environment, variable)));
        Environment.SetEnvironmentVariable(variable, null);
    }

    [Fact]
    public async Task A_vault_is_asked_for_the_secret_by_its_name()
    {
        var asked = "";
        var secret = await Read(new(SecretKind.Vault, "My Vault/pve/token"), (vault, name, _) =>
        {
            asked = $"{vault}|{name}";
            return Task.FromResult<string?>(Value);
        });
        Assert.Equal((Value, "My Vault|pve/token"), (secret, asked));
        await Refused(new(SecretKind.Vault, "V/s"), "PmpcSecretNotFound");
        await Refused(new(SecretKind.Vault, "V/s"), "PmpcSecretNotFound", (_, _, _) => Task.FromResult<string?>(null));
        await Refused(new(SecretKind.Vault, "V"), "PmpcSecretInvalid", (_, _, _) => Task.FromResult<string?>(Value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n")]
    [InlineData(Value + "\nand more")]
    [InlineData(Value + "\u00e9")]
    public async Task What_cannot_be_a_tokens_secret_is_refused_without_repeating_it(string value) =>
        await Refused(new(SecretKind.Vault, "V/s"), "PmpcSecretInvalid", (_, _, _) => Task.FromResult<string?>(value));

    [Fact]
    public async Task The_whole_token_as_Proxmox_shows_it_is_understood() =>
        Assert.Equal(Value, await Read(new(SecretKind.Vault, "V/s"), (_, _, _) => Task.FromResult<string?>($"root@pam!pmpc={Value}")));

    [Fact]
    public void A_secret_that_cannot_be_one_is_not_written()
    {
        var error = Assert.Throws<PmpcException>(() => SecretSource.WriteProfileFile("root@pam!pmpc", Server, SecretPurpose.Token, Value + " " + Value, _profile.Root));
        Assert.DoesNotContain(Value, error + error.Hint);
        Assert.False(Directory.Exists(_profile.File("secrets")));
    }

    private Task<string> Read(SecretPurpose purpose, string value) =>
        SecretSource.ReadAsync(new(SecretKind.Vault, "V/s"), purpose, (_, _, _) => Task.FromResult<string?>(value), _profile.Root, TestContext.Current.CancellationToken);

    [Theory]
    [InlineData(" leading and trailing ")]
    [InlineData("root@pam!pmpc=12345678-1234-1234-1234-123456789abc")]
    [InlineData("a=b!c=d")]
    [InlineData("pässwörd €\t")]
    [InlineData("\ufeff")]
    public async Task A_password_is_taken_to_the_letter(string password)
    {
        Assert.Equal(password, await Read(SecretPurpose.Password, password));
        var kept = SecretSource.WriteProfileFile("alice@pve", Server, SecretPurpose.Password, password, _profile.Root);
        if (!password.StartsWith('\ufeff'))
            Assert.Equal(password, await SecretSource.ReadAsync(kept, SecretPurpose.Password, null, _profile.Root, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("secret", "secret")]
    [InlineData("secret\n", "secret")]
    [InlineData("secret\r\n", "secret")]
    [InlineData("secret \n", "secret ")]
    [InlineData("\ufeffsecret\n", "secret")]
    public async Task Of_a_file_the_line_break_at_its_end_and_the_mark_at_its_begin_are_no_part_of_a_password(string text, string password)
    {
        var path = _profile.File("password");
        File.WriteAllText(path, text);
        TemporaryFolder.SetMode(path, 0b110_000_000);
        Assert.Equal(password, await SecretSource.ReadAsync(new(SecretKind.File, path), SecretPurpose.Password, null, _profile.Root, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("two\nlines", "has more than one line")]
    public async Task What_cannot_be_a_password_is_refused_without_repeating_it(string value, string problem)
    {
        var error = await Assert.ThrowsAsync<PmpcException>(() => Read(SecretPurpose.Password, value));
        Assert.Equal("PmpcSecretInvalid", error.Id);
        Assert.Contains($"The user's password (vault: V/s) {problem}.", error.Message);
    }

    [Fact]
    public async Task The_key_of_an_authenticator_is_checked_and_kept_apart_from_the_password()
    {
        Assert.Equal("GEZD GNBV GY3T QOJQ", await Read(SecretPurpose.Totp, " GEZD GNBV GY3T QOJQ\n"));
        Assert.Equal("PmpcSecretInvalid", (await Assert.ThrowsAsync<PmpcException>(() => Read(SecretPurpose.Totp, "not a key!"))).Id);
        Assert.Equal("123456", await Read(SecretPurpose.OneTimeCode, "123456\n"));
        Assert.NotEqual(SecretSource.WriteProfileFile("a@pve", Server, SecretPurpose.Password, "p", _profile.Root),
            SecretSource.WriteProfileFile("a@pve", Server, SecretPurpose.Totp, "GEZDGNBVGY3TQOJQ", _profile.Root));
    }
}
