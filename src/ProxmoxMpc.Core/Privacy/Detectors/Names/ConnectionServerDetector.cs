using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Machines and users in strings that connect to a database: <c>Server=tcp:lyra,1433;Database=x;Uid=jane;Pwd=…</c>, <c>Data Source=lyra\SQLEXPRESS;…</c>. Another of
/// its settings has to stand beside them.
/// </summary>
internal sealed class ConnectionServerDetector : Detector
{
    private const int LongestInstance = 40, Before = 400;

    public override PrivacyRule Rule { get; } =
        PrivacyRule.Standard("name-connection-string", PrivacyKind.Host, "Machines and users in strings that connect to databases");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } =
    [
        new("Server=", IgnoreCase: true, WordStart: true), new("Data Source=", IgnoreCase: true, WordStart: true), new("DataSource=", IgnoreCase: true, WordStart: true),
        new(";Uid=", IgnoreCase: true), new(";User Id=", IgnoreCase: true), new("; Uid=", IgnoreCase: true), new("; User Id=", IgnoreCase: true),
    ];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at] == ';') User(text, at, at + length, found);
        else Server(text, at + length, found);
    }

    private static void Server(ReadOnlySpan<byte> text, int start, Findings found)
    {
        if (Bytes.StartsWithIgnoreCase(text, start, "tcp:"u8) || Bytes.StartsWithIgnoreCase(text, start, "lpc:"u8)) start += 4;
        var end = start + NamedValue.NameLength(text, start);
        // lyra\SQLEXPRESS, lyra,1433, lyra:1433
        if (Bytes.At(text, end) is (byte)'\\' or (byte)',' or (byte)':' &&
            text[end..Math.Min(text.Length, end + LongestInstance)].IndexOf((byte)';') is > 0 and var sign) end += sign;
        if (Bytes.At(text, end) == ';' && ConnectionText.IsSettingAt(text, end + 1)) CommandTargetDetector.TakeHost(text, start, found);
    }

    private static void User(ReadOnlySpan<byte> text, int at, int start, Findings found)
    {
        var before = text[Math.Max(Bytes.LineStart(text, at), at - Before)..at];
        var setting = before[(before.LastIndexOfAny(";\"'"u8) + 1)..];
        if (!ConnectionText.IsSettingAt(setting, 0)) return;
        var count = NamedValue.NameLength(text, start);
        // sa is the administrator of every SQL Server.
        if (count > 2 && Bytes.At(text, start + count) is (byte)';' or (byte)'"' or (byte)'\'') NamedValue.TakeUser(text, start, count, found);
    }
}
