using System.Text.RegularExpressions;

namespace ProxmoxMpc.Tests.Privacy;

/// <summary>So many of so many.</summary>
internal sealed record Share(int Good, int All)
{
    public double Percent => All == 0 ? 100 : 100.0 * Good / All;

    public static Share Of<T>(IReadOnlyCollection<T> items, Func<T, bool> good) => new(items.Count(good), items.Count);
}

/// <summary>A labelled value and what it became; null where the line could not be laid over its copy.</summary>
internal sealed record Place(string File, int Line, string Kind, string Value, string? Became, bool Leaked);

/// <summary>Something that went wrong, for people.</summary>
internal sealed record Miss(string What, string File, int Line, string Kind, string Value, string Output);

/// <summary>What an anonymiser reaches on labelled files. A value counts as hidden when it is hidden at all its places in a file.</summary>
internal sealed record PrivacyScore
{
    public required int Files { get; init; }
    public required int Places { get; init; }
    public required IReadOnlyDictionary<string, Share> RecallByKind { get; init; }
    public required Share Core { get; init; }
    public required Share Secrets { get; init; }
    public required Share All { get; init; }

    /// <summary>Marked look-alikes that stayed.</summary>
    public required Share Kept { get; init; }

    /// <summary>Lines without anything sensitive that stayed as they were.</summary>
    public required Share CleanLines { get; init; }

    /// <summary>Lines with something sensitive of which all the rest stayed as it was.</summary>
    public required Share OtherText { get; init; }

    /// <summary>Values of core kinds that have one pseudonym at all their places.</summary>
    public required Share Consistent { get; init; }

    /// <summary>Short names that are the first label of their FQDN's pseudonym.</summary>
    public required Share ShortNamesAgree { get; init; }
    public required Share SubnetsTogether { get; init; }
    public required Share StrangersApart { get; init; }
    public required IReadOnlyDictionary<string, Share> Valid { get; init; }
    public required Share Parse { get; init; }
    public required Share LineCounts { get; init; }

    /// <summary>Pseudonyms that are not also values of the input.</summary>
    public required Share Fresh { get; init; }
    public required IReadOnlyList<Miss> Misses { get; init; }

