using System.Globalization;

namespace ProxmoxMpc.Core.Model;

/// <summary>Numbers of things for people: <c>1 file</c>, <c>2 files</c>.</summary>
public static class Counted
{
    /// <param name="thing">The word for one; its plural ends in <c>s</c>.</param>
    public static string Of(int count, string thing) => string.Create(CultureInfo.InvariantCulture, $"{count} {thing}{(count == 1 ? "" : "s")}");
}
