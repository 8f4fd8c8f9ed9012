namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The value that stands behind a setting's name, in the syntaxes of configurations, code, shells and mail.</summary>
internal static class KeyValueText
{
    private static readonly WordSet Suffixes = WordSet.Of("string value text phrase file");

    /// <summary>What stands between a name and its value in a sentence: the password is still x.</summary>
    private static readonly WordSet Verbs = WordSet.Of("is was still now ist war lautet jetzt noch by will be wird sein est es er var");

    private static readonly WordSet SmallWords =
        WordSet.Of("via in on or and whose with for as from to of at has have will can must should not the a an that which und oder von im auth option file prompt");

    /// <summary>What is between a name and its value: a sign, or nothing but a blank.</summary>
    internal readonly record struct Joint(int ValueAt, bool IsAssignment, bool IsSpaced)
    {
        public bool IsBlank => !IsAssignment;
    }

    /// <summary>Finds the joint behind a name; null where nothing joins it to a value on its line.</summary>
    public static Joint? JointAt(ReadOnlySpan<byte> text, int nameEnd)
    {
        var quoted = SecretText.QuoteAt(text, nameEnd).Length;
        var i = nameEnd + quoted;
        // <td>Password</td><td>x</td>, <b>Password</b>: x
        if (quoted == 0 && MarkupText.SkipTags(text, i) is var tagged && tagged > i)
        {
            i = tagged;
            if (SignAt(text, i) == 0)
                return Bytes.At(text, i) is 0 or (byte)'<' or (byte)'\n' or (byte)'\r' ? null : new Joint(i, IsAssignment: true, IsSpaced: true);
        }
        // **Password**: x
        if (Bytes.StartsWithAt(text, i, "**"u8) && SignAt(text, i + 2) > 0) i += 2;
        // ['password'], $cfg["password"], password[0]
        if (Bytes.At(text, i) == ']') i++;
        // $config['snmp']['community'][] = 'x'
        if (quoted > 0 && Bytes.StartsWithAt(text, i, "[]"u8)) i += 2;
        // [Net.NetworkCredential]::new('jane', 'x') calls something.
        if (Bytes.StartsWithAt(text, i, "::"u8) && i > nameEnd && Bytes.IsAsciiLetter(Bytes.At(text, i + 2))) return null;
        var sign = Bytes.SkipBlanks(text, i);
        if (SignAt(text, sign) is > 0 and var length)
        {
            // *Password:* x
            if (length == 1 && text[sign] == ':' && Bytes.StartsWithAt(text, sign + 1, "* "u8) && Bytes.At(text, sign + 2) == ' ') length++;
            var value = SkipTag(text, Bytes.SkipBlanks(text, sign + length));
            // wachtwoord%3A%20x
            if (length == 3 && Bytes.StartsWithAt(text, value, "%20"u8)) value += 3;
            return new Joint(value, IsAssignment: true, IsSpaced: value > sign + length || sign > i);
        }
        if (quoted > 0) return Argument(text, sign, nameEnd);
        // In the description of a guest: wachtwoord%20x
        if (Bytes.StartsWithAt(text, i, "%20"u8)) return new Joint(i + 3, IsAssignment: false, IsSpaced: true);
        return sign > i ? Blank(text, sign) : null;
    }

