using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>
/// Users that are the keys of an object, as Ceph's dashboard keeps them: <c>"users": {"jane": {"username": "jane", "password": "x", …}}</c>, escaped or not.
/// </summary>
internal sealed class DashboardUserDetector : Detector
{
    // So much of an object is looked through for more users.
    private const int Reach = 4000;

    public override PrivacyRule Rule => AccountDetector.AccountRule;

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("\"users\": {"), new("\"users\":{"), new("users\\\": {"), new("users\\\":{")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var limit = Math.Min(text.Length, at + Reach);
        var depth = 1;
        for (var i = at + length; i < limit && depth > 0; i++)
        {
            if (text[i] == '{') depth++;
            else if (text[i] == '}') depth--;
            else if (text[i] == '"' && depth == 1 && User(text, i + 1, limit, found) is > 0 and var end) i = end;
            if (depth == 2 && text[i] == '"') i = Math.Max(i, StringEnd(text, i + 1, limit));
        }
    }

    /// <summary>The key of an object that has a password; returns where the key's quotes end.</summary>
    private static int User(ReadOnlySpan<byte> text, int start, int limit, Findings found)
    {
        var end = StringEnd(text, start, limit);
        var name = text[start..end].TrimEnd((byte)'\\');
        var open = end + 1;
        while (open < limit && text[open] is (byte)':' or (byte)' ' or (byte)'\n') open++;
        if (Bytes.At(text, open) != '{' || NamedValue.NameLength(text, start) != name.Length) return end;
        var body = text[open..limit];
        if (body.IndexOf((byte)'}') is >= 0 and var close) body = body[..close];
        if (body.IndexOf("password"u8) >= 0 || body.IndexOf("\"roles"u8) >= 0) NamedValue.TakeUser(text, start, name.Length, found);
        return end;
    }

    private static int StringEnd(ReadOnlySpan<byte> text, int start, int limit) => text[start..limit].IndexOf((byte)'"') is >= 0 and var length ? start + length : limit;
}
