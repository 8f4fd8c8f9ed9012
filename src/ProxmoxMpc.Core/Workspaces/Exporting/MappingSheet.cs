using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ProxmoxMpc.Core.Generation;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Terraform.Porting;

namespace ProxmoxMpc.Core.Workspaces.Exporting;

/// <summary>The sheet on which somebody sees and decides what becomes of what.</summary>
internal static class MappingSheet
{
    private const int MostNames = 4;

    /// <summary>The answers of a sheet; none where there is no such file.</summary>
    public static MappingAnswers Read(string path)
    {
        try
        {
            return File.Exists(path) ? MappingSheetReader.Read(File.ReadAllText(path), path) : MappingAnswers.None;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PmpcException("PmpcFileFailed", PmpcErrorKind.Workspace, $"The mapping sheet '{path}' cannot be read: {error.Message}", "Check that you may read it.", path, error);
        }
    }

    public static string Text(string source, string target, bool keepMacs, bool keepUuids, IReadOnlyList<MappingProposal> proposals)
    {
        var text = new StringBuilder($"""
            # What the guests of one cluster need, and what it is called on another. Made by Export-PmpcWorkspace; yours to edit.
            # An empty value is a question: answer it, and run the export again. "-" leaves the thing out.
            # Users, rights, storages, networks, HA, backup jobs and the cluster's firewall stay with the old cluster.
            format: 1
            source: {YamlText.Scalar(source)}
            target: {YamlText.Scalar(target)}

            # What a guest may have once only in a network. false: the target gives new ones.
            {MappingSheetReader.Keep}:
              {MappingSheetReader.MacAddresses}: {(keepMacs ? "true" : "false")}
              {MappingSheetReader.Uuids}: {(keepUuids ? "true" : "false")}

            """);
        foreach (var (name, kind) in MappingSheetReader.Sections)
        {
            Section(text, name, proposals.Where(one => one.Kind == kind), 2, one => one.Source);
            if (kind == PlaceKind.Node) Storages(text, proposals);
        }
        VmIds(text, [.. proposals.Where(one => one.Kind == PlaceKind.VmId)]);
        return text.ToString();
    }

    private static void Section(StringBuilder text, string name, IEnumerable<MappingProposal> proposals, int indent, Func<MappingProposal, string> key)
    {
        var isFirst = true;
        foreach (var one in proposals)
        {
            if (isFirst) text.Append('\n').Append(name).Append(":\n");
            isFirst = false;
            Comment(text, one, indent);
            text.Append(' ', indent).Append(Key(key(one))).Append(": ").Append(Value(one)).Append('\n');
        }
    }

    private static void Storages(StringBuilder text, IReadOnlyList<MappingProposal> proposals)
    {
        var storages = proposals.Where(one => one.Kind == PlaceKind.Storage).GroupBy(one => one.Source, StringComparer.Ordinal).ToArray();
        if (storages.Length == 0) return;
        text.Append('\n').Append(MappingSheetReader.Storages).Append(":\n");
        foreach (var storage in storages)
        {
            text.Append("  ").Append(Key(storage.Key)).Append(":\n");
            foreach (var one in storage)
            {
                Comment(text, one, 4);
                text.Append("    ").Append(Key(one.Content)).Append(": ").Append(Value(one)).Append('\n');
            }
        }
    }

    /// <summary>Runs of vmids that move by the same distance stand in one line.</summary>
    private static void VmIds(StringBuilder text, MappingProposal[] proposals)
    {
        if (proposals.Length == 0) return;
        text.Append('\n').Append(MappingSheetReader.VmIds).Append(":\n");
        for (var at = 0; at < proposals.Length;)
        {
            var (from, one) = (at, proposals[at]);
            while (++at < proposals.Length && one is { IsOpen: false, Target: not null } && proposals[at] is { IsOpen: false, Target: not null } next && Number(next.Source) == Number(proposals[at - 1].Source) + 1 && Number(next.Target!) == Number(proposals[at - 1].Target!) + 1)
            {
            }
            var last = proposals[at - 1];
            if (at - from == 1)
            {
                Comment(text, one, 2);
                text.Append("  ").Append(Key(one.Source)).Append(": ").Append(Value(one)).Append('\n');
            }
            else text.Append(CultureInfo.InvariantCulture, $"  {Key($"{one.Source}-{last.Source}")}: {Key($"{one.Target}-{last.Target}")}\n");
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static void Comment(StringBuilder text, MappingProposal one, int indent)
    {
        var parts = new List<string>();
        if (one.IsOpen) parts.Add(one.Status == MappingStatus.Question ? "QUESTION" : "CANNOT BE");
        if (one.Note.Length > 0) parts.Add(one.Note);
        if (one.IsOpen && one.Candidates.Length > 0) parts.Add($"There is: {string.Join(", ", one.Candidates.Select(YamlText.Scalar))}.");
        if (one.UsedBy.Length > 0 && (one.IsOpen || one.Status == MappingStatus.Proposed))
            parts.Add($"For {string.Join(", ", one.UsedBy.Take(MostNames))}{(one.UsedBy.Length > MostNames ? $" and {one.UsedBy.Length - MostNames} more" : "")}.");
        if (parts.Count > 0) text.Append(' ', indent).Append("# ").Append(OneLine(string.Join(' ', parts))).Append('\n');
    }

    // Names of other people's clusters: what would end the comment, or hide in it, is spelled out.
    private static string OneLine(string text) => string.Concat(text.EnumerateRunes().Select(rune => TextSafety.MustBeVisible(rune) ? FormattableString.Invariant($"\\u{rune.Value:X4}") : rune.ToString()));

    private static string Value(MappingProposal one) => one.Target is null ? "\"\"" : Key(one.Target);

    // A number as a key or value is text here, too.
    private static string Key(string text) => YamlText.Scalar(text);
}
