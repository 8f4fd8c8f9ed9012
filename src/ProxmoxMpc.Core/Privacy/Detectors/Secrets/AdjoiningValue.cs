namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The value right behind a name. Where nothing but a blank is between them, it may be the next word of a sentence instead.</summary>
internal static class AdjoiningValue
{
    // Words that the name of a setting has at most.
    private const int MostWords = 5;

    /// <summary>The value; null where a sentence goes on there.</summary>
    public static Extent? Of(ReadOnlySpan<byte> text, Extent name, KeyValueText.Joint joint, KeyMeaning meaning)
    {
        if (IsLevel(text, joint) || joint.IsAssignment && PowerShellText.IsSetToCode(text, name.Start, joint.ValueAt)) return null;
        var startsLine = StartsLine(text, name.Start) && !IsOption(text, name.Start);
        if (joint.IsBlank && (!AllowsBlank(text, name, joint.ValueAt, startsLine, meaning) || KeySentenceText.IsVerb(text, name.Start, name.End))) return null;
        if (KeyValueText.ValueOf(text, name.Start, joint, startsLine) is not { } value || !PlausibleValue.Accepts(text, value, meaning)) return null;
        if (IsVariable(text, name, joint, value) || IsLabel(text, name, value) || joint.IsBlank && IsPackage(text[value.Start..value.End])) return null;
        return (joint.IsBlank ? IsBehindBlank(text, name, value, startsLine, meaning, joint.ValueAt) : !IsConstant(text, value)) ? value : null;
    }

    /// <summary><c>/etc/ceph.keyring: warning: unsupported</c>: what a program says of a file.</summary>
    private static bool IsLevel(ReadOnlySpan<byte> text, KeyValueText.Joint joint)
    {
        if (!joint.IsAssignment || !joint.IsSpaced || Bytes.At(text, joint.ValueAt - 2) != ':') return false;
        var end = joint.ValueAt;
        while (end < text.Length && Bytes.IsAsciiLetter(text[end])) end++;
        return Bytes.At(text, end) == ':' && Bytes.IsBlank(Bytes.At(text, end + 1)) && Levels.Contains(text[joint.ValueAt..end]);
    }

    private static readonly WordSet Levels = WordSet.Of("warning warn error err fatal critical notice info debug failed");

    /// <summary><c>c.password = password</c>, <c>kwargs["password"] = password or x</c>: in a program a member is set to the variable that is called so.</summary>
    private static bool IsVariable(ReadOnlySpan<byte> text, Extent name, KeyValueText.Joint joint, Extent value)
    {
        if (!joint.IsSpaced || Bytes.At(text, value.Start - 1) != ' ' || text[name.Start..name.End].Count((byte)'.') != 1 && !Bytes.StartsWithAt(text, name.End, "\"]"u8) && !Bytes.StartsWithAt(text, name.End, "']"u8)) return false;
        var end = value.Start;
        while (end < value.End && (Bytes.IsLower(text[end]) || text[end] == '_')) end++;
        return end > value.Start && (end == value.End || text[end] is (byte)' ' or (byte)';' or (byte)',') && KeyNames.MeaningOf(text[value.Start..end]) is KeyMeaning.Password or KeyMeaning.Token;
    }

    /// <summary><c>"user.password": "Passwort"</c>: what a program shows for a name of its own, itself a name of a secret.</summary>
    private static bool IsLabel(ReadOnlySpan<byte> text, Extent name, Extent value)
    {
        var span = text[value.Start..value.End];
        if (!Bytes.IsUpper(span[0]) || !text[name.Start..name.End].Contains((byte)'.') || !KeySentenceText.IsQuotedBefore(text, value.Start) || span[1..].IndexOfAnyExceptInRange((byte)'a', (byte)'z') >= 0) return false;
        return KeyNames.MeaningOf(span) != KeyMeaning.Nothing;
    }

