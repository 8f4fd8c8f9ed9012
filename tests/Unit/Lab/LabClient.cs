using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ProxmoxMpc.Lab;

namespace ProxmoxMpc.Tests.Unit.Lab;

/// <summary>A plain HTTP client of the Lab, as curl would be: no wire code of the product.</summary>
internal sealed class LabClient : IDisposable
{
    private readonly HttpClient _http;

    public LabClient(LabCluster cluster, string? authorization = null)
    {
        Cluster = cluster;
        _http = new HttpClient(cluster.CreateHandler()) { BaseAddress = new Uri("https://lab.invalid:8006/api2/json/") };
        var (id, secret) = authorization is null ? cluster.IssueEmbeddedToken() : ("", "");
        Authorization = authorization ?? $"PVEAPIToken={id}={secret}";
    }

    public LabCluster Cluster { get; }

    public string? Authorization { get; set; }

    /// <summary>From now on as this user with a ticket, as a browser; tokens may less.</summary>
    public async Task Login(string user, string password)
    {
        Authorization = null;
        var ticket = (await Send("POST", "access/ticket", new { username = user, password })).Data ?? throw new InvalidOperationException("no ticket");
        _http.DefaultRequestHeaders.Add("Cookie", "PVEAuthCookie=" + Uri.EscapeDataString(ticket["ticket"]!.GetValue<string>()));
        _http.DefaultRequestHeaders.Add("CSRFPreventionToken", ticket["CSRFPreventionToken"]!.GetValue<string>());
    }

    public static LabClient Demo() => new(LabCluster.Demo());

    /// <summary>A cluster of one node that answers at once and without lag.</summary>
    public static LabClient From(string json = "{}")
    {
        var state = JsonNode.Parse(json)!.AsObject();
        state["options"] ??= new JsonObject { ["taskSeconds"] = 0, ["resourceLagSeconds"] = 0 };
        return new LabClient(LabCluster.FromJson(state.ToJsonString()));
    }

    public async Task<LabAnswer> Send(string method, string path, object? form = null)
    {
        string query = "";
        HttpContent? content = null;
        var pairs = form switch
        {
            null => [],
            JsonObject body => Json(body, ref content),
            _ => form.GetType().GetProperties().Select(p => KeyValuePair.Create(p.Name.Replace("__", "-", StringComparison.Ordinal), p.GetValue(form)?.ToString() ?? "")).ToList(),
        };
        if (content is null && pairs.Count > 0)
        {
            if (method is "GET" or "DELETE")
                query = "?" + string.Join('&', pairs.Select(p => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(p.Value)}"));
            else
                content = new StringContent(string.Join('&', pairs.Select(p => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(p.Value)}")), Encoding.UTF8, "application/x-www-form-urlencoded");
        }
        using var request = new HttpRequestMessage(new HttpMethod(method), path.TrimStart('/') + query) { Content = content };
        if (Authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", Authorization);
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new LabAnswer((int)response.StatusCode, response.ReasonPhrase ?? "", text.Length == 0 ? null : text[0] == '{' ? JsonNode.Parse(text) : JsonValue.Create(text));
    }

    public Task<LabAnswer> Get(string path, object? query = null) => Send("GET", path, query);

    public async Task<JsonNode?> Data(string path, object? query = null)
    {
        var answer = await Get(path, query);
        Assert.True(answer.Status == 200, $"GET {path}: {answer.Status} {answer.Reason}");
        return answer.Data;
    }

    /// <summary>Sends, expects a UPID and waits for the task; returns its exit status.</summary>
    public async Task<string> Run(string method, string path, object? form = null)
    {
        var answer = await Send(method, path, form);
        Assert.True(answer.Status == 200, $"{method} {path}: {answer.Status} {answer.Reason} {answer.Body}");
        return await Wait(answer.Data?.GetValue<string>() ?? throw new InvalidOperationException("no UPID"));
    }

    public async Task<string> Wait(string upid)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        while (true)
        {
            var status = await Data($"nodes/{upid.Split(':')[1]}/tasks/{upid}/status");
            if (status!["status"]!.GetValue<string>() == "stopped")
                return status["exitstatus"]!.GetValue<string>();
            await Task.Delay(5, patience.Token);
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        Cluster.Dispose();
    }

    private static List<KeyValuePair<string, string>> Json(JsonObject body, ref HttpContent? content)
    {
        content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        return [];
    }
}

internal sealed record LabAnswer(int Status, string Reason, JsonNode? Body)
{
    public JsonNode? Data => Body is JsonObject body ? body["data"] : null;

    public string? Error(string key) => Body?["errors"]?[key]?.GetValue<string>();

    public bool IsOk => Status == (int)HttpStatusCode.OK;
}
