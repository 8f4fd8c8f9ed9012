using System.Text;
using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Core.Workspaces.Exporting;

/// <summary>Looks for secrets in what is about to leave, with the same rules that hide them from an AI.</summary>
internal static class SecretSearch
{
    // Public keys are made to be given away; they open nothing.
    private static readonly PrivacyPolicy Policy = PrivacyPolicy.SecretsOnly with { Disabled = [.. PrivacyRules.All.Where(rule => rule.Kind == PrivacyKind.SshKey).Select(rule => rule.Id)] };

    /// <summary>The lines that hold what looks like a secret, from 1.</summary>
    public static IReadOnlyList<int> LinesIn(string text)
    {
        // What Ansible has encrypted is a secret all the same: its key belongs to somebody.
        var vault = text.Split('\n').Select((line, index) => (line, index)).Where(one => one.line.Contains("$ANSIBLE_VAULT;", StringComparison.Ordinal)).Select(one => one.index + 1);
        var hidden = new Anonymizer(Policy, PseudonymKey.Create()) { Parallelism = 1 }.Anonymize(Encoding.UTF8.GetBytes(text));
        var (before, after) = (text.Split('\n'), Encoding.UTF8.GetString(hidden).Split('\n'));
        var changed = before.Length == after.Length ? before.Select((line, index) => (line, index)).Where(one => one.line != after[one.index]).Select(one => one.index + 1)
            : before.SequenceEqual(after) ? [] : [before.Zip(after).TakeWhile(pair => pair.First == pair.Second).Count() + 1];
        return [.. vault.Concat(changed).Distinct().Order()];
    }
}
