using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>A file of a report.</summary>
public sealed record IssueReportFile(string Name, int Length);

/// <summary>A report to be shared.</summary>
/// <param name="IsWritten">False for a preview.</param>
public sealed record IssueReport(string Path, bool IsWritten, PrivacyLevel Level, ImmutableArray<IssueReportFile> Files, ImmutableArray<PrivacyCount> Replaced);

/// <summary>Makes reports: everything is anonymised and looked at again before a byte of it is written.</summary>
public static class IssueReports
{
    /// <summary>Anonymises the files and writes them to a folder, or to one archive where the path ends in <c>.zip</c>.</summary>
    /// <param name="path">Null for the text only.</param>
    /// <exception cref="PmpcException"><c>PmpcPrivacyResidue</c>, <c>PmpcOutputExists</c></exception>
    public static IssueReport Make(Sharing share, IReadOnlyList<GeneratedFile> files, string path, bool write, bool overwrite, Action<IReadOnlyList<PrivacyResidue>>? allowed)
    {
        if ((File.Exists(path) || Directory.Exists(path)) && !overwrite && write)
            throw new PmpcException("PmpcOutputExists", PmpcErrorKind.Conflict, $"'{path}' exists already.", "Name another output, or replace it with -Force.", path);
        var before = share.Anonymizer.Map.Pseudonyms.GroupBy(item => (item.Kind, item.Replacement)).ToDictionary(group => group.Key, group => group.Max(item => item.Count));
        foreach (var file in files) share.Anonymizer.Learn(Encoding.UTF8.GetBytes(file.Text));
        var safe = files.Select(file => file with { Text = share.Anonymizer.Anonymize(file.Text) }).ToList();
        foreach (var file in safe) share.Verify(file.Text, file.Path, allowed);
        ImmutableArray<PrivacyCount> replaced =
        [
            .. share.Anonymizer.Map.Pseudonyms.Select(item => (item.Kind, Count: item.Count - before.GetValueOrDefault((item.Kind, item.Replacement)))).Where(item => item.Count > 0)
                .GroupBy(item => item.Kind).Select(group => new PrivacyCount(group.Key, group.Sum(item => item.Count), group.Count())).OrderBy(count => count.Kind),
        ];
        safe.Add(new("MANIFEST.md", Manifest(share.Anonymizer.Policy.Level, safe, replaced)));
        if (write) Write(path, safe, overwrite);
        return new(path, write, share.Anonymizer.Policy.Level, [.. safe.Select(file => new IssueReportFile(file.Path, Encoding.UTF8.GetByteCount(file.Text)))], replaced);
    }

    private static string Manifest(PrivacyLevel level, IEnumerable<GeneratedFile> files, IEnumerable<PrivacyCount> replaced)
    {
        var text = new StringBuilder();
        text.Append($"# What is in this report\n\nEvery file was anonymised at the level {level} and looked through again before it was written. Names, addresses and\nidentifiers are pseudonyms: the same one stands for the same thing everywhere. No secret is in it.\n\n");
        foreach (var file in files) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"- {file.Path} ({Encoding.UTF8.GetByteCount(file.Text)} bytes)\n");
        text.Append("\n| Replaced | Different values | Places |\n|---|---|---|\n");
        foreach (var count in replaced) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"| {count.Kind} | {count.Distinct} | {count.Replaced} |\n");
        return text.ToString();
    }

    private static void Write(string path, List<GeneratedFile> files, bool overwrite)
    {
        if (!path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
        {
            Directory.CreateDirectory(path);
            foreach (var file in files) AtomicFile.Write(Path.Combine(path, file.Path), Encoding.UTF8.GetBytes(file.Text), AtomicFile.OwnerOnly, overwrite);
            return;
        }
        using var buffer = new MemoryStream();
        using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var file in files)
            {
                using var entry = archive.CreateEntry(file.Path).Open();
                entry.Write(Encoding.UTF8.GetBytes(file.Text));
            }
        }
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        AtomicFile.Write(Path.GetFullPath(path), buffer.GetBuffer().AsSpan(0, (int)buffer.Length), AtomicFile.OwnerOnly, overwrite);
    }
}
