using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Accounts in the rules of PostgreSQL's <c>pg_hba.conf</c>: <c>host  all  olga  10.0.0.0/24  scram-sha-256</c>.</summary>
internal sealed class AccessRuleDetector : Detector
{
    private const int MostFields = 7;

    private static readonly WordSet Methods = WordSet.Of("trust reject scram-sha-256 md5 password gss sspi ident peer ldap radius cert pam bsd");

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("access-rule", PrivacyKind.User, "Accounts in rules of pg_hba.conf");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [.. new[] { "host ", "host\t", "hostssl", "hostnossl", "hostgssenc", "local ", "local\t" }.Select(type => new Anchor("\n" + type))];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var end = Bytes.LineEnd(text, at + 1);
        Span<Extent> fields = stackalloc Extent[MostFields];
        var count = 0;
        for (var i = at + 1; i < end && count < MostFields; i = Bytes.SkipBlanks(text, i))
        {
            if (text[i] == '#') break;
            var start = i;
            while (i < end && !Bytes.IsBlank(text[i])) i++;
            fields[count++] = new Extent(start, i);
        }
        // A connection through a socket has no address, one through the network may have a mask behind it.
        var method = text[at + 1] == 'l' ? 3 : count > 4 && Methods.Contains(text[fields[4].Start..fields[4].End]) ? 4 : 5;
        if (count <= method || !Methods.Contains(text[fields[method].Start..fields[method].End])) return;
        for (var start = fields[2].Start; start < fields[2].End;)
        {
            var comma = text[start..fields[2].End].IndexOf((byte)',');
            var stop = comma < 0 ? fields[2].End : start + comma;
            var from = Bytes.At(text, start) is (byte)'+' or (byte)'"' ? start + 1 : start;
            var to = text[stop - 1] == '"' ? stop - 1 : stop;
            if (to > from && text[from..to] is var name && !name.SequenceEqual("all"u8) && !name.SequenceEqual("replication"u8) && Vocabulary.CanBeName(name) && !Vocabulary.IsSystemUser(name)) NamedValue.TakeName(text, from, to - from, PrivacyKind.User, found);
            start = stop + 1;
        }
    }
}
