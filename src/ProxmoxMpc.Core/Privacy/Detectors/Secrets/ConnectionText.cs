namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Connection strings of databases, <c>Server=x;Database=y;Password=z;Encrypt=True</c>: a semicolon belongs to a password unless a setting of theirs follows.</summary>
internal static class ConnectionText
{
    private const int LongestSetting = 33;

    private static readonly WordSet Settings = new(
    [
        "server", "data source", "datasource", "address", "addr", "network address", "host", "port", "database", "initial catalog", "user id", "userid", "uid", "user", "username", "user name", "password", "pwd", "trustservercertificate", "trust server certificate", "encrypt", "integrated security", "trusted_connection",
        "multipleactiveresultsets", "multiple active result sets", "connection timeout", "connect timeout", "timeout", "command timeout", "application name", "applicationname", "app", "pooling", "min pool size", "max pool size", "minimum pool size", "maximum pool size", "sslmode", "ssl mode", "ssl", "sslcert", "sslkey", "persist security info", "persistsecurityinfo",
        "driver", "provider", "dsn", "network library", "failover partner", "charset", "characterset", "character set", "accountname", "accountkey", "endpointsuffix", "defaultendpointsprotocol", "blobendpoint", "sharedaccesskey", "sharedaccesskeyname", "entitypath", "endpoint", "search path", "searchpath", "options", "option", "applicationintent", "application intent",
        "workstation id", "wsid", "current language", "attachdbfilename", "enlist", "type system version", "packet size", "replication", "multisubnetfailover", "column encryption setting", "authentication", "connectretrycount", "connectretryinterval", "connection lifetime", "convert zero datetime", "allowuservariables", "allow user variables", "allowpublickeyretrieval", "keepalive", "tcp keepalive", "protocol", "service name", "role", "dialect", "version", "mode", "cache", "filename", "instance", "socket", "unixsocket", "timezone", "tz",
    ]);

    /// <summary>Whether a setting of the string begins there. Where none stands before the value it is no such string, and any name will do.</summary>
    /// <param name="value">Where the password begins.</param>
    public static bool IsNext(ReadOnlySpan<byte> text, int value, int at)
    {
        var before = text[Bytes.LineStart(text, value)..value];
        if (before.LastIndexOf((byte)';') is not (> 0 and var semicolon)) return true;
        // The one before the password's own.
        var start = before[..semicolon].LastIndexOfAny("; \"'="u8);
        if (start < 0 || before[start] != '=' || !IsSetting(before[..start])) return true;
        return IsSettingAt(text, at);
    }

    /// <summary>Whether a setting of such a string stands there: <c>Database=</c>.</summary>
    public static bool IsSettingAt(ReadOnlySpan<byte> text, int at) =>
        text[at..Math.Min(text.Length, at + LongestSetting)].IndexOf((byte)'=') is > 0 and var length && Settings.Contains(text.Slice(at, length).Trim((byte)' '));

    private static bool IsSetting(ReadOnlySpan<byte> text)
    {
        var start = text.LastIndexOfAny(";\"'"u8) + 1;
        var name = text[start..];
        while (true)
        {
            if (Settings.Contains(name.Trim((byte)' '))) return true;
            // conn str: Server=x
            if (name.IndexOf((byte)' ') is not (>= 0 and var blank)) return false;
            name = name[(blank + 1)..];
        }
    }
}
