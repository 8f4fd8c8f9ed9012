using System.Net.Http.Headers;
using System.Text.Json;

namespace ProxmoxMpc.Tests.Unit.Planning;

/// <summary>Sends requests as <c>root@pam</c> with a ticket instead of the token they carry: some keys no token may set.</summary>
internal sealed class RootOfLab(HttpMessageHandler lab, string password) : DelegatingHandler(lab)
{
    private (string Ticket, string Csrf)? _login;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        _login ??= await LoginAsync(ct);
        request.Headers.Authorization = null;
        request.Headers.Remove("Authorization");
        request.Headers.Add("Cookie", "PVEAuthCookie=" + Uri.EscapeDataString(_login.Value.Ticket));
        request.Headers.Add("CSRFPreventionToken", _login.Value.Csrf);
        return await base.SendAsync(request, ct);
    }

    private async Task<(string, string)> LoginAsync(CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://lab.invalid:8006/api2/json/access/ticket");
        var form = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes("username=root%40pam&password=" + Uri.EscapeDataString(password)));
        form.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
        request.Content = form;
        using var response = await base.SendAsync(request, ct);
        Assert.True(response.IsSuccessStatusCode, response.ReasonPhrase);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(ct));
        var data = body.RootElement.GetProperty("data");
        return (data.GetProperty("ticket").GetString()!, data.GetProperty("CSRFPreventionToken").GetString()!);
    }
}
