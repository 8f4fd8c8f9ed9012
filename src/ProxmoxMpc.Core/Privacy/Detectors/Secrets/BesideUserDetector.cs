using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Passwords that stand beside their user: <c>--user=jane%x</c> of Samba's tools, <c>-o user=jane%x</c> of mount, <c>?u=jane&amp;p=x</c> of an address.
/// </summary>
internal sealed class BesideUserDetector : Detector
{
    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("beside-user", PrivacyKind.Password, "Passwords beside their user: user=jane%x, ?u=jane&p=x");

    public override Precedence Precedence => Precedence.Credential;

    public override ImmutableArray<Anchor> Anchors { get; } =
        [new("user=", WordStart: true), new("username=", WordStart: true), new("&p="), new("?p="), new("&amp;p="), new(",secret="), new("\"password\""), new(", password:"), new(",password:")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == ',' && text[at + length - 1] == ':') Flow(text, at, found);
        else if (text[at] == ',') Ceph(text, at, found);
        else if (text[at] == '"') Name(text, at, found);
        else if (text[at] is (byte)'&' or (byte)'?') Query(text, at, at + length, found);
        else if (Bytes.At(text, at - 1) is (byte)',' or (byte)' ' or (byte)'-') Percent(text, at + length, found);
    }

    /// <summary><c>{name: jane, password: x}</c> of YAML.</summary>
    private static void Flow(ReadOnlySpan<byte> text, int end, Findings found)
    {
        var start = end;
        while (start > 0 && (Bytes.IsLetterOrDigit(text[start - 1]) || text[start - 1] is (byte)'-' or (byte)'_' or (byte)'.')) start--;
        if ((text[..start].EndsWith("name: "u8) || text[..start].EndsWith("user: "u8)) && Vocabulary.IsTelling(text[start..end])) NamedValue.TakeUser(text, start, end - start, found);
    }

    /// <summary>How a file system of Ceph is mounted: <c>name=jane,secret=x</c>.</summary>
    private static void Ceph(ReadOnlySpan<byte> text, int end, Findings found)
    {
        var start = end;
        while (start > 0 && (Bytes.IsLetterOrDigit(text[start - 1]) || text[start - 1] is (byte)'-' or (byte)'_' or (byte)'.')) start--;
        if (text[..start].EndsWith("name="u8) && !Bytes.IsLetterOrDigit(Bytes.At(text, start - 6))) NamedValue.TakeUser(text, start, end - start, found);
    }

    /// <summary>A name right before its password is an account's: <c>"name": "jane", "password": "x"</c>, on one line or two.</summary>
    private static void Name(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var end = at;
        while (end > 0 && at - end < 40 && (Bytes.IsBlank(text[end - 1]) || text[end - 1] == ',')) end--;
        if (end == at || Bytes.At(text, end - 1) != '"' || !text[end..at].Contains((byte)',')) return;
        var start = --end;
        while (start > 0 && (Bytes.IsLetterOrDigit(text[start - 1]) || text[start - 1] is (byte)'-' or (byte)'_' or (byte)'.')) start--;
        var key = text[Math.Max(0, start - 12)..start].TrimEnd("\": "u8);
        if (key.EndsWith("\"name"u8) && Vocabulary.IsTelling(text[start..end])) NamedValue.TakeUser(text, start, end - start, found);
    }

    private void Percent(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var quoted = Bytes.At(text, at - 1) is (byte)'\'' or (byte)'"' ? text[at - 1] : Bytes.At(text, at) is (byte)'\'' or (byte)'"' ? text[at++] : (byte)0;
        var user = at;
        while (at < text.Length && (Bytes.IsLetterOrDigit(text[at]) || text[at] is (byte)'.' or (byte)'-' or (byte)'_' or (byte)'\\' or (byte)'@' or (byte)'/' or (byte)'$')) at++;
        if (Bytes.At(text, at) != '%' || at == user) return;
        var start = at + 1;
        var end = start;
        if (quoted != 0) end += Math.Max(0, text[start..Bytes.LineEnd(text, start)].IndexOf(quoted));
        else
        {
            while (end < text.Length && !Bytes.IsBlank(text[end]) && text[end] is not ((byte)',' or (byte)'"' or (byte)'`')) end++;
            while (end > start && text[end - 1] is (byte)';' or (byte)')') end--;
        }
        // user%'x y'
        if (SecretText.QuoteAt(text, start) is { Length: 1 } inner && SecretText.Quoted(text, start, inner) is { } rest) (start, end) = (rest.Start, rest.End);
        // jane%40firma.de is a mailbox.
        if (end - start < 3 || KeyValueText.IsReference(text[start..end]) || Bytes.StartsWithAt(text, start, "40"u8)) return;
        found.Replace(start, end - start, Rule.Kind);
        var name = text[(user + text[user..at].LastIndexOfAny("\\/"u8) + 1)..at];
        if (Vocabulary.CanBeName(name) && !Vocabulary.IsSystemUser(name) && !ServiceAccounts.Contains(name)) found.Replace(at - name.Length, name.Length, PrivacyKind.User);
    }

    /// <summary>A short name of a parameter, which says it only beside the parameter of a user.</summary>
    private void Query(ReadOnlySpan<byte> text, int at, int start, Findings found)
    {
        var end = start;
        while (end < text.Length && !Bytes.IsBlank(text[end]) && text[end] is not ((byte)'&' or (byte)'"' or (byte)'\'' or (byte)'<' or (byte)'>' or (byte)'\\' or (byte)'#' or (byte)')' or (byte)'`')) end++;
        var from = at;
        while (from > 0 && at - from < 200 && !Bytes.IsBlank(text[from - 1]) && text[from - 1] is not ((byte)'"' or (byte)'\'' or (byte)'<')) from--;
        if (end - start < 3 || KeyValueText.IsReference(text[start..end])) return;
        if (Names(text[from..at]) || Names(text[end..Math.Min(text.Length, end + 40)])) found.Replace(start, end - start, Rule.Kind);
    }

    private static bool Names(ReadOnlySpan<byte> query)
    {
        foreach (var user in Users)
            if (query.IndexOf(user) is >= 0 and var at && (at == 0 || query[at - 1] is (byte)'?' or (byte)'&' or (byte)';')) return true;
        return false;
    }

    private static readonly byte[][] Users = [.. new[] { "u=", "user=", "usr=", "username=", "login=", "name=", "account=", "uid=" }.Select(System.Text.Encoding.ASCII.GetBytes)];
}
