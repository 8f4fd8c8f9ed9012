using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ProxmoxMpc.Core.Api;

/// <summary>The name of a task: <c>UPID:node:pid:pstart:starttime:type:id:user:</c>.</summary>
/// <param name="Node">The node that runs it, the only one that knows it.</param>
/// <param name="StartTime">To the second, by the node's clock.</param>
/// <param name="Type"><c>qmcreate</c>, <c>vzstart</c>, <c>vzdump</c> …</param>
/// <param name="Id">What it works on, mostly a vmid; may be empty.</param>
/// <param name="User">With the token's name where a token started it: <c>root@pam!iac</c>.</param>
/// <param name="Text">The whole, as the server wrote it.</param>
public readonly partial record struct Upid(string Node, DateTimeOffset StartTime, string Type, string Id, string User, string Text)
{
    /// <summary>Whether the text is a UPID.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Upid upid)
    {
        upid = default;
        if (text is null || Pattern().Match(text) is not { Success: true } match) return false;
        var start = long.Parse(match.Groups["start"].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        upid = new(match.Groups["node"].Value, DateTimeOffset.FromUnixTimeSeconds(start), match.Groups["type"].Value, match.Groups["id"].Value, match.Groups["user"].Value, text);
        return true;
    }

    public override string ToString() => Text;

    // The expression of PVE::Tools::upid_decode.
    [GeneratedRegex(@"\AUPID:(?<node>[a-zA-Z0-9](?:[a-zA-Z0-9\-]*[a-zA-Z0-9])?):[0-9A-Fa-f]{8}:[0-9A-Fa-f]{8,9}:(?<start>[0-9A-Fa-f]{8}):(?<type>[^:\s]+):(?<id>[^:\s]*):(?<user>[^:\s]+):\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