    /// <summary><c>python3-keyring python3-secretstorage</c>: packages, one after another.</summary>
    private static bool IsPackage(ReadOnlySpan<byte> value) => value.IndexOfAnyInRange((byte)'A', (byte)'Z') < 0 && Phrases.AnyStarts(value, Packages);

    private static readonly byte[][] Packages = Phrases.Of("python3-", "python-", "libpam", "libsecret", "golang-", "node-", "ruby-", "php-", "php8", "gir1.2-", "fonts-", "linux-image", "linux-headers");

    /// <summary><c>requests.get(token=API_TOKEN)</c>: a variable.</summary>
    private static bool IsConstant(ReadOnlySpan<byte> text, Extent value) =>
        Bytes.At(text, value.End) is (byte)',' or (byte)')' && Bytes.At(text, value.Start - 1) is not ((byte)'"' or (byte)'\'')
        && KeyLineText.IsConstant(text[value.Start..value.End]);

    /// <summary>Whether what stands behind a blank is a value: the line says so, or no sentence has such a word.</summary>
    private static bool IsBehindBlank(ReadOnlySpan<byte> text, Extent name, Extent value, bool startsLine, KeyMeaning meaning, int at)
    {
        var span = text[value.Start..value.End];
        if (SecretText.QuoteAt(text, name.End).Length > 0)
        {
            if (IsDefault(text, name, value)) return true;
            if (!KeySentenceText.LooksLikePassword(span, false)) return false;
        }
        // The password's hash is SHA-512.
        if (value.Start > name.End + 1 && span.Length <= 16 && ToldText.IsCraft(span)) return false;
        if (IsCode(text, value) || IsTabbed(text, name, value)) return true;
        // invalid token value!
        if (span[^1] == '!' && span.Length > 3 && (KeyValueText.IsReference(span[..^1]) || IsKnown(span[..^1]))) return false;
        // Anonymous FTP is told a mailbox, which is found as one.
        if (text[..name.Start].EndsWith("anonymous "u8) && span.Contains((byte)'@')) return false;
        return meaning == KeyMeaning.Password && (IsOfLine(text, name, value, startsLine, at) || IsBehindCompound(text, name, value))
            || IsCommunity(text, name, value) || IsJoined(name, value, span)
            || KeySentenceText.IsQuotedBefore(text, value.Start) || IsOption(text, name.Start) || KeySentenceText.LooksLikePassword(span, startsLine);
    }

    /// <summary><c>os.environ.get("DB_PASSWORD", "x")</c>: what is taken where the variable is not set. An everyday word says only what is missing.</summary>
    private static bool IsDefault(ReadOnlySpan<byte> text, Extent name, Extent value)
    {
        if (!text[..(name.Start - 1)].EndsWith("environ.get("u8) && !text[..(name.Start - 1)].EndsWith("getenv("u8)) return false;
        return value.Length >= 4 && !text[value.Start..value.End].Contains((byte)' ') && !IsKnown(text[value.Start..value.End]);
    }

    /// <summary>Password <c>`x-y`</c>: code in a sentence, and no word.</summary>
    private static bool IsCode(ReadOnlySpan<byte> text, Extent value) =>
        Bytes.At(text, value.Start - 1) == '`' && value.Length >= 6 && text[value.Start..value.End] is var span && !span.Contains((byte)' ') && !IsKnown(span);

    /// <summary>A setting of a section: alone on its line, behind a tab.</summary>
    private static bool IsTabbed(ReadOnlySpan<byte> text, Extent name, Extent value) =>
        Bytes.At(text, name.Start - 1) == '\t' && name.Start - 1 == Bytes.LineStart(text, name.Start) && value.Start == name.End + 1
        && value.End == Bytes.LineEnd(text, value.Start);

