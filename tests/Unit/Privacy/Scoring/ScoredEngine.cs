using System.Text;
using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Tests.Privacy;

/// <summary>Runs the anonymiser over labelled files as a user would over a folder: learn from all, then anonymise each.</summary>
internal static class ScoredEngine
{
    public static PrivacyScore Score(IReadOnlyList<MarkedFile> files, byte keySeed = 1, PrivacyPolicy? policy = null) => PrivacyScore.Of(files, Run(files, keySeed, policy));

    public static IReadOnlyList<string> Run(IReadOnlyList<MarkedFile> files, byte keySeed = 1, PrivacyPolicy? policy = null)
    {
        var key = new byte[PseudonymKey.Length];
        Array.Fill(key, keySeed);
        var anonymizer = new Anonymizer(policy ?? PrivacyPolicy.Standard, new PseudonymKey(key));
        foreach (var file in files) anonymizer.Learn(Encoding.UTF8.GetBytes(file.Text));
        return [.. files.Select(file => anonymizer.Anonymize(file.Text))];
    }
}
