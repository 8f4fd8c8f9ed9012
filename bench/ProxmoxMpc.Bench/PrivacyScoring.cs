using ProxmoxMpc.Tests.Privacy;

namespace ProxmoxMpc.Bench;

/// <summary>Prints what the anonymiser reaches on the labelled files of the tests, or on those of another folder.</summary>
internal static class PrivacyScoring
{
    private const string Labelled = "tests/Unit/Privacy";

    public static async Task<int> RunAsync(Arguments arguments)
    {
        string[] folders = arguments.Text("folder") is { } folder ? [folder] : [.. new[] { "Corpus", "HeldOut" }.Select(name => Path.Combine(Root(), Labelled, name)).Where(Directory.Exists)];
        foreach (var path in folders)
        {
            var files = MarkedFile.ReadFolder(path);
            if (files.Count == 0) throw new ArgumentException($"{path} holds no labelled file (*{MarkedFile.Suffix}).");
            var policy = arguments.Has("strict") ? Core.Privacy.PrivacyPolicy.Strict : null;
            // A file alone tells less about its names than a folder does.
            var outputs = arguments.Has("each") ? [.. files.SelectMany(file => ScoredEngine.Run([file], policy: policy))] : ScoredEngine.Run(files, policy: policy);
            var score = PrivacyScore.Of(files, outputs);
            foreach (var line in ScoreReport.Lines(Path.GetFileName(path), score)) Console.WriteLine(line);
            if (arguments.Has("misses"))
                foreach (var line in ScoreReport.Misses(score)) Console.WriteLine(line);
            if (arguments.Has("verify"))
                foreach (var (file, residue, line) in ScoredEngine.Residues(files)) Console.WriteLine($"residue      {file}:{residue.Line} {residue.Kind}, {residue.Reason}: {line}");
            if (arguments.Text("write") is not { } target) continue;
            Directory.CreateDirectory(target);
            for (var i = 0; i < files.Count; i++) await File.WriteAllTextAsync(Path.Combine(target, files[i].Name), outputs[i]).ConfigureAwait(false);
        }
        return 0;
    }

    private static string Root()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "ProxmoxMpc.sln"))) return at.FullName;
        throw new InvalidOperationException("The benchmark must run inside the repository, or be told --folder.");
    }
}
