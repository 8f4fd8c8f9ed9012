using System.Globalization;

namespace ProxmoxMpc.Tests.Privacy;

/// <summary>The figures for people.</summary>
internal static class ScoreReport
{
    public static IEnumerable<string> Lines(string title, PrivacyScore score)
    {
        yield return $"{title}: {score.Files} files, {score.All.All} sensitive values at {score.Places} places, {score.Kept.All} look-alikes";
        yield return Row("recall, core kinds", score.Core);
        yield return Row("recall, secrets", score.Secrets);
        yield return Row("recall, all kinds", score.All);
        foreach (var (kind, share) in score.RecallByKind) yield return Row($"  {kind}{(Label.IsCore(kind) ? "" : " (not core)")}", share);
        yield return Row("look-alikes kept", score.Kept);
        yield return Row("clean lines unchanged", score.CleanLines);
        yield return Row("other text of a line unchanged", score.OtherText);
        yield return Row("same value, same pseudonym", score.Consistent);
        yield return Row("short name agrees with FQDN", score.ShortNamesAgree);
        yield return Row("/24 kept together (pairs)", score.SubnetsTogether);
        yield return Row("strangers kept apart (pairs)", score.StrangersApart);
        foreach (var (kind, share) in score.Valid) yield return Row($"valid pseudonyms, {kind}", share);
        yield return Row("pseudonyms that no input holds", score.Fresh);
        yield return Row("files that still parse", score.Parse);
        yield return Row("files with their line count", score.LineCounts);
    }

    public static IEnumerable<string> Misses(PrivacyScore score) =>
        score.Misses.Select(miss => $"{miss.What,-12} {miss.File}:{miss.Line} {miss.Kind} «{miss.Value}»  =>  {miss.Output}");

    private static string Row(string what, Share share) =>
        string.Create(CultureInfo.InvariantCulture, $"{what,-34} {share.Percent,7:0.00} %  {share.Good}/{share.All}");
}
