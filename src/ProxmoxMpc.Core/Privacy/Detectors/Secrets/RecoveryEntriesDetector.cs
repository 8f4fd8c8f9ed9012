using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The hashes of recovery keys in Proxmox' tfa.cfg, of which those that were used are null: <c>"recovery":{"secret":"…","entries":["x",null]}</c>.</summary>
internal sealed class RecoveryEntriesDetector : Detector
{
    // SHA-256 in Base64, or in hexadecimal digits.
    private const int Shortest = 43, Longest = 64, MostEntries = 20, ShortestSalt = 16, LongestHead = 16;

    public override PrivacyRule Rule => PasswordHashDetector.HashRule;

    public override Precedence Precedence => Precedence.Token;

    public override ImmutableArray<Anchor> Anchors { get; } = [new("\"entries\":[\""), new("\"entries\":[null"), new("\"entries\": [\""), new("\"entries\": [null")];

    public override void Find(ReadOnlySpan<byte> text, int at, int length, Findings found)
    {
        var i = at + text[at..].IndexOf((byte)'[') + 1;
        Salt(text, at, found);
        for (var entries = 0; entries < MostEntries; entries++)
        {
            i = Bytes.SkipBlanks(text, i);
            if (Bytes.StartsWithAt(text, i, "null"u8))
            {
                i += 4;
            }
            else
            {
                var (start, end) = (i + 1, SecretText.Base64End(text, i + 1));
                if (Bytes.At(text, i) != '"' || end - start is < Shortest or > Longest || Bytes.At(text, end) != '"') return;
                found.Replace(start, end - start, Rule.Kind);
                i = end + 1;
            }
            if (Bytes.At(text, i) != ',') return;
            i++;
        }
    }

    /// <summary>What the keys were hashed with, where it stands before them: <c>"recovery":{"salt":"…",</c></summary>
    private void Salt(ReadOnlySpan<byte> text, int at, Findings found)
    {
        var end = at;
        while (end > 0 && Bytes.IsBlank(text[end - 1]) && at - end < Longest) end--;
        if (Bytes.At(text, end - 1) != ',' || Bytes.At(text, end - 2) != '"') return;
        end -= 2;
        var start = end;
        while (start > 0 && end - start < Longest && Bytes.IsHex(text[start - 1])) start--;
        if (end - start < ShortestSalt || text[Math.Max(0, start - LongestHead)..start] is not [.., (byte)'"'] head) return;
        if (head[..^1].TrimEnd(": "u8).EndsWith("\"salt\""u8)) found.Replace(start, end - start, Rule.Kind);
    }
}
