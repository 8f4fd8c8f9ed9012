using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Bench;

/// <summary>
/// <c>anonymize-costs [--mb 4]</c>: what each rule adds to the CPU time of a mixed log, each switched on alone, in ns a byte; and what texts cost that are
/// made to be expensive, at one size and at four times that size: work has to stay in proportion.
/// </summary>
internal static class AnonymizeCosts
{
    private const int Rounds = 3;

    private static readonly (string Name, string Unit)[] Shapes =
    [
        ("digits", "7"), ("dots", "."), ("1.1.1.", "1."), ("a..a..", "a.."), ("aa@bb@", "aa@bb@"), ("aa:aa:", "aa:"), ("a-1-", "a-1-"), ("spaces", " "), ("line ends", "\n"), ("base64", "QUJDREVGR0hJSktMTU5P"), ("escapes", "a%3Ab"),
        ("password ", "password "), ("key,", "key,"), ("password='", "password='"), ("\"name\":", "\"name\":\"x\","), ("$6$", "$6$"), ("curl -u ", "curl -u "), ("mysql ", "mysql "), ("+49 ", "+49 "), ("://", "http://a:b/c"),
        ("| name ", "| name "), ("heads of tables", "name,password,x\n"), ("-----BEGIN", "-----BEGIN X-----\n"), ("VMID NAME", "VMID NAME \n"),
    ];

    public static Task<int> RunAsync(Arguments arguments)
    {
        var log = MixedLog.Make(arguments.Number("mb", 4) * 1_000_000);
        var everything = PrivacyRules.All.Select(rule => rule.Id).ToImmutableHashSet(StringComparer.OrdinalIgnoreCase);
        var empty = Cost(PrivacyPolicy.Standard with { Disabled = everything }, log);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"nothing but reading and writing",-34} {empty,7:0.00} ns/byte"));
        foreach (var (id, cost) in PrivacyRules.All.Select(rule => (rule.Id, Cost: Cost(PrivacyPolicy.Standard with { Disabled = everything.Remove(rule.Id) }, log) - empty)).OrderByDescending(item => item.Cost))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{id,-34} {Math.Max(0, cost),7:0.00} ns/byte"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"all of them",-34} {Cost(PrivacyPolicy.Standard, log),7:0.00} ns/byte"));
        Console.WriteLine();
        foreach (var (name, unit) in Shapes)
        {
            var (small, large) = (Cost(PrivacyPolicy.Standard, Repeated(unit, 100_000)), Cost(PrivacyPolicy.Standard, Repeated(unit, 400_000)));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-34} {small,7:0} ns/byte, four times as much {large,7:0}"));
        }
        return Task.FromResult(0);
    }

    private static byte[] Repeated(string unit, int length) => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(unit, length / unit.Length)));

    /// <summary>CPU time of learning and replacing, the least of some rounds.</summary>
    private static double Cost(PrivacyPolicy policy, byte[] text)
    {
        var anonymizer = new Anonymizer(policy, PseudonymKey.Create());
        var least = double.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            anonymizer.Anonymize(text);
            least = Math.Min(least, (Process.GetCurrentProcess().TotalProcessorTime - before).TotalNanoseconds / text.Length);
        }
        return least;
    }
}
