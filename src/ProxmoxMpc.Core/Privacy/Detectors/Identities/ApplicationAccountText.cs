namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Accounts that are called as the application that they are for, as the setting itself or the one before it tells.</summary>
internal static class ApplicationAccountText
{
    /// <summary>Whether a key's value is an application's own: <c>monit__user: 'monit'</c>, <c>PG_DB_NAME="kima" PG_DB_USER="kima"</c>.</summary>
    public static bool IsSet(ReadOnlySpan<byte> text, Extent key)
    {
        const int Shortest = 3;
        var (start, count) = NamedValue.After(text, key.End);
        return count >= Shortest && NamedValue.NameLength(text, start) == count && (IsPrefix(text[key.Start..key.End], text.Slice(start, count)) || IsDatabase(text, key, text.Slice(start, count)));
    }

    /// <summary><c>apt_cacher_ng__user: 'apt-cacher-ng'</c>: two signs divide a role of Ansible from its settings.</summary>
    private static bool IsPrefix(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.Length < value.Length + 3 || key[value.Length] != '_' || key[value.Length + 1] != '_') return false;
        for (var i = 0; i < value.Length; i++)
            if (Bytes.ToLower(key[i]) != Bytes.ToLower(value[i]) && !(key[i] == '_' && value[i] == '-')) return false;
        return true;
    }

    /// <summary>The database that is named before, on the same line or on the one above: <c>DB_NAME=kimai</c>, <c>DB_USER=kimai</c>.</summary>
    private static bool IsDatabase(ReadOnlySpan<byte> text, Extent key, ReadOnlySpan<byte> user)
    {
        const int Reach = 80;
        if (!Bytes.StartsWithIgnoreCase(text, key.End - 7, "db_user"u8)) return false;
        var line = Bytes.LineStart(text, key.Start);
        if (line > 1) line = Bytes.LineStart(text, line - 1);
        var before = text[Math.Max(line, key.Start - Reach)..key.Start];
        for (var at = before.IndexOf((byte)'_'); at >= 0 && at + 5 < before.Length;)
        {
            if (Bytes.StartsWithIgnoreCase(before, at, "_name"u8) && NamedValue.After(before, at + 5) is { Length: > 0 } name && before.Slice(name.Start, name.Length).SequenceEqual(user)) return true;
            var next = before[(at + 1)..].IndexOf((byte)'_');
            at = next < 0 ? -1 : at + 1 + next;
        }
        return false;
    }
}
