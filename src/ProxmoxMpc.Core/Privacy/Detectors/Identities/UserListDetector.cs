using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>Items of a list of users in YAML: <c>- name: jane</c> below <c>users:</c>, or beside a key or a password.</summary>
internal sealed class UserListDetector : Detector
{
    private static readonly byte[][] Signs = [.. new[] { "ssh_authorized_keys", "ssh-authorized-keys", "ssh_import_id", "gecos:", "passwd:", "lock_passwd", "hashed_passwd", "sudo:", "shell:", "ssh_key", "pubkey", "public_key", "password:" }.Select(System.Text.Encoding.ASCII.GetBytes)];

    private static readonly byte[][] Things = [.. new[] { "type:", "server:", "datastore:", "export:", "share:", "path:", "content:", "fingerprint:", "bucket:", "endpoint:" }.Select(System.Text.Encoding.ASCII.GetBytes)];

    private static readonly byte[][] Lists = [.. new[] { "users", "admins", "accounts", "members", "operators", "benutzer", "sudoers", "people", "team" }.Select(System.Text.Encoding.ASCII.GetBytes)];

    public override PrivacyRule Rule { get; } = PrivacyRule.Standard("user-list", PrivacyKind.User, "Users in lists of YAML");

    public override Precedence Precedence => Precedence.Structure;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("- name:"), new("- {name:"), .. from list in new[] { "users", "admins", "members", "sudoers", "operators" } from sign in new[] { ": [", " = [", "\": [", "=[" } select new Anchor(list + sign)];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        if (text[at + length - 1] == '[')
        {
            Flow(text, at + length, found);
            return;
        }
        var isFlow = text[at + 2] == '{';
        if (!NamedValue.IsFirstOnLine(text, at) || NamedValue.After(text, at + length - 1) is not { Length: > 2 } value) return;
        var name = text.Slice(value.Start, value.Length);
        if (!Vocabulary.CanBeName(name) || Bytes.IsUpper(name[0]) || Vocabulary.IsSystemUser(name) || name.Contains((byte)'.') && Domains.IsDomain(name, out _, out _, out _)) return;
        // - name: hosts file: what a step is called.
        if (!isFlow && Bytes.At(text, value.Start - 1) == ' ' && Bytes.At(text, value.Start + value.Length) == ' ' && Bytes.IsLetter(Bytes.At(text, value.Start + value.Length + 1))) return;
        var indent = at - Bytes.LineStart(text, at);
        if (!(isFlow ? HasSign(text, value.Start + value.Length) : HasSign(text, at, indent)) && !IsInList(text, at, indent)) return;
        if (!Vocabulary.IsWord(name)) found.Learn(PrivacyKind.User, name);
        found.Replace(value.Start, value.Length, PrivacyKind.User);
    }

    /// <summary><c>admins: [jane, bob]</c>, on one line.</summary>
    private static void Flow(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var end = Bytes.LineEnd(text, at);
        // [for u in var.users : u.name]
        if (Bytes.StartsWithAt(text, Bytes.SkipBlanks(text, at), "for "u8)) return;
        for (var i = at; i < end && text[i] != ']';)
        {
            while (i < end && text[i] is (byte)' ' or (byte)',' or (byte)'"' or (byte)'\'') i++;
            var count = NamedValue.NameLength(text, i);
            if (count == 0 || Bytes.At(text, i + count) is not ((byte)',' or (byte)'"' or (byte)'\'' or (byte)']' or (byte)' ')) return;
            var name = text.Slice(i, count);
            if (count > 2 && !AccountValue.IsNumberOfSlack(name) && Vocabulary.CanBeName(name) && !Vocabulary.IsSystemUser(name) && !Vocabulary.IsWord(name) && !CommonWords.Contains(name) && !(name.Contains((byte)'.') && Domains.IsDomain(name, out _, out _, out _)))
            {
                found.Learn(PrivacyKind.User, name);
                found.Replace(i, count, PrivacyKind.User);
            }
            i += count;
            while (i < end && text[i] is (byte)'"' or (byte)'\'') i++;
        }
    }

    /// <summary>Whether the item's other keys are a user's.</summary>
    private static bool HasSign(ReadOnlySpan<byte> text, int at, int indent)
    {
        var end = Bytes.LineEnd(text, at);
        for (var lines = 0; lines < 8 && Bytes.NextLine(text, ref end, out var start); lines++)
        {
            var first = Bytes.SkipBlanks(text, start);
            if (first >= end || first - start <= indent) return false;
            // A storage, a share, a remote may have a password, too.
            foreach (var thing in Things)
                if (text[first..end].StartsWith(thing)) return false;
            foreach (var sign in Signs)
                if (text[first..end].StartsWith(sign)) return true;
        }
        return false;
    }

    /// <summary>The same of an item on one line: <c>- {name: jane, lock_passwd: false}</c></summary>
    private static bool HasSign(ReadOnlySpan<byte> text, int at)
    {
        var item = text[at..Bytes.LineEnd(text, at)];
        if (item.IndexOf((byte)'}') is >= 0 and var close) item = item[..close];
        foreach (var thing in Things)
            if (item.IndexOf(thing) >= 0) return false;
        foreach (var sign in Signs)
            if (item.IndexOf(sign) >= 0) return true;
        return false;
    }

    /// <summary>Whether the key above the list is one of users.</summary>
    private static bool IsInList(ReadOnlySpan<byte> text, int at, int indent)
    {
        var line = Bytes.LineStart(text, at);
        for (var lines = 0; line > 0 && lines < 60; lines++)
        {
            line = Bytes.LineStart(text, line - 1);
            var first = Bytes.SkipBlanks(text, line);
            var end = Bytes.LineEnd(text, line);
            if (first >= end || first - line > indent || text[first] is (byte)'-' or (byte)'#') continue;
            var key = text[first..end].TrimEnd(": \r"u8);
            foreach (var list in Lists)
                if (key.EndsWith(list)) return true;
            return false;
        }
        return false;
    }
}
