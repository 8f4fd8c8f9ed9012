namespace ProxmoxMpc.Core.Privacy;

/// <summary>UUIDs, and those that are everybody's: types of partitions, editions of Windows.</summary>
internal sealed partial class Sweep
{
    private static readonly byte[][] TypeGuids =
    [
        // EFI system, BIOS boot, Linux, swap, LVM, RAID, ZFS/Solaris, Microsoft basic and reserved.
        [.. "c12a7328-f81f-11d2-ba4b-00a0c93ec93b"u8], [.. "21686148-6449-6e6f-744e-656564454649"u8], [.. "0fc63daf-8483-4772-8e79-3d69d8477de4"u8], [.. "0657fd6d-a4ab-43c4-84e5-0933c84b4f4f"u8],
        [.. "e6d6d379-f507-44c2-a23c-238f2a3df928"u8], [.. "a19d880f-05fc-4d3b-a006-743f0f84911e"u8], [.. "6a898cc3-1dd2-11b2-99a6-080020736631"u8], [.. "6a945a3b-1dd2-11b2-99a6-080020736631"u8],
        // Ceph's OSD, journal, block, its database and its log, and one that is being made.
        [.. "4fbd7e29-9d25-41b8-afd0-062c0ceff05d"u8], [.. "45b0969e-9b03-4f30-b4c6-b4b80ceff106"u8], [.. "cafecafe-9b03-4f30-b4c6-b4b80ceff106"u8],
        [.. "30cd0809-c2b2-499c-8879-2d6b78529876"u8], [.. "5ce17fce-4087-4169-b7ff-058cc58473f9"u8], [.. "89c57f98-2fe5-4dc0-89c1-f3ad0ceff2be"u8],
        // Roots of systemd, what boot loaders read, FreeBSD, Apple's file systems.
        [.. "44479540-f297-41b2-9af7-d131d5f0458a"u8], [.. "b921b045-1df0-41c3-af44-4c6f280d3fae"u8], [.. "bc13c2ff-59e6-4262-a352-b275fd6f7172"u8],
        [.. "933ac7e1-2eb4-4f13-b844-0e14e2aef915"u8], [.. "516e7cb4-6ecf-11d6-8ff8-00022d09712b"u8], [.. "7c3457ef-0000-11aa-aa11-00306543ecac"u8],
        [.. "ebd0a0a2-b9e5-4433-87c0-68b6b72699c7"u8], [.. "e3c9e316-0b5c-4db8-817d-f92df00215ae"u8], [.. "de94bba4-06d1-4d40-a16a-bfd50179d6ac"u8], [.. "4f68bce3-e8cd-4db1-96e7-fbcaf984b709"u8],
        // Active Directory's: replication (also of files) in names of services, the two policies that every domain has.
        [.. "e3514235-4b06-11d1-ab04-00c04fc2dcd2"u8], [.. "88f5d2bd-b646-11d2-a6d3-00c04fc9b232"u8], [.. "12f9a27c-bf97-4787-9364-d31b6c55eb04"u8],
        [.. "31b2f340-016d-11d2-945f-00c04fb984f9"u8], [.. "6ac1786c-016f-11d2-945f-00c04fb984f9"u8],
        // What Windows starts with, and what Secure Boot is kept in.
        [.. "9dea862c-5cdd-4e70-acc1-f32b344d4795"u8], [.. "b2721d73-1db4-4c62-bf78-c548a880142d"u8], [.. "6efb52bf-1766-41db-a6b3-0ee5eff72bd7"u8], [.. "7ea2e1ac-2e61-4728-aaa3-896d9d0a9f0e"u8],
        [.. "0ce4991b-e6b3-4b16-b23c-5e0d9250e5d9"u8], [.. "4636856e-540f-4170-a130-a84776f4c654"u8], [.. "d719b2cb-3d3a-4596-a3bc-dad00e67656f"u8], [.. "605dab50-e046-4300-abb6-3dd810dd8b23"u8],
        [.. "4a67b082-0a4c-41cf-b6c7-440b29bb8c4f"u8], [.. "77fa9abd-0359-4d32-bd60-28f4e78f784b"u8],
    ];

    /// <summary>The form is long enough to be meant wherever it stands, glued to other letters or not.</summary>
    private int TryUuid(ReadOnlySpan<byte> text, ReadOnlySpan<byte> run, int p, int to)
    {
        if (p + 36 > to || run[p + 8] != '-' || run[p + 13] != '-' || run[p + 18] != '-' || run[p + 23] != '-') return 0;
        var uuid = run.Slice(p, 36);
        for (var i = 0; i < 36; i++)
            if (i is not (8 or 13 or 18 or 23) && !Bytes.IsHex(uuid[i])) return 0;
        if (_rules.Uuid && !IsPublicUuid(uuid) && !IsOfLicence(text, At0(p)) && !IsOfProgram(text, At0(p)) && !IsOfPage(text, At0(p))) Emit(p, p + 36, PrivacyKind.Uuid);
        return p + 36;
    }