    /// <summary>
    /// Passes over what tells the kind of a value: a tag of YAML (<c>!!str x</c>, <c>!unsafe x</c>), the letter before a text of Python (<c>u"x"</c>, <c>b'x'</c>).
    /// </summary>
    private static int SkipTag(ReadOnlySpan<byte> text, int at)
    {
        if (Bytes.StartsWithAt(text, at, "!unsafe "u8)) return Bytes.SkipBlanks(text, at + 8);
        if (Bytes.StartsWithAt(text, at, "!!"u8) && text[at..Bytes.LineEnd(text, at)].IndexOf((byte)' ') is > 2 and < 12 and var blank
            && text[(at + 2)..(at + blank)].IndexOfAnyExceptInRange((byte)'a', (byte)'z') < 0) return Bytes.SkipBlanks(text, at + blank);
        // PASSWORD = N'x' of SQL
        if (Bytes.StartsWithAt(text, at, "N'"u8)) return at + 1;
        // password: &db x, what other places of the file point at.
        if (Bytes.At(text, at) == '&' && Bytes.IsBlank(Bytes.At(text, at - 1)) && NamedValue.NameLength(text, at + 1) is > 0 and var anchor && Bytes.At(text, at + 1 + anchor) == ' ') return Bytes.SkipBlanks(text, at + 1 + anchor);
        return Bytes.At(text, at) is (byte)'u' or (byte)'b' or (byte)'r' && Bytes.At(text, at + 1) is (byte)'"' or (byte)'\'' ? at + 1 : at;
    }

    /// <summary><c>getenv("API_KEY", "x")</c></summary>
    private static Joint? Argument(ReadOnlySpan<byte> text, int comma, int nameEnd)
    {
        const int LongestName = 64;
        if (Bytes.At(text, comma) != ',') return null;
        var from = Math.Max(0, nameEnd - LongestName);
        if (text[from..nameEnd].LastIndexOf(text[nameEnd]) is > 0 and var open && text[from + open - 1] == '(' && PowerShellText.IsListOfWords(text, from + open - 1)) return null;
        var next = Bytes.SkipBlanks(text, comma + 1);
        return Bytes.At(text, next) is (byte)'"' or (byte)'\'' ? new Joint(next, IsAssignment: false, IsSpaced: true) : null;
    }

    /// <summary><c>password x</c>, <c>Community String : x</c>, <c>community string x</c>, <c>the password is still x</c></summary>
    private static Joint Blank(ReadOnlySpan<byte> text, int at)
    {
        var end = at;
        while (end < text.Length && Bytes.IsAsciiLetter(text[end])) end++;
        var word = text[at..end];
        if (Suffixes.Contains(word) && Bytes.SkipBlanks(text, end) is var sign && SignAt(text, sign) is > 0 and var length)
            return new Joint(Bytes.SkipBlanks(text, sign + length), IsAssignment: true, IsSpaced: true);
        if (word.SequenceEqual("string"u8) && Bytes.At(text, end) == ' ') at = Bytes.SkipBlanks(text, end);
        return new Joint(SkipVerbs(text, at), IsAssignment: false, IsSpaced: true);
    }

    /// <summary>The password is still x: the words between.</summary>
    private static int SkipVerbs(ReadOnlySpan<byte> text, int at)
    {
        while (true)
        {
            var end = at;
            while (end < text.Length && Bytes.IsAsciiLetter(text[end])) end++;
            if (Bytes.At(text, end) is not ((byte)' ' or (byte)':') || !Verbs.Contains(text[at..end])) return at;
            at = Bytes.SkipBlanks(text, text[end] == ':' ? end + 1 : end);
        }
    }

    /// <summary>The length of a sign that assigns a value; 0 where none stands, or one that compares.</summary>
    private static int SignAt(ReadOnlySpan<byte> text, int at)
    {
        if (IsTerm(text, at) || Bytes.StartsWithAt(text, at, "=="u8) || Bytes.StartsWithAt(text, at, "=~"u8)) return 0;
        if (Bytes.StartsWithAt(text, at, "=>"u8) || Bytes.StartsWithAt(text, at, ":="u8) || Bytes.StartsWithAt(text, at, "::"u8)) return 2;
        if (Bytes.StartsWithAt(text, at, "=3D"u8) || Bytes.StartsWithAt(text, at, "→ "u8)) return 3;
        if (Bytes.At(text, at) is (byte)'=' or (byte)':') return 1;
        return Math.Max(Bytes.Separator(text, at, (byte)'='), Bytes.Separator(text, at, (byte)':'));
    }