    /// <summary>
    /// <c>machine web-01 login jane password x</c>, <c>enable password 8 x</c>; a setting that is alone on its line, or in a table of variables.
    /// </summary>
    private static bool IsOfLine(ReadOnlySpan<byte> text, Extent name, Extent value, bool startsLine, int at)
    {
        if (KeyLineText.IsOfNetrc(text, name.Start) || KeyLineText.IsEncryptedBefore(text, at, value)) return true;
        return startsLine && (KeyLineText.IsAlone(text, name.Start, name.End, value) || KeyLineText.IsInTable(text, name.Start, name.End, value));
    }

    /// <summary><c>user jane insecure-password Word</c>: no sentence has a word of that kind.</summary>
    private static bool IsBehindCompound(ReadOnlySpan<byte> text, Extent name, Extent value)
    {
        if (value.Start != name.End + 1 || value.Length < 4 || !Bytes.IsLower(text[name.Start]) || IsOption(text, name.Start)) return false;
        return text[name.Start..name.End].IndexOfAny("-_"u8) > 0 && Bytes.IsAsciiLetterOrDigit(text[value.Start]) && !IsKnown(text[value.Start..value.End]);
    }

    /// <summary>SNMP community <c>some-words</c></summary>
    private static bool IsCommunity(ReadOnlySpan<byte> text, Extent name, Extent value)
    {
        if (value.Start != name.End + 1 || value.Length < 4 || name.Length != 9 || Bytes.ToLower(text[name.Start]) != 'c') return false;
        var before = text[Bytes.LineStart(text, name.Start)..name.Start];
        return (before.EndsWith("SNMP "u8) || before.EndsWith("snmp "u8) || before.EndsWith("v2c "u8)) && !IsKnown(text[value.Start..value.End]);
    }

    /// <summary>the password is <c>some-words-joined</c></summary>
    private static bool IsJoined(Extent name, Extent value, ReadOnlySpan<byte> span) =>
        value.Start > name.End + 3 && span.Length >= 8 && span.IndexOfAny("-_"u8) > 0 && span.Count((byte)'-') + span.Count((byte)'_') >= 2;

    private static bool IsKnown(ReadOnlySpan<byte> word) => CommonWords.Contains(word) || Vocabulary.IsWord(word);

    /// <summary>Whether it is an option of a command: <c>--password x</c>, <c>-Password x</c>.</summary>
    public static bool IsOption(ReadOnlySpan<byte> text, int start) =>
        Bytes.At(text, start - 1) == '-'
        && (start < 2 || Bytes.IsBlank(text[start - 2]) || text[start - 2] is (byte)'-' or (byte)'\'' or (byte)'"' or (byte)'(');

    /// <summary>Whether a value may stand behind the name with nothing but a blank between them.</summary>
    private static bool AllowsBlank(ReadOnlySpan<byte> text, Extent name, int at, bool startsLine, KeyMeaning meaning)
    {
        if (Bytes.At(text, at) is (byte)'-' or (byte)'|' or (byte)'>' or 0 || IsOtherLabel(text, at)) return false;
        if (SecretText.QuoteAt(text, name.End).Length > 0) return Bytes.At(text, name.Start - 2) == '(' || IsOption(text, name.Start);
        if (KeyValueText.IsSmallWord(text, at)) return false;
        if (IsOption(text, name.Start)) return !PowerShellText.IsSpokenOf(text, at) && !(at - name.End > 1 && PowerShellText.IsSpokenOf(text, Bytes.SkipBlanks(text, name.End)));
        // local db_password host_ip: names of variables, one after another.
        if (CodeText.IsDeclaration(text[Bytes.LineStart(text, name.Start)..name.Start])) return false;
        if (IsPartOfName(text, name) || IsHeadOfName(text, at) || IsCommand(text, name, at) || IsSettingsValue(text, name, at)) return false;
        return meaning != KeyMeaning.PerhapsToken || startsLine || Bytes.IsDigit(Bytes.At(text, at)) || text[name.End - 1] == 'y';
    }

