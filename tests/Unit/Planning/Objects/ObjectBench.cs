using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Api.Objects;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;
using ProxmoxMpc.Core.Planning.Objects;
using ProxmoxMpc.Core.Terraform.Objects;
using ProxmoxMpc.Lab;

namespace ProxmoxMpc.Tests.Unit.Planning.Objects;

/// <summary>A Lab whose objects are brought to what is wanted by the planned requests.</summary>
internal sealed class ObjectBench : IDisposable
{
    private readonly LabCluster _lab = LabCluster.Demo();
    private readonly PveClient _client;
    private ObjectQuery? _query;

    public ObjectBench()
    {
        var token = _lab.IssueEmbeddedToken();
        _client = new(new(new Uri("https://lab:8006"), token.TokenId, token.Secret), _lab.CreateHandler());
    }

    public PveClient Client => _client;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public IReadOnlyList<ClusterObject> Objects { get; private set; } = [];

    public static ClusterObject Make(ObjectKind kind, string name, params (string Key, string? Value)[] settings) => Make(kind, ObjectScope.Cluster, name, settings);

    public static ClusterObject Make(ObjectKind kind, ObjectScope scope, string name, params (string Key, string? Value)[] settings) => Terraform.ObjectSamples.Make(kind, scope, name, settings);

    public async Task ReadAsync()
    {
        var reader = new ObjectReader(_client);
        _query ??= await reader.TargetsAsync(new() { Kinds = [.. Enum.GetValues<ObjectKind>()] }, new HashSet<int> { 100, 200 }, Ct);
        var reading = await reader.ReadAsync(_query, Ct);
        Assert.Empty(reading.Gaps);
        Objects = reading.Objects;
    }

    public IReadOnlyList<ClusterObject> Of(ObjectKey key) => ObjectCode.ObjectsOf(key, Objects);

    public (string, GuestKind)? PlaceOf(int vmid) => _query!.Guests.Where(guest => guest.VmId == vmid).Select(guest => ((string, GuestKind)?)(guest.Node, guest.Kind)).FirstOrDefault();

    public ObjectWork Work(ObjectKey key, IReadOnlyList<ClusterObject> wanted, params string[] kept) =>
        ObjectRequests.Of(key, Of(key), wanted, kept.ToHashSet(), PlaceOf, Objects);

    /// <summary>Brings a resource to what is wanted, and makes sure that nothing is left to do.</summary>
    /// <returns>The requests, as they were sent.</returns>
    public async Task<string[]> ApplyAsync(ObjectKey key, IReadOnlyList<ClusterObject> wanted, params string[] kept)
    {
        if (Objects.Count == 0) await ReadAsync();
        var work = Work(key, wanted, kept);
        Assert.Null(work.Refusal);
        await SendAsync(work);
        await ReadAsync();
        if (wanted.Count > 0) Assert.Empty(Work(key, wanted, kept).Requests.Select(request => request.ToString()));
        else
        {
            var left = Of(key).SelectMany(item => item.Settings.Where(setting => setting.Value.Length > 0).Select(_ => item.Name)).Except(kept).ToArray();
            Assert.True(left.Length == 0, string.Join(", ", left));
        }
        return [.. work.Requests.Select(request => request.ToString())];
    }

    private async Task SendAsync(ObjectWork work)
    {
        foreach (var request in work.Requests)
        {
            var answer = await _client.CallAsync(new HttpMethod(request.Method), request.Path, request.Fields, Ct);
            if (answer.ValueKind == System.Text.Json.JsonValueKind.String && Upid.TryParse(answer.GetString(), out var upid)) Assert.True((await _client.WaitForTaskAsync(upid, null, Ct)).IsSuccess);
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _lab.Dispose();
    }
}
