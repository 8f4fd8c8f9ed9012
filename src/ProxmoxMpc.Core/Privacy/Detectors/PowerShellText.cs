using System.Text;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>What PowerShell's own syntax tells: where an expression stands in the place of a value, what a command is called, where a manual speaks of a parameter.</summary>
internal static class PowerShellText
{
    // How far a path of members reaches before the last one: $server.Databases[0].Credential
    private const int LongestPath = 64;

    /// <summary>
    /// Whether a variable is set, and not to a text in quotes: <c>$password = $found.Password.Replace('a', 'b')</c>, <c>$pc = Resolve-Name $x</c>. Behind the sign stands an expression or a
    /// command then, and never a bare text. A number is one.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="name">Where the name of the variable begins, or of its last member.</param>
    /// <param name="value">Where the value does.</param>
    public static bool IsSetToCode(ReadOnlySpan<byte> text, int name, int value)
    {
        var first = Bytes.At(text, value);
        if (!Bytes.IsLetter(first) && first is not ((byte)'$' or (byte)'(' or (byte)'[' or (byte)'@' or (byte)'&')) return false;
        var sign = value;
        while (sign > name && Bytes.IsBlank(text[sign - 1])) sign--;
        if (Bytes.At(text, sign - 1) != '=' || Bytes.At(text, sign - 2) == ':') return false;
        // A letter of a language before its quotes.
        if (Bytes.IsLetter(first) && Bytes.At(text, value + 1) is (byte)'"' or (byte)'\'') return false;
        var start = name;
        while (start > 0 && name - start < LongestPath && (Bytes.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] is (byte)'_' or (byte)'.' or (byte)':')) start--;
        // [Net.WebRequest]::DefaultWebProxy.Credentials
        if (Bytes.At(text, start - 1) == ']' && Bytes.StartsWithAt(text, start, "::"u8) || Bytes.At(text, start - 1) == ')' && Bytes.At(text, start) == '.') return true;
        return Bytes.At(text, start - 1) == '$' && Bytes.At(text, start - 2) is not ((byte)'$' or (byte)'\\');
    }

    /// <summary>
    /// Whether a value is a variable of which a part is taken, or a list of some: <c>$args[1]</c>, <c>$cred).FullName</c>, <c>$Host.UI.Prompt(</c>, <c>@($a, $b)</c>.
    /// </summary>
    public static bool IsExpression(ReadOnlySpan<byte> value)
    {
        if (value.StartsWith("@("u8) || value.StartsWith("@{"u8)) return true;
        if (value.Length < 3 || value[0] != '$' || !Bytes.IsAsciiLetter(value[1])) return false;
        var end = 1;
        while (end < value.Length && (Bytes.IsAsciiLetterOrDigit(value[end]) || value[end] is (byte)'_' or (byte)'.' or (byte)':')) end++;
        if (end == value.Length) return false;
        return value[end] switch
        {
            (byte)'[' => value[(end + 1)..].IndexOf((byte)']') > 0,
            (byte)'(' => value[1..end].Contains((byte)'.') && end > 4,
            (byte)')' or (byte)',' => end == value.Length - 1 || value[end] == ')' && value[end + 1] is (byte)'.' or (byte)')' or (byte)',',
            _ => false,
        };
    }

    /// <summary><c>New-Credential @splat</c>: a table of parameters, by its name.</summary>
    public static bool IsSplat(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) =>
        value.Length > 2 && value[0] == '@' && Bytes.IsAsciiLetter(value[1]) && name.IndexOf((byte)'-') is > 2 and var dash && dash + 1 < name.Length && Bytes.IsUpper(name[0]) && Bytes.IsUpper(name[dash + 1]);

    /// <summary>Whether it is a command's name: a verb that all commands share, and a noun of at least two words. <c>Backup-MasterKey</c></summary>
    public static bool IsCommand(ReadOnlySpan<byte> name)
    {
        if (name.Length < 8 || !Bytes.IsUpper(name[0]) || name.IndexOf((byte)'-') is not (> 2 and var dash) || dash + 4 > name.Length || !Verbs.Contains(name[..dash])) return false;
        var humps = 0;
        for (var i = dash + 1; i < name.Length; i++)
        {
            if (!Bytes.IsAsciiLetter(name[i])) return false;
            if (Bytes.IsUpper(name[i]) && Bytes.IsLower(Bytes.At(name, i + 1))) humps++;
        }
        return humps > 1;
    }

    private static readonly WordSet Verbs = WordSet.Of(
        "Add Clear Close Copy Enter Exit Find Format Get Hide Join Lock Move New Open Optimize Pop Push Redo Remove Rename Reset Resize Search Select Set Show Skip Split Step Switch Undo Unlock Watch " +
        "Connect Disconnect Read Receive Send Write Backup Checkpoint Compare Compress Convert ConvertFrom ConvertTo Dismount Edit Expand Export Group Import Initialize Limit Merge Mount Out Publish Restore Save " +
        "Sync Unpublish Update Approve Assert Build Complete Confirm Deny Deploy Disable Enable Install Invoke Register Request Restart Resume Start Stop Submit Suspend Uninstall Unregister Wait Debug Measure " +
        "Ping Repair Resolve Test Trace Block Grant Protect Revoke Unblock Unprotect Use ForEach Where Sort Tee");

    /// <summary>Whether a dash stands behind the verb of a command.</summary>
    public static bool IsBehindVerb(ReadOnlySpan<byte> text, int dash)
    {
        var start = dash;
        while (start > 0 && Bytes.IsAsciiLetter(text[start - 1])) start--;
        return dash - start > 2 && Bytes.IsUpper(text[start]) && Verbs.Contains(text[start..dash]);
    }

    /// <summary><c>[ValidateSet("Identity", "Principal")]</c>, <c>[Alias("ProxyCredential", "Credential")]</c>, <c>@('User', 'Group')</c>: words, of which none is a value of another one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="bracket">Where the round bracket opens.</param>
    public static bool IsListOfWords(ReadOnlySpan<byte> text, int bracket) =>
        Bytes.At(text, bracket - 1) == '@' || text[..bracket].EndsWith("[ValidateSet"u8) || text[..bracket].EndsWith("[Alias"u8);

    /// <summary>
    /// Whether a sentence goes on behind an option, and no value stands there: pass it to the <c>-Credential parameter</c>, give both <c>-UserName</c> and <c>-Password together</c>, when
    /// <c>-EncryptionPassword is provided</c>.
    /// </summary>
    public static bool IsSpokenOf(ReadOnlySpan<byte> text, int at)
    {
        var end = at;
        while (end < text.Length && Bytes.IsLower(text[end])) end++;
        return end > at && Bytes.At(text, end) is 0 or (byte)' ' or (byte)'.' or (byte)',' or (byte)':' or (byte)';' or (byte)')' or (byte)'\r' or (byte)'\n' or (byte)'"' && Words.Contains(text[at..end]);
    }

    private static readonly WordSet Words = WordSet.Of(
        "parameter parameters option options switch switches argument arguments flag flags value values together specified provided supplied given used set omitted required ignored is are was were when if");

    /// <summary>
    /// Whether a word in brackets only abbreviates what stands before them: <c>Windows Server Failover Cluster (WSFC)</c>. All its letters begin words there, in their order, and the last of them is not
    /// far off.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="bracket">Where the bracket opens.</param>
    /// <param name="word">What stands in it.</param>
    public static bool IsAbbreviation(ReadOnlySpan<byte> text, int bracket, ReadOnlySpan<byte> word)
    {
        const int MostWords = 2;
        if (word.Length is < 2 or > 6 || word.IndexOfAnyExceptInRange((byte)'A', (byte)'Z') >= 0 || Bytes.At(text, bracket + 1 + word.Length) != ')') return false;
        var (left, passed) = (word.Length, 0);
        var line = Math.Max(Bytes.LineStart(text, bracket), bracket - 120);
        for (var i = bracket - 1; i >= line && left > 0; i--)
        {
            if (!Bytes.IsAsciiLetter(text[i])) continue;
            var begins = !Bytes.IsAsciiLetter(Bytes.At(text, i - 1));
            if (!begins) continue;
            if ((text[i] & 0xDF) == word[left - 1]) left--;
            else if (++passed > MostWords) return false;
        }
        return left == 0;
    }
}
