using ProxmoxMpc.Bench;

// A machine is noisy: every run measures its own baseline and prints ratios against it.
var benchmarks = new Dictionary<string, Func<Arguments, Task<int>>>(StringComparer.Ordinal);

if (args is [var name, .. var rest] && benchmarks.TryGetValue(name, out var run)) return await run(new Arguments(rest));
Console.Error.WriteLine($"usage: ProxmoxMpc.Bench {string.Join('|', benchmarks.Keys)} [--option value ...]");
return 2;
