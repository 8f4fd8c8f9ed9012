using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using ProxmoxMpc.Console.CommandLine;
using ProxmoxMpc.Console.Hosting;
using ProxmoxMpc.Console.Output;
using ProxmoxMpc.Lab;

namespace ProxmoxMpc.Console.LabServer;

/// <summary>Serves the Lab over HTTPS: HTTP/1.1, and in the status line the reason that Proxmox would give.</summary>
internal static class LabListener
{
    /// <summary>Runs until Ctrl+C or SIGTERM.</summary>
    public static async Task<int> RunAsync(ConsoleStreams streams, GlobalOptions options, IReadOnlyList<string> arguments)
    {
        var lab = LabOptions.Parse(arguments, Path.GetFullPath(options.Directory ?? "."));
        using var cluster = Open(lab.State);
        using var certificate = LabCertificate.LoadOrCreate(lab.State, lab.Host);
        await using var server = Build(cluster, lab, certificate);
        try
        {
            await server.StartAsync();
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            throw new UsageException($"{lab.Endpoint} is in use already.", "Choose another port; port 0 takes a free one.");
        }
        catch (System.Net.Sockets.SocketException exception)
        {
            throw new UsageException($"Cannot listen on {lab.Endpoint}: {exception.Message}");
        }
        Announce(streams, options, server, await TokenAsync(cluster, lab.Token, CancellationToken.None), lab, certificate);
        await Microsoft.Extensions.Hosting.HostingAbstractionsHostExtensions.WaitForShutdownAsync(server);
        return CommandRunner.Done;
    }

    private static LabCluster Open(string? state)
    {
        try
        {
            return state is null ? LabCluster.Demo() : LabCluster.Open(state);
        }
        catch (Exception exception) when (exception is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The Lab's state '{state}' cannot be used: {exception.Message}", "Give the path of a file that --state made, or of one that does not exist yet.");
        }
    }

    private static WebApplication Build(LabCluster cluster, LabOptions lab, X509Certificate2 certificate)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(lab.Endpoint, listen =>
            {
                // pveproxy speaks nothing newer.
                listen.Protocols = HttpProtocols.Http1;
                listen.UseHttps(certificate);
            });
        });
        var server = builder.Build();
        server.Run(context => AnswerAsync(cluster, context));
        return server;
    }

    private static async Task AnswerAsync(LabCluster cluster, HttpContext context)
    {
        var request = context.Request;
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, context.RequestAborted);
        // The raw target: Kestrel's own path is decoded already.
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var question = target.IndexOf('?');
        var headers = request.Headers.SelectMany(header => header.Value.Select(value => KeyValuePair.Create(header.Key, value ?? ""))).ToArray();
        var isChunked = request.Headers.TransferEncoding.Any(encoding => encoding?.Contains("chunked", StringComparison.OrdinalIgnoreCase) == true);
        var answer = await cluster.HandleAsync(new(request.Method, question < 0 ? target : target[..question], question < 0 ? null : target[(question + 1)..],
            headers, body.ToArray(), isChunked), context.RequestAborted);
        if (answer.Abort)
        {
            context.Abort();
            return;
        }
        context.Response.StatusCode = answer.Status;
        context.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = answer.Reason.ReplaceLineEndings(" ");
        foreach (var (name, value) in answer.Headers) context.Response.Headers.Append(name, value);
        if (answer.CloseConnection) context.Response.Headers.Connection = "close";
        context.Response.ContentLength = answer.Body.Length;
        if (!HttpMethods.IsHead(request.Method)) await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }

    private static void Announce(ConsoleStreams streams, GlobalOptions options, WebApplication server, (string Id, string? Secret) token, LabOptions lab, X509Certificate2 certificate)
    {
        var port = new Uri(server.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First()).Port;
        var url = new UriBuilder(Uri.UriSchemeHttps, lab.Host is "0.0.0.0" or "::" ? "localhost" : lab.Host, port).Uri.ToString();
        var fingerprint = LabCertificate.Fingerprint(certificate);
        var (tokenId, secret) = token;
        if (options.Json)
        {
            var document = new System.Management.Automation.PSObject();
            foreach (var (name, value) in new[] { ("Url", url), ("Fingerprint", fingerprint), ("TokenId", tokenId), ("Secret", secret) })
                document.Properties.Add(new System.Management.Automation.PSNoteProperty(name, value));
            streams.Output.WriteLine(JsonText.Document([document], isSingle: true, []));
            streams.Output.Flush();
            return;
        }
        streams.Output.WriteLine($"url          {url}");
        streams.Output.WriteLine($"fingerprint  {fingerprint}");
        streams.Output.WriteLine($"token id     {tokenId}");
        streams.Output.WriteLine(secret is null ? "secret       (shown when the token was made; --token NAME makes another)" : $"secret       {secret}");
        if (secret is not null) streams.Output.WriteLine("             It is not shown again.");
        streams.Output.WriteLine("Ctrl+C ends it.");
        streams.Output.Flush();
    }

    private static async Task<(string TokenId, string? Secret)> TokenAsync(LabCluster cluster, string name, CancellationToken ct)
    {
        try
        {
            return await cluster.CreateTokenAsync("root@pam", name, privsep: false, ct);
        }
        catch (ArgumentException)
        {
            // The state file has it from an earlier start; its secret is known to whoever made it.
            return ($"root@pam!{name}", null);
        }
    }
}
