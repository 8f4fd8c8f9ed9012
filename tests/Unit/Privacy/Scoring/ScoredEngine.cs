using System.Text;
using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Tests.Privacy;

/// <summary>Runs the anonymiser over labelled files as a user would over a folder: learn from all, then anonymise each.</summary>
internal static class ScoredEngine
{
    public static PrivacyScore Score(IReadOnlyList<MarkedFile> files, byte keySeed = 1, PrivacyPolicy? policy = null) => PrivacyScore.Of(files, Run(files, keySeed, policy));

    /// <summary>What the verifier minds in the outputs, by file: a file with anything in it would be withheld.</summary>
    public static IEnumerable<(string File, PrivacyResidue Residue, string Line)> Residues(IReadOnlyList<MarkedFile> files, PrivacyPolicy? policy = null)
    {
        var (anonymizer, outputs) = Session(files, 1, policy);
        for (var i = 0; i < files.Count; i++)
            foreach (var residue in new Verifier(anonymizer).Verify(outputs[i])) yield return (files[i].Name, residue, outputs[i].Split('\n')[residue.Line - 1]);
    }

    public static IReadOnlyList<string> Run(IReadOnlyList<MarkedFile> files, byte keySeed = 1, PrivacyPolicy? policy = null) => Session(files, keySeed, policy).Outputs;

    private static (Anonymizer Anonymizer, IReadOnlyList<string> Outputs) Session(IReadOnlyList<MarkedFile> files, byte keySeed, PrivacyPolicy? policy)
    {
        var key = new byte[PseudonymKey.Length];
        Array.Fill(key, keySeed);
        var anonymizer = new Anonymizer(policy ?? PrivacyPolicy.Standard, new PseudonymKey(key));
        foreach (var file in files) anonymizer.Learn(Encoding.UTF8.GetBytes(file.Text));
        return (anonymizer, [.. files.Select(file => anonymizer.Anonymize(file.Text))]);
    }
}
