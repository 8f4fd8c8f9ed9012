using System.Text.RegularExpressions;

namespace ProxmoxMpc.Tests.Unit.Mirror;

/// <summary>A path that the source asks for.</summary>
/// <param name="Pattern">The whole path, or what it ends with.</param>
internal sealed record CallSite(string File, string Text, Regex Pattern)
{
    public override string ToString() => $"{File}: {Text}";
}

/// <summary>Finds in the source which paths of the API are asked for, so that none is left out of the mirror.</summary>
internal static partial class CallSites
{
    /// <summary>Lines with paths of another kind: access paths, prefixes that are compared, paths in words for people.</summary>
    private static readonly string[] Beside = ["///", "Filter(", "Propagates(", "StartsWith(", "WhyHidden", "Rights:", "BridgePath", "HashSet<string> Told", "PmpcException(", "\"Paths are as in"];

    /// <summary>Files that send what others name: the paths stand there.</summary>
    private static readonly string[] Relays = ["ObjectSink.cs", "SharedReads.cs", "GuestVerb.cs", "ObjectEngine.cs"];

    /// <summary>The rooms that may talk to a server; paths elsewhere are of another kind.</summary>
    private static readonly string[] Rooms = ["Api", "Applying", "Workspaces"];

    public static CallSite[] All()
    {
        var root = Path.Combine(SharedData.Repository, "src", "ProxmoxMpc.Core");
        var found = new List<CallSite>();
        foreach (var file in Rooms.SelectMany(room => Directory.EnumerateFiles(Path.Combine(root, room), "*.cs", SearchOption.AllDirectories)).Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && !Relays.Contains(Path.GetFileName(file))))
        {
            var name = Path.GetRelativePath(root, file);
            var before = found.Count;
            var text = File.ReadAllLines(file);
            foreach (var line in text.Where(line => !Beside.Any(mark => line.Contains(mark, StringComparison.Ordinal))))
            {
                foreach (Match match in Whole().Matches(line)) found.Add(new(name, match.Groups[1].Value, Pattern(match.Groups[1].Value, "^")));
                foreach (Match match in End().Matches(line)) found.Add(new(name, match.Groups[1].Value, Pattern("/" + match.Groups[1].Value, "")));
            }
            // A file that asks without a path of its own would escape.
            var asks = text.Count(line => Asking().IsMatch(line));
            if (asks > 0 && found.Count == before) found.Add(new(name, "(a request whose path was not found)", new("$.")));
        }
        return [.. found.DistinctBy(site => (site.File, site.Text))];
    }

    /// <summary>A path with holes for what is filled in; more may follow the whole ones, for parts are added elsewhere.</summary>
    private static Regex Pattern(string path, string start) =>
        new(start + Regex.Replace(Regex.Replace(path, @"\{[^}]*}", "\u0001"), @"[^\u0001]+", match => Regex.Escape(match.Value)).Replace("\u0001", "[^/]+", StringComparison.Ordinal) + (start.Length > 0 ? "(?:/|$)" : "$"), RegexOptions.CultureInvariant);

    [GeneratedRegex(@"""(/(?:nodes|cluster|access|storage|pools|version)[^""]*)""", RegexOptions.CultureInvariant)]
    private static partial Regex Whole();

    [GeneratedRegex(@"(?:GuestRequest\.(?:Post|Delete)\(|[gG]uest\.Path\(|Path\(step, |root \+ ""/|\{_?path\}/|\{PathOf\(parsed\)\}/|Path\(snapshot\) \+ ""/)""?([a-z_]+(?:/[a-z_]+)*)", RegexOptions.CultureInvariant)]
    private static partial Regex End();

    [GeneratedRegex(@"[cC]lient\.(?:Get|Post|Put|Delete|Read|ReadUtf8)Async\(", RegexOptions.CultureInvariant)]
    private static partial Regex Asking();
}