    /// <summary>A page or a picture that everybody can read: <c>https://support.microsoft.com/…/updates-7ff40d33-…</c>, <c>https://github.com/user-attachments/assets/cba21e9d-…</c></summary>
    private static bool IsOfPage(ReadOnlySpan<byte> text, int at)
    {
        const int LongestAddress = 240;
        if (Bytes.At(text, at - 1) is not ((byte)'/' or (byte)'-')) return false;
        var before = text[Math.Max(0, at - LongestAddress)..at];
        if (before.LastIndexOfAny(" \t\n\"'<>()"u8) is >= 0 and var blank) before = before[(blank + 1)..];
        foreach (var page in Pages)
            if (before.IndexOf(page) is >= 8 and < 64) return true;
        return false;
    }

    private static readonly byte[][] Pages = [[.. "support.microsoft.com/"u8], [.. "github.com/user-attachments/"u8], [.. "user-images.githubusercontent.com/"u8]];

    /// <summary>What slmgr says of an edition of Windows, which everybody has: <c>Activation ID: de32eafd-…</c></summary>
    private static bool IsOfLicence(ReadOnlySpan<byte> text, int at) => text[..at].EndsWith("Activation ID: "u8) || text[..at].EndsWith("Application ID: "u8);

    /// <summary>
    /// What Windows calls parts of programs by, which all who have them share – <c>CLSID {2593F8B9-…}</c>, <c>APPID {…}</c>, while an application of Entra has an appId
    /// without braces.
    /// </summary>
    private static bool IsOfProgram(ReadOnlySpan<byte> text, int at)
    {
        const int Reach = 32;
        var before = text[Math.Max(0, at - Reach)..at].TrimEnd(" \t\r\n{(\"':=>\\"u8);
        // ::{20D04FE0-…}: a folder of Windows' shell.
        if (text[Math.Max(0, at - 3)..at].SequenceEqual("::{"u8)) return true;
        // Power Scheme GUID: 381b4222-…  (Balanced)
        if (text[..at].EndsWith(" GUID: "u8) && text[Math.Max(0, at - Reach)..at] is var label && (label.IndexOf("Power S"u8) >= 0 || label.IndexOf("Subgroup"u8) >= 0)) return true;
        return EndsWithWord(before, "clsid"u8) || Bytes.At(text, at - 1) == '{' && EndsWithWord(before, "appid"u8);
    }

    private static bool EndsWithWord(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) =>
        Bytes.StartsWithIgnoreCase(text, text.Length - word.Length, word) && !Bytes.IsLetterOrDigit(Bytes.At(text, text.Length - word.Length - 1));

    /// <summary>
    /// A UUID of the time, and of the years 1995 to 2001 (its first nine digits behind the version): interfaces and classes of programs, attributes of Active Directory and variables of
    /// UEFI were numbered then, and no machine that runs today.
    /// </summary>
    private static bool IsOfOldProgram(ReadOnlySpan<byte> uuid) =>
        uuid[14] == '1' && uuid[15] == '1' && (uuid[16] | 0x20) switch
        {
            'c' => uuid[17] is (byte)'e' or (byte)'E' or (byte)'f' or (byte)'F',
            'd' => uuid[17] is >= (byte)'0' and <= (byte)'5',
            _ => false,
        };

    private static bool IsPublicUuid(ReadOnlySpan<byte> uuid)
    {
        if (!uuid.ContainsAnyExcept("0-"u8) || !uuid.ContainsAnyExcept("fF-"u8)) return true;
        // Bluetooth's services and profiles.
        if (Bytes.StartsWithIgnoreCase(uuid, 8, "-0000-1000-8000-00805f9b34fb"u8)) return true;
        // Interfaces of OLE, and applications of Microsoft's own: 00000003-0000-0000-c000-000000000000
        if (Bytes.StartsWithIgnoreCase(uuid, 8, "-0000-0000-c000-000000000046"u8) || Bytes.StartsWithIgnoreCase(uuid, 8, "-0000-0000-c000-000000000000"u8)) return true;
        // Windows' classes of devices: 4d36e972-e325-11ce-bfc1-08002be10318
        if (Bytes.StartsWithIgnoreCase(uuid, 8, "-e325-11ce-bfc1-08002be10318"u8)) return true;
        // What DCE's interfaces are called by: 12345778-1234-abcd-ef00-0123456789ac
        if (Bytes.StartsWithIgnoreCase(uuid, 8, "-1234-abcd-ef00-01234567"u8) || IsOfOldProgram(uuid)) return true;
        foreach (var type in TypeGuids)
            if (Bytes.StartsWithIgnoreCase(uuid, 0, type)) return true;
        return false;
    }
}
