namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Values of variables in capitals that no name explains and that nothing but a generator of tokens makes: <c>HOMEPAGE_VAR_HASS: x</c>, <c>CF_DNS=x</c>. Sums, ids
/// and versions are called so.
/// </summary>
internal sealed class RandomVariableDetector : Detector
{
    private const int Shortest = 28, LongestName = 48;

    private static readonly WordSet Harmless = WordSet.Of("sha sha1 sha256 sha512 md5 hash digest checksum sum commit rev revision ref id uuid guid version tag image url uri path file dir build etag fingerprint public pub pubkey cert certificate host name cache size branch data_dir home");

    public override PrivacyRule Rule { get; } = PrivacyRule.Secret("random-variable", PrivacyKind.ServiceToken, "Long random values of environment variables");

    public override Precedence Precedence => Precedence.Structure;

    public override int WakesAtRunsOf => Shortest;

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        // NAME=value is a run of its own.
        var run = text.Slice(at, length);
        var sign = run.IndexOf((byte)'=');
        int name, value;
        if (sign > 1 && sign < length - Shortest && Bytes.IsUpper(run[0])) (name, value) = (at, at + sign + 1);
        else
        {
            value = at;
            var end = at;
            if (Bytes.At(text, end - 1) is (byte)'"' or (byte)'\'') end--;
            while (end > 0 && text[end - 1] == ' ') end--;
            if (Bytes.At(text, end - 1) is not ((byte)':' or (byte)'=')) return;
            end--;
            while (end > 0 && text[end - 1] == ' ') end--;
            name = end;
            while (name > 0 && end - name <= LongestName && IsOfName(text[name - 1])) name--;
            sign = end - at;
        }
        var key = text[name..(sign + at)];
        if (IsOfCode(text, at, length))
        {
            if (IsMade(text.Slice(at, length))) found.Replace(at, length, Rule.Kind);
            return;
        }
        if (key.Length < 3 || !Bytes.IsUpper(key[0]) || key.IndexOfAnyInRange((byte)'a', (byte)'z') >= 0 || name > 0 && (Bytes.IsLetterOrDigit(text[name - 1]) || text[name - 1] is (byte)'-' or (byte)'.')) return;
        foreach (var b in key)
            if (!IsOfName(b)) return;
        var last = key[(key.LastIndexOf((byte)'_') + 1)..];
        if (Harmless.Contains(last)) return;
        var secret = text[value..(at + length)];
        if (secret.Length >= Shortest && Bytes.At(text, at + length) is 0 or (byte)'\r' or (byte)'\n' or (byte)'"' or (byte)'\'' or (byte)' ' or (byte)',' && IsMade(secret)) found.Replace(value, secret.Length, Rule.Kind);
    }

    /// <summary>A text that code gives a variable whose name says nothing: <c>my $k = 'x';</c>, <c>const k = "x"</c>. Letters and digits only.</summary>
    private static bool IsOfCode(ReadOnlySpan<byte> text, int at, int length)
    {
        if (length < 32 || Bytes.At(text, at - 1) is not ((byte)'"' or (byte)'\'') || Bytes.At(text, at + length) != text[at - 1] || Bytes.At(text, at + length + 1) is not (0 or (byte)';' or (byte)'\r' or (byte)'\n' or (byte)')')) return false;
        foreach (var b in text.Slice(at, length))
            if (!Bytes.IsAsciiLetterOrDigit(b)) return false;
        if (!text[..(at - 1)].EndsWith(" = "u8) && !text[..(at - 1)].EndsWith(" := "u8)) return false;
        var before = text[Bytes.LineStart(text, at)..(at - 3)].TrimEnd(" :"u8).TrimStart(" \t"u8);
        var name = before[(before.LastIndexOf((byte)' ') + 1)..];
        if (name.Length is 0 or > 24 || !(name[0] == '$' || Bytes.IsLower(name[0]))) return false;
        name = name.TrimStart((byte)'$');
        foreach (var b in name)
            if (!Bytes.IsAsciiLetterOrDigit(b) && b != '_') return false;
        if (name.IsEmpty || Harmless.Contains(name[(name.LastIndexOf((byte)'_') + 1)..])) return false;
        return before.Length == name.Length + 1 && before[0] == '$' || before.StartsWith("my "u8) || before.StartsWith("our "u8) || before.StartsWith("let "u8) || before.StartsWith("var "u8) || before.StartsWith("const "u8) || before.Length == name.Length;
    }

    private static bool IsOfName(byte b) => Bytes.IsUpper(b) || Bytes.IsDigit(b) || b == '_';

    /// <summary>Capitals, small letters and digits in no order: neither a path nor words that are joined, nor a number.</summary>
    private static bool IsMade(ReadOnlySpan<byte> value)
    {
        int upper = 0, lower = 0, digits = 0, changes = 0, kind = 0, signs = 0;
        foreach (var b in value)
        {
            var next = Bytes.IsUpper(b) ? 1 : Bytes.IsLower(b) ? 2 : Bytes.IsDigit(b) ? 3 : 0;
            if (next == 1) upper++;
            else if (next == 2) lower++;
            else if (next == 3) digits++;
            else if (b != '=') signs++;
            if (next != 0 && kind != 0 && next != kind) changes++;
            if (next != 0) kind = next;
        }
        return upper >= 4 && lower >= 4 && digits >= (value.Length < 32 || signs > 0 ? 3 : 1) && signs * 10 <= value.Length && changes * 3 >= value.Length;
    }
}