    /// <summary>Scores one session over all files.</summary>
    public static PrivacyScore Of(IReadOnlyList<MarkedFile> files, IReadOnlyList<string> outputs)
    {
        var misses = new List<Miss>();
        var places = new List<Place>();
        var kept = new List<bool>();
        var clean = new List<bool>();
        var other = new List<bool>();
        var lineCounts = new List<bool>();
        for (var i = 0; i < files.Count; i++)
        {
            var lines = outputs[i].Split('\n').Select(line => line.TrimEnd('\r')).ToList();
            lineCounts.Add(lines.Count == files[i].Lines.Count);
            if (!lineCounts[^1]) misses.Add(new Miss("lines", files[i].Name, lines.Count, "", $"{files[i].Lines.Count} lines", ""));
            for (var number = 0; number < files[i].Lines.Count; number++)
                ScoreLine(files[i], number, number < lines.Count ? lines[number] : "");
        }

        var hidden = places.Where(place => place is { Leaked: false, Became: not null }).ToList();
        var values = places.GroupBy(place => (place.File, place.Kind, place.Value)).Select(group => (group.Key.Kind, Hidden: group.All(place => !place.Leaked))).ToList();
        // Of a person's name, which Standard leaves, the part goes that is also an account.
        var spellings = hidden.Where(place => place.Kind is not "pem" && Label.IsCore(place.Kind)).GroupBy(place => (Label.FamilyOf(place.Kind), Label.Canonical(place.Kind, place.Value))).Where(group => group.Count() > 1).ToList();
        foreach (var group in spellings.Where(group => !IsOne(group)))
            misses.Add(new Miss("inconsistent", group.First().File, group.First().Line, group.Key.Item1, group.Key.Item2, string.Join(" / ", group.Select(place => Label.Canonical(place.Kind, place.Became!)).Distinct())));
        var names = hidden.Where(place => Label.FamilyOf(place.Kind) == "name").GroupBy(place => Label.Canonical("host", place.Value)).ToDictionary(group => group.Key, group => Label.Canonical("host", group.First().Became!));
        var agree = hidden.Where(place => place.Kind == "fqdn" && names.ContainsKey(Label.Canonical("fqdn", place.Value).Split('.')[0])).ToList();
        foreach (var place in agree.Where(place => !Agrees(place))) misses.Add(new Miss("short name", place.File, place.Line, "fqdn", place.Value, place.Became!));
        foreach (var place in hidden.Where(place => Label.IsValid(place.Kind, place.Value, place.Became!) is false)) misses.Add(new Miss("invalid", place.File, place.Line, place.Kind, place.Value, place.Became!));
        var originals = places.Where(place => place.Kind is "ip" or "mac" or "uuid" or "node" or "vm" or "host" or "fqdn").Select(place => Label.Canonical(place.Kind, place.Value)).ToHashSet();
        // 10.112.0.0 of a /12 is no address of a /24: what stands for others of its network may have the same first numbers.
        var addresses = hidden.Where(place => place.Kind == "ip" && !place.Value.EndsWith(".0.0", StringComparison.Ordinal)).GroupBy(place => place.Value).Select(group => (From: Net(group.Key), To: Net(group.First().Became!), Place: group.First())).ToList();
        var pairs = addresses.SelectMany((a, index) => addresses.Skip(index + 1).Select(b => (Same: a.From == b.From, SameAfter: a.To == b.To, A: a.Place, B: b.Place))).ToList();
        foreach (var pair in pairs.Where(pair => pair.Same != pair.SameAfter)) misses.Add(new Miss("subnet", pair.A.File, pair.A.Line, "ip", pair.A.Value, $"{pair.A.Became}, and {pair.B.Value} in {pair.B.File}:{pair.B.Line} became {pair.B.Became}"));

        return new PrivacyScore
        {
            Files = files.Count,
            Places = places.Count,
            RecallByKind = values.GroupBy(value => value.Kind).OrderBy(group => group.Key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => Share.Of(group.ToList(), value => value.Hidden)),
            Core = Share.Of(values.Where(value => Label.IsCore(value.Kind)).ToList(), value => value.Hidden),
            Secrets = Share.Of(values.Where(value => Label.IsSecret(value.Kind)).ToList(), value => value.Hidden),
            All = Share.Of(values, value => value.Hidden),
            Kept = Share.Of(kept, good => good),
            CleanLines = Share.Of(clean, good => good),
            OtherText = Share.Of(other, good => good),
            Consistent = Share.Of(spellings, IsOne),
            ShortNamesAgree = Share.Of(agree, Agrees),
            SubnetsTogether = Share.Of(pairs.Where(pair => pair.Same).ToList(), pair => pair.SameAfter),
            StrangersApart = Share.Of(pairs.Where(pair => !pair.Same).ToList(), pair => !pair.SameAfter),
            Valid = hidden.Where(place => Label.IsValid(place.Kind, place.Value, place.Became!) is not null).GroupBy(place => place.Kind)
                .ToDictionary(group => group.Key, group => Share.Of(group.ToList(), place => Label.IsValid(place.Kind, place.Value, place.Became!) is true)),
            Parse = ParseShare(files, outputs, misses),
            LineCounts = Share.Of(lineCounts, good => good),
            Fresh = Share.Of(hidden.Where(place => place.Kind is "ip" or "mac" or "uuid" or "node" or "vm" or "host" or "fqdn").ToList(), place => !originals.Contains(Label.Canonical(place.Kind, place.Became!))),
            Misses = misses,
        };

        void ScoreLine(MarkedFile file, int number, string output)
        {
            var line = file.Lines[number];
            var plain = MarkedFile.PlainOf(line);
            // What a look-alike shares with a sensitive value is not to be found again.
            var harmless = string.Join('\0', line.Where(segment => !segment.IsSensitive).Select(segment => segment.Text));
            foreach (var keep in line.Where(segment => segment.Keep).Select(segment => segment.Text).Where(text => text.Length > 0).Distinct())
            {
                kept.Add(Occurrences(output, keep) >= Occurrences(harmless, keep));
                if (!kept[^1]) misses.Add(new Miss("not kept", file.Name, number + 1, "", keep, output));
            }
            var sensitive = line.Where(segment => segment.IsSensitive).ToList();
            if (sensitive.Count == 0)
            {
                clean.Add(output == plain);
                if (!clean[^1]) misses.Add(new Miss("clean line", file.Name, number + 1, "", plain, output));
                return;
            }
            var became = LineMatch.Of(line, output);
            other.Add(became is not null);
            if (became is null) misses.Add(new Miss("other text", file.Name, number + 1, "", plain, output));
            for (var i = 0; i < sensitive.Count; i++)
            {
                var (value, kind) = (sensitive[i].Text, sensitive[i].Kind!);
                var leaked = became is null ? Stands(output, value) || (Label.IsSecret(kind) && Label.Leaks(kind, value, output)) : Label.Leaks(kind, value, became[i]);
                places.Add(new Place(file.Name, number + 1, kind, value, became?[i], leaked));
                if (leaked) misses.Add(new Miss("leak", file.Name, number + 1, kind, value, output));
            }
        }

        bool Agrees(Place place) => Label.Canonical("fqdn", place.Became!).Split('.')[0] == names[Label.Canonical("fqdn", place.Value).Split('.')[0]];
    }

    private static bool IsOne(IEnumerable<Place> places) => places.Select(place => Label.Canonical(place.Kind, place.Became!)).Distinct(StringComparer.OrdinalIgnoreCase).Count() == 1;

    private static string Net(string address) => address[..(address.LastIndexOf('.') is > 0 and var dot ? dot : address.Length)];

    private static int Occurrences(string text, string part)
    {
        var count = 0;
        for (var i = text.IndexOf(part, StringComparison.Ordinal); i >= 0; i = text.IndexOf(part, i + part.Length, StringComparison.Ordinal)) count++;
        return count;
    }

    private static bool Stands(string text, string value) => Regex.IsMatch(text, $@"(?<![\p{{L}}\p{{Nd}}]){Regex.Escape(value)}(?![\p{{L}}\p{{Nd}}])", RegexOptions.IgnoreCase);

    private static Share ParseShare(IReadOnlyList<MarkedFile> files, IReadOnlyList<string> outputs, List<Miss> misses)
    {
        var results = new List<bool>();
        for (var i = 0; i < files.Count; i++)
        {
            foreach (var option in files[i].Options)
            {
                if (Syntax.Complaint(option, outputs[i]) is not { } complaint) continue;
                results.Add(complaint.Length == 0);
                if (complaint.Length > 0) misses.Add(new Miss("parse", files[i].Name, 0, option, complaint, ""));
            }
        }
        return Share.Of(results, good => good);
    }
}
