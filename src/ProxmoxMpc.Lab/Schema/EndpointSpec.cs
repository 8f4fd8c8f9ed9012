using System.Text.Json;

namespace ProxmoxMpc.Lab.Schema;

/// <summary>One endpoint: method, path template, parameters, and who may call it.</summary>
internal sealed record EndpointSpec(string Method, string Path)
{
    public ParameterSet Parameters { get; } = new();

    /// <summary>Runs in pvedaemon: a call that takes longer than the proxy's limit is cut off although it goes on.</summary>
    public bool Protected { get; init; }

    /// <summary>Answered by the node in the path, not by the node that was asked.</summary>
    public bool Proxied { get; init; }

    /// <summary>False: an API token is refused at the door, whatever it may do.</summary>
    public bool AllowToken { get; init; } = true;

    /// <summary>Unknown parameters are accepted.</summary>
    public bool Open { get; init; }

    /// <summary>"all" (any authenticated user), "world" (nobody asked), "root" (root@pam only) or null when <see cref="Check"/> decides.</summary>
    public string? User { get; init; }

    /// <summary>Permission expression: ["perm", path, privileges, ...], ["and", ...], ["or", ...] and so on.</summary>
    public JsonElement? Check { get; init; }

    /// <summary>The parameters depend on the value of "type".</summary>
    public bool HasTypes => Parameters.Single.Any(p => p.OneOf);

    public string[] Segments { get; } = Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
}
