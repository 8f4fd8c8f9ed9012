using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Kinds of objects of Kubernetes, which are called like domains and stay: <c>apiVersion: cluster.x-k8s.io/v1beta1</c>, the names in a definition of such a kind. With them the addresses of
/// schemas, which everybody reads.
/// </summary>
internal sealed class ApiGroupDetector : Detector
{
    // How far down a definition the names of its kind stand.
    private const int MostLines = 40;

    private static readonly byte[][] Names = Phrases.Of("name:", "group:");

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("api-group", PrivacyKind.Domain, "Groups of Kubernetes' API stay: apiVersion: apps.example.io/v1");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("apiVersion"), new("apiGroup"), new("controllerName", WordStart: true), new("provisioner", WordStart: true), new("CustomResourceDefinition"), new("$schema")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == 'C')
        {
            Definition(text, at + length, found);
            return;
        }
        // apiGroups: ["a.b.io"]
        if (Bytes.StartsWithAt(text, at + length, "s: ["u8)) Listed(text, at + length + 4, found);
        var (start, count) = NamedValue.After(text, at + length);
        if (count <= 2 || !text.Slice(start, count).Contains((byte)'.')) return;
        var value = text.Slice(start, count);
        if (text[at] == '$' ? value.StartsWith("https://"u8) : text[at] != 'a' || text[at + 3] == 'G' || value.IndexOf("/v"u8) > 0) found.Keep(start, count);
    }

    private static void Listed(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var end = Bytes.LineEnd(text, at);
        while (at < end && SecretText.Quoted(text, at, "\""u8) is { } group)
        {
            found.Keep(group.Start, group.Length);
            at = Bytes.At(text, group.End + 1) == ',' ? Bytes.SkipBlanks(text, group.End + 2) : end;
        }
    }

    /// <summary><c>name: pools.metallb.io</c>, <c>group: metallb.io</c></summary>
    private static void Definition(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var end = Bytes.LineEnd(text, at);
        for (var lines = 0; lines < MostLines && Bytes.NextLine(text, ref end, out var line); lines++)
        {
            var key = Bytes.SkipBlanks(text, line);
            if (Bytes.StartsWithAt(text, line, "---"u8)) return;
            if (!Phrases.AnyStarts(text[key..end], Names)) continue;
            var (start, count) = NamedValue.After(text, key + text[key..end].IndexOf((byte)':'));
            if (count > 2) found.Keep(start, count);
        }
    }
}
