using System.Management.Automation;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.PowerShell;

/// <summary>Files and folders that a cmdlet's <c>-Path</c> means.</summary>
internal static class PathArguments
{
    /// <summary>What exists, in the order given; wildcards are allowed.</summary>
    /// <exception cref="PmpcException"><c>PmpcPathNotFound</c></exception>
    public static IReadOnlyList<string> Resolve(PSCmdlet cmdlet, IEnumerable<string> paths)
    {
        var found = new List<string>();
        foreach (var path in paths)
        {
            // A name that exists is that file, whatever signs are in it.
            var literal = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path);
            if (File.Exists(literal) || Directory.Exists(literal))
            {
                found.Add(literal);
                continue;
            }
            var matches = WildcardPattern.ContainsWildcardCharacters(path) ? cmdlet.SessionState.Path.GetResolvedProviderPathFromPSPath(path, out _).ToArray() : [];
            if (matches.Length == 0) throw new PmpcException("PmpcPathNotFound", PmpcErrorKind.NotFound, $"There is no file or folder '{path}'.", "Check the name and the current folder.", path);
            found.AddRange(matches);
        }
        return [.. found.Distinct()];
    }
}
