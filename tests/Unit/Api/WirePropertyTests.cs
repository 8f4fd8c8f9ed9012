using System.Text.Json;
using CsCheck;
using ProxmoxMpc.Core.Api;

namespace ProxmoxMpc.Tests.Unit.Api;

/// <summary>Laws that hold for every text that other people may have chosen.</summary>
public class WirePropertyTests
{
    private static readonly Gen<string> AnyText = Gen.OneOf(Gen.String, Gen.String[Gen.Char[" +&=%/?#;'\"\\\n\r\täöü€${}<>.,:!@"], 0, 40]).Where(IsWhole);

    [Fact]
    public Task What_is_sent_arrives_as_it_was() => AnyText.Select(AnyText).SampleAsync(async (first, second) =>
    {
        using var pve = new FakePve().On("POST /pools", "null").On("DELETE /pools", "null");
        using var client = pve.Client();
        await client.PostAsync("/pools", [new("description", first), new("name", second)], CancellationToken.None);
        await client.DeleteAsync("/pools", [new("description", first), new("name", second)], CancellationToken.None);
        return pve.Sent.All(sent => sent.Parameters["description"] == first && sent.Parameters["name"] == second);
    }, iter: 300);

    [Fact]
    public Task A_name_is_one_segment_of_a_path_or_refused() => AnyText.Where(text => text is not ("" or "." or "..")).SampleAsync(async name =>
    {
        using var pve = new FakePve();
        using var client = pve.Client();
        var path = PvePath.Of($"/nodes/{name}/qemu");
        await Assert.ThrowsAsync<PveApiException>(() => client.GetAsync(path, null, CancellationToken.None));
        return path.Count(c => c == '/') == 3 && Assert.Single(pve.Sent).Path == $"/nodes/{name}/qemu";
    }, iter: 300);

    [Fact]
    public Task No_quoted_secret_is_in_an_error() => Gen.String[Gen.Char["abcdefghijkl0123456789 '\":%+\n"], 6, 40].Where(text => text.Trim().Length > 5).SampleAsync(async secret =>
    {
        var body = JsonSerializer.Serialize(new { data = (string?)null, message = $"bad value {secret} given\n", errors = new Dictionary<string, string> { ["cipassword"] = $"got '{secret}'", ["name"] = secret } });
        using var pve = new FakePve().On("PUT /nodes/pve1/qemu/100/config", _ => FakePve.Error(400, "Parameter verification failed.", body));
        using var client = pve.Client();
        var e = await Assert.ThrowsAsync<PveApiException>(() => client.PutAsync("/nodes/pve1/qemu/100/config", [new("cipassword", secret)], CancellationToken.None));
        return !e.Message.Contains(secret, StringComparison.Ordinal) && e.Errors.Values.All(value => !value.Contains(secret.Trim(), StringComparison.Ordinal));
    }, iter: 300);

    /// <summary>Without halves of surrogate pairs, which no encoding can carry.</summary>
    private static bool IsWhole(string text) => !text.Where((c, i) => char.IsHighSurrogate(c) && (i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1])) || char.IsLowSurrogate(c) && (i == 0 || !char.IsHighSurrogate(text[i - 1]))).Any();
}