    /// <summary>A term of a manual, and what it means: <c>Token:: An access token</c>. LDIF has one word of Base64 there.</summary>
    private static bool IsTerm(ReadOnlySpan<byte> text, int at) =>
        Bytes.StartsWithAt(text, at, ":: "u8) && text[(at + 3)..Bytes.LineEnd(text, at)].Trim(" \r"u8).Contains((byte)' ');

    /// <summary>The value's extent; null where what stands there is no secret's value.</summary>
    /// <param name="startsLine">Whether the name is the first word of its line: then blanks may belong to the value.</param>
    public static Extent? ValueOf(ReadOnlySpan<byte> text, int nameStart, Joint joint, bool startsLine)
    {
        var at = SkipWays(text, MarkupText.Skip(text, IsSided(text, nameStart, joint) ? joint.ValueAt + SideLength(text, joint.ValueAt) : joint.ValueAt), joint);
        if (at >= text.Length || text[at] is (byte)'\n' or (byte)'\r') return null;
        // secret sha512 $6$… of Arista: which digest it is, for those who know hashes.
        if (joint.IsBlank && (Bytes.StartsWithAt(text, at, "sha512 $"u8) || Bytes.StartsWithAt(text, at, "sha512 REDACTED-"u8))) return null;
        if (Bytes.StartsWithAt(text, at, "$'"u8)) return QuotedValueText.OfShell(text, at);
        if ((MountOptions.ValueOf(text, nameStart, at, joint) ?? QuotedValueText.Bracketed(text, at, joint) ?? QuotedValueText.Braced(text, nameStart, at, joint) ?? QuotedValueText.Printed(text, at)) is { } enclosed) return enclosed;
        if ((QuotedValueText.WithName(text, nameStart, at, joint) ?? QuotedValueText.Doubled(text, at)) is { } whole) return UnlessReference(text, whole);
        var quote = SecretText.QuoteAt(text, at);
        if (quote.Length > 0)
        {
            if (SecretText.Quoted(text, at, quote) is { } quoted) return UnlessReference(text, quoted);
            // A plain quote that nothing closes.
            if (quote is not ([(byte)'"'] or [(byte)'\''])) return null;
            at += quote.Length;
        }
        if (QuotedValueText.IsTypographic(text, at)) return QuotedValueText.Typographic(text, at);
        if (NumberAt(text, nameStart, at) is > 0 and var digits) return new Extent(at, at + digits);
        var bare = new Extent(at, BareValueText.End(text, nameStart, at, joint, startsLine));
        return IsVariable(text, nameStart, bare) ? null : UnlessReference(text, bare);
    }

    /// <summary><c>{"DB_PASSWORD": db_pass}</c>: behind a name in quotes a text would have some, too.</summary>
    private static bool IsVariable(ReadOnlySpan<byte> text, int nameStart, Extent value)
    {
        var quote = Bytes.At(text, nameStart - 1);
        if (quote is not ((byte)'"' or (byte)'\'') || !text[nameStart..value.Start].Contains(quote)) return false;
        var end = value.Start;
        while (end < value.End && (Bytes.IsLower(text[end]) || text[end] == '_')) end++;
        if (end == value.Start) return false;
        // {"password": pw if pw else old}
        return Bytes.At(text, end) is (byte)'}' or (byte)',' or (byte)')' or (byte)'(' || Phrases.AnyStarts(text[end..], Operators);
    }

    private static readonly byte[][] Operators = Phrases.Of(" if ", " or ", " and ", " || ", " ?? ");

    private static Extent? UnlessReference(ReadOnlySpan<byte> text, Extent value) =>
        value.IsEmpty || IsReference(text[value.Start..value.End]) ? null : SecondFactorText.WithoutWay(text, value);

