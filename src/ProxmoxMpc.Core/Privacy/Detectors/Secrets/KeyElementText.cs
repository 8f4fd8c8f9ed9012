namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Settings that are elements, or the value of another setting: <c>&lt;password>x&lt;/password></c>, <c>name: DB_PASSWORD</c> and <c>value: x</c>.
/// </summary>
internal static class KeyElementText
{
    // Bytes of an element's attributes, of its content, and from a name to its value.
    private const int AttributeReach = 300, ContentReach = 2000, ValueReach = 200;

    /// <summary>The content of an XML element of that name, or of its first child called Value.</summary>
    public static Extent? Content(ReadOnlySpan<byte> text, Extent name)
    {
        if (Bytes.At(text, name.Start - 1) != '<') return null;
        if (ValueOf(text, name.End) is { } attribute) return attribute;
        var i = TagEnd(text, name.End);
        if (Bytes.At(text, i) != '>') return null;
        i++;
        while (i < text.Length && Bytes.IsBlank(text[i])) i++;
        if (Bytes.StartsWithAt(text, i, "<Value>"u8)) i += 7;
        if (Bytes.StartsWithAt(text, i, "<![CDATA["u8))
        {
            i += 9;
            return text[i..Math.Min(text.Length, i + ContentReach)].IndexOf("]]>"u8) is > 0 and var data ? new Extent(i, i + data) : null;
        }
        // --cipassword <password>, of a manual: what is to be filled in has no end.
        if (text[i..Math.Min(text.Length, i + ContentReach)].IndexOf((byte)'<') is not (> 0 and var length) || Bytes.At(text, i + length + 1) != '/')
            return null;
        return KeyValueText.IsReference(text.Slice(i, length)) ? null : new Extent(i, i + length);
    }

    /// <summary>The content of an element that one of its attributes names: <c>&lt;param name="password">x&lt;/param></c></summary>
    public static Extent? OfAttribute(ReadOnlySpan<byte> text, Extent name)
    {
        // <Attribute Name="Users.4#Password">x</Attribute> of iDRAC: the group and its number stand before it.
        if (Bytes.At(text, name.Start - 1) == '#' && NamedValue.NameStart(text, name.Start - 1) is var group && group < name.Start - 1) name = name with { Start = group };
        if (Bytes.At(text, name.Start - 1) != '"' || Bytes.At(text, name.Start - 2) != '=' || !Bytes.StartsWithAt(text, name.End, "\">"u8)) return null;
        var start = name.End + 2;
        if (text[start..Math.Min(text.Length, start + ContentReach)].IndexOf((byte)'<') is not (> 0 and var length) || Bytes.At(text, start + length + 1) != '/') return null;
        // <label for="password">Password</label>
        if (length == name.Length && Bytes.StartsWithIgnoreCase(text, start, text[name.Start..name.End])) return null;
        return KeyValueText.IsReference(text.Slice(start, length)) ? null : new Extent(start, start + length);
    }

    /// <summary>The attribute of an element without content: <c>&lt;psk identity="x" value="y"/></c></summary>
    private static Extent? ValueOf(ReadOnlySpan<byte> text, int end)
    {
        if (Bytes.At(text, end) != ' ') return null;
        var attributes = text[end..Math.Min(Bytes.LineEnd(text, end), end + AttributeReach)];
        if (attributes.IndexOf((byte)'>') is not (> 4 and var close) || attributes[..close].TrimEnd((byte)' ') is not [.., (byte)'/']) return null;
        if (attributes[..close].IndexOf(" value=\""u8) is not (>= 0 and var value) || SecretText.Quoted(text, end + value + 7, "\""u8) is not { IsEmpty: false } quoted) return null;
        return KeyValueText.IsReference(text[quoted.Start..quoted.End]) ? null : quoted;
    }

    /// <summary>Passes over attributes: <c>&lt;preSharedKey ident="…" remote="…">x&lt;/preSharedKey></c>.</summary>
    private static int TagEnd(ReadOnlySpan<byte> text, int end)
    {
        if (Bytes.At(text, end) != ' ') return end;
        var attributes = text[end..Math.Min(Bytes.LineEnd(text, end), end + AttributeReach)];
        if (attributes.IndexOf((byte)'>') is not (> 4 and var close) || attributes[close - 1] is not ((byte)'"' or (byte)'\'')) return end;
        return attributes[..close].IndexOf((byte)'<') < 0 ? end + close : end;
    }

