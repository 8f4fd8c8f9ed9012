namespace ProxmoxMpc.Core.Privacy;

/// <summary>How surely a learnt name is meant where it stands as a word.</summary>
internal static class NameStrength
{
    /// <param name="name">In lower case.</param>
    public static NameIndex.Strength Of(PrivacyKind kind, ReadOnlySpan<byte> name)
    {
        if (kind is PrivacyKind.Word) return NameIndex.Strength.Strong;
        // An account that is called as the program that uses it: its folders and lines are called so, too.
        if (name[0] == '@' || kind == PrivacyKind.User && Vocabulary.IsProgram(name)) return NameIndex.Strength.Structure;
        return Of(name);
    }

    public static NameIndex.Strength Of(ReadOnlySpan<byte> name)
    {
        if (Vocabulary.IsWord(name) || Applications.Contains(name) || Vocabulary.IsSystemUser(name) || CommonWords.Contains(name) || name.Length < 2 || Vocabulary.IsSystemName(name)) return NameIndex.Strength.Structure;
        // prod1, test-2: environments as often as machines.
        if (Environments.Contains(name.TrimEnd("0123456789"u8).TrimEnd((byte)'-'))) return NameIndex.Strength.Structure;
        var hasLetter = false;
        foreach (var b in name) hasLetter |= Bytes.IsLetter(b);
        if (!hasLetter) return NameIndex.Strength.Structure;
        var mark = name.ContainsAnyInRange((byte)'0', (byte)'9') || name.ContainsAny("-."u8);
        if (name.Length < 3) return mark ? NameIndex.Strength.Weak : NameIndex.Strength.Structure;
        return mark || name.Length >= 8 ? NameIndex.Strength.Strong : NameIndex.Strength.Weak;
    }

    private static readonly WordSet Environments = WordSet.Of("prod production test testing dev develop stage staging demo lab qa uat preprod cluster cluster-prod cluster-test main");
}