    /// <summary><c>pre-shared-key local x</c> of IOS: whose key it is stands between.</summary>
    private static bool IsSided(ReadOnlySpan<byte> text, int nameStart, Joint joint) =>
        joint.IsBlank && Bytes.StartsWithAt(text, nameStart, "pre-shared-key "u8) && SideLength(text, joint.ValueAt) > 0;

    private static int SideLength(ReadOnlySpan<byte> text, int at)
    {
        // pre-shared-key address 10.0.0.1 255.255.255.0 key x: of a keyring, where the other side is told.
        if (Bytes.StartsWithAt(text, at, "address "u8) || Bytes.StartsWithAt(text, at, "hostname "u8))
            return text[at..Bytes.LineEnd(text, at)].IndexOf(" key "u8) is > 0 and var key ? key + " key ".Length : 0;
        var length = Bytes.StartsWithAt(text, at, "local "u8) ? 6 : Bytes.StartsWithAt(text, at, "remote "u8) ? 7 : 0;
        return length > 0 && Bytes.StartsWithAt(text, at + length, "hex "u8) ? length + 4 : length;
    }

    /// <summary>Passes over what tells how the value is written down: <c>ENC x</c>, <c>secret 9 $9$…</c> of Cisco, <c>base64:x</c>.</summary>
    private static int SkipWays(ReadOnlySpan<byte> text, int at, Joint joint)
    {
        if (Bytes.StartsWithAt(text, at, "ENC "u8)) at += 4;
        // wpa-psk ascii 7 x
        if (joint.IsBlank && Bytes.StartsWithAt(text, at, "ascii "u8)) at += "ascii ".Length;
        if (joint.IsBlank && Bytes.IsDigit(Bytes.At(text, at)) && Bytes.At(text, at + 1) == ' ') at += 2;
        // password hash $h$6$… of Comware
        if (joint.IsBlank && (Bytes.StartsWithAt(text, at, "hash $"u8) || Bytes.StartsWithAt(text, at, "hash REDACTED-"u8))) at += "hash ".Length;
        // DefaultPassword    REG_SZ    x
        if (joint.IsBlank && Bytes.StartsWithAt(text, at, "REG_SZ "u8)) at = Bytes.SkipBlanks(text, at + "REG_SZ ".Length);
        // password ciphertext x of ArubaOS-CX
        if (joint.IsBlank && Bytes.StartsWithAt(text, at, "ciphertext "u8)) at += "ciphertext ".Length;
        // How strongSwan tells that a secret is in Base64.
        if (Bytes.StartsWithAt(text, at, "0s"u8) && SecretText.Base64End(text, at + 2) > at + 18) at += 2;
        return Bytes.StartsWithAt(text, at, "base64:"u8) ? at + 7 : at;
    }

    /// <summary>The length of a number of JSON, which is the value of a name in quotes; 0 where none stands.</summary>
    private static int NumberAt(ReadOnlySpan<byte> text, int nameStart, int at)
    {
        if (Bytes.At(text, nameStart - 1) != '"') return 0;
        var end = at;
        while (Bytes.IsDigit(Bytes.At(text, end))) end++;
        var next = Bytes.SkipBlanks(text, end);
        return next >= text.Length || text[next] is (byte)',' or (byte)'}' or (byte)']' or (byte)'\n' or (byte)'\r' ? end - at : 0;
    }

    /// <summary>Whether a value only says where the secret is, or that there is none.</summary>
    public static bool IsReference(ReadOnlySpan<byte> value) => ReferenceText.IsReference(value);

    /// <summary>Whether a word of a sentence stands there, no value.</summary>
    public static bool IsSmallWord(ReadOnlySpan<byte> text, int at)
    {
        var end = at;
        while (end < text.Length && Bytes.IsLetter(text[end])) end++;
        if (Bytes.At(text, end) is not ((byte)' ' or (byte)',' or (byte)'.')) return false;
        return SmallWords.Contains(text[at..end]) || end == at + 4 && Bytes.StartsWithIgnoreCase(text, at, "für"u8);
    }
}