    /// <summary>Where the setting's name is itself a value: <c>name: DB_PASSWORD</c>, and <c>value: x</c> beside it or on the next line.</summary>
    public static Extent? BesideName(ReadOnlySpan<byte> text, Extent name)
    {
        if (Bytes.StartsWithIgnoreCase(text, name.Start - 3, "/v "u8) && OfRegistry(text, name.End) is { } data) return data;
        // "name": "mgr/dashboard/RGW_API_SECRET_KEY" of Ceph
        var path = name.Start;
        while (Bytes.At(text, path - 1) == '/' && NamedValue.NameStart(text, path - 1) is var folder && folder < path - 1) path = folder;
        if (!IsNamed(text[Math.Max(0, path - 12)..path])) return null;
        var reach = text[name.End..Math.Min(text.Length, name.End + ValueReach)];
        if (Math.Max(reach.IndexOf("value"u8), reach.IndexOf("\"Value\""u8) is >= 0 and var capital ? capital + 1 : -1) is not (>= 0 and var value) || reach[..value].Count((byte)'\n') > 1 || reach[..value].IndexOf("name"u8) >= 0) return null;
        return KeyValueText.JointAt(text, name.End + value + 5) is { IsAssignment: true } joint
            ? KeyValueText.ValueOf(text, name.End + value, joint, startsLine: false) : null;
    }

    /// <summary>Whether what stands before says that a name follows: <c>name: "</c>, <c>"key": "</c>, <c>{key=</c>, <c>macro = {$</c>.</summary>
    private static bool IsNamed(ReadOnlySpan<byte> before)
    {
        var word = before.TrimEnd(" \"':={$/"u8);
        if (word.Length < 4 || word.Length == before.Length) return false;
        // An edit of JSON has a path; a credential of Keycloak has its type.
        if (word.EndsWith("\"path"u8) || word.EndsWith("\"type"u8) && before[^1] == '"') return true;
        return Bytes.StartsWithIgnoreCase(word, word.Length - 4, "name"u8) || word.EndsWith("macro"u8) || word.EndsWith(" key"u8) || word.EndsWith("\"key"u8)
            || word.EndsWith("{key"u8);
    }

    /// <summary><c>reg add KEY /v NAME /t REG_SZ /d x</c></summary>
    private static Extent? OfRegistry(ReadOnlySpan<byte> text, int end)
    {
        if (text[end..Bytes.LineEnd(text, end)].IndexOf(" /d "u8) is not (>= 0 and var data)) return null;
        return KeyValueText.ValueOf(text, end + data, new KeyValueText.Joint(end + data + 4, IsAssignment: true, IsSpaced: true), startsLine: false);
    }

    /// <summary>Whether it is OpenVPN's <c>&lt;auth-user-pass></c>, alone on its line.</summary>
    public static bool IsLogin(ReadOnlySpan<byte> text, Extent name) =>
        Bytes.StartsWithAt(text, name.End, ">\n"u8) && text[name.Start..name.End].EndsWith("user-pass"u8) && Bytes.At(text, name.Start - 1) == '<';

    /// <summary>What stands below it: a line for the user, one for the password.</summary>
    /// <param name="user">Where the first of the lines begins.</param>
    public static void Login(ReadOnlySpan<byte> text, int user, Findings found)
    {
        var userEnd = Bytes.LineEnd(text, user);
        var start = Math.Min(text.Length, userEnd + (Bytes.At(text, userEnd) == '\r' ? 2 : 1));
        var password = text[start..Bytes.LineEnd(text, start)].TrimEnd((byte)' ');
        if (password.IsEmpty || password[0] == '<') return;
        found.Replace(start, password.Length, PrivacyKind.Password);
        if (NamedValue.NameLength(text, user) == userEnd - user) NamedValue.TakeUser(text, user, userEnd - user, found);
    }
}