    /// <summary><c>Credential Lifetime: 09:52:42</c>: the label goes on, and what it tells of a secret is none.</summary>
    private static bool IsOtherLabel(ReadOnlySpan<byte> text, int at)
    {
        // PSK identity hint: None
        if (Bytes.StartsWithAt(text, at, "identity: "u8) || Bytes.StartsWithAt(text, at, "identity hint: "u8)) return true;
        var end = at;
        while (end < text.Length && Bytes.IsAsciiLetter(text[end])) end++;
        return Bytes.At(text, end) == ':' && (Bytes.IsBlank(Bytes.At(text, end + 1)) || Bytes.At(text, end + 1) is (byte)'$' or (byte)'*') && OtherLabels.Contains(text[at..end]);
    }

    private static readonly WordSet OtherLabels = WordSet.Of("lifetime age type length size expiry expires expiration status state policy version usage rate count ratio percentage");

    /// <summary><c>$PASS</c>, <c>file.pw</c>, <c>/etc/passwd</c></summary>
    private static bool IsPartOfName(ReadOnlySpan<byte> text, Extent name) =>
        Bytes.At(text, name.Start - 1) is (byte)'$' or (byte)'/' or (byte)'.' or (byte)'=' || text[name.Start..name.End].Contains((byte)'.');

    /// <summary><c>authentication-types=wpa2-psk,wpa3-psk name=lan</c>: what another setting is set to, and the next setting behind it.</summary>
    private static bool IsSettingsValue(ReadOnlySpan<byte> text, Extent name, int at)
    {
        if (Bytes.At(text, name.Start - 1) is not ((byte)',' or (byte)'=')) return false;
        var end = at;
        while (end < text.Length && (Bytes.IsAsciiLetterOrDigit(text[end]) || text[end] is (byte)'-' or (byte)'_')) end++;
        return end > at && Bytes.At(text, end) == '=';
    }

    /// <summary>The command passwd, and not a switch's <c>set passwd ENC x</c>.</summary>
    private static bool IsCommand(ReadOnlySpan<byte> text, Extent name, int at) =>
        Bytes.ToLower(text[name.End - 1]) == 'd' && Bytes.ToLower(text[name.End - 2]) == 'w' && !text[..name.Start].EndsWith(" set "u8)
        && !IsStrong(text[at..SecretText.WordEnd(text, at)]);

    /// <summary>Letters, digits and a sign that no path, host and option has.</summary>
    private static bool IsStrong(ReadOnlySpan<byte> value) =>
        value.Length >= 6 && value.IndexOfAny("!#$%&+^~?*"u8) >= 0 && value.IndexOfAny("/:@"u8) < 0 && value.ContainsAnyInRange((byte)'0', (byte)'9')
        && KeySentenceText.LooksLikePassword(value, false);

    /// <summary>Whether the name of the setting goes on, as those of Samba do: <c>password server = x</c>, <c>passwd chat timeout = 2</c>.</summary>
    private static bool IsHeadOfName(ReadOnlySpan<byte> text, int at)
    {
        for (var words = 0; words < MostWords; words++)
        {
            var end = at;
            while (end < text.Length && (Bytes.IsAsciiLetter(text[end]) || text[end] == '-')) end++;
            if (end == at) return false;
            at = Bytes.SkipBlanks(text, end);
            if (at == end) return false;
            if (Bytes.At(text, at) == '=') return Bytes.At(text, at + 1) == ' ';
        }
        return false;
    }

    /// <summary>Whether only marks, or words that set something, stand before it on its line.</summary>
    private static bool StartsLine(ReadOnlySpan<byte> text, int start)
    {
        var i = Bytes.LineStart(text, start);
        while (i < start)
        {
            if (!Bytes.IsLetterOrDigit(text[i]) || text[i] >= 128)
            {
                i++;
                continue;
            }
            var word = i;
            while (i < start && Bytes.IsLetterOrDigit(text[i])) i++;
            if (i >= start) return true;
            if (!text[word..i].SequenceEqual("export"u8) && !text[word..i].SequenceEqual("set"u8)) return false;
        }
        return true;
    }
}
