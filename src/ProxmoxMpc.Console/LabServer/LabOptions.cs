using System.Net;
using ProxmoxMpc.Console.CommandLine;

namespace ProxmoxMpc.Console.LabServer;

/// <summary>What <c>lab</c> was asked to do.</summary>
/// <param name="Host">The name or address as given, for the URL.</param>
/// <param name="State">The state file, or null for a Lab in memory.</param>
/// <param name="Token">The name of the token to make for <c>root@pam</c>.</param>
internal sealed record LabOptions(string Host, IPEndPoint Endpoint, string? State, string Token)
{
    /// <summary>Reads the command's options. Throws <see cref="UsageException"/>.</summary>
    public static LabOptions Parse(IReadOnlyList<string> arguments, string directory)
    {
        string? listen = null, state = null, token = null;
        for (var i = 0; i < arguments.Count; i++)
        {
            var equals = arguments[i].IndexOf('=');
            var name = equals < 0 ? arguments[i] : arguments[i][..equals];
            string Value() => equals >= 0 ? arguments[i][(equals + 1)..] : ++i < arguments.Count ? arguments[i] : throw new UsageException($"{name} needs a value.");
            switch (name)
            {
                case "--listen": listen = Value(); break;
                case "--state": state = Path.GetFullPath(Value(), directory); break;
                case "--token": token = Value(); break;
                default:
                    throw new UsageException($"lab has no option {name}.", Suggestion.Nearest(name, ["--listen", "--state", "--token"]) is { } nearest ? $"Did you mean {nearest}?" : null);
            }
        }
        var (host, endpoint) = ParseEndpoint(listen ?? throw new UsageException("lab needs --listen HOST:PORT.", "For example: proxmox-mpc lab --listen 127.0.0.1:8006"));
        return new(host, endpoint, state, token ?? "mpc");
    }

    private static (string Host, IPEndPoint Endpoint) ParseEndpoint(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon <= 0 || !ushort.TryParse(text.AsSpan(colon + 1), out var port)) throw new UsageException($"'{text}' is not HOST:PORT.", "For example 127.0.0.1:8006.");
        var host = text[..colon].Trim('[', ']');
        if (IPAddress.TryParse(host, out var address)) return (host, new(address, port));
        if (host is "*" or "+") return ("localhost", new(IPAddress.Any, port));
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase)) return (host, new(IPAddress.Loopback, port));
        try
        {
            return (host, new(Dns.GetHostAddresses(host)[0], port));
        }
        catch (System.Net.Sockets.SocketException exception)
        {
            throw new UsageException($"'{host}' is no address of this machine: {exception.Message}");
        }
    }
}
