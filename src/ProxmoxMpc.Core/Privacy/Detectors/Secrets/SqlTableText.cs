namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>What a table of a database holds, by its name: <c>public.users_token</c>, <c>dcim_device</c>, <c>virtualization_virtualmachine</c>.</summary>
internal static class SqlTableText
{
    private static readonly WordSet Tokens = WordSet.Of("token tokens authtoken authtokens apitoken apitokens apikey apikeys");

    private static readonly WordSet Guests = WordSet.Of("virtualmachine virtualmachines virtual_machine virtual_machines vm vms guest guests");

    private static readonly WordSet Machines =
        WordSet.Of("device devices host hosts server servers computer computers machine machines node nodes hypervisor hypervisors");

    /// <summary>Whether its rows are tokens: then a column that is only called key holds them.</summary>
    public static bool IsOfTokens(ReadOnlySpan<byte> table)
    {
        var name = Plain(table);
        return Tokens.Contains(Last(name)) || name.EndsWith("api_key"u8) || name.EndsWith("api_keys"u8);
    }

    /// <summary>Of which kind the machines are that its rows tell of, in a column that is only called name; null for other tables.</summary>
    public static PrivacyKind? MachineOf(ReadOnlySpan<byte> table)
    {
        var name = Plain(table);
        if (Guests.Contains(Last(name)) || name.EndsWith("virtual_machine"u8) || name.EndsWith("virtual_machines"u8)) return PrivacyKind.Guest;
        return Machines.Contains(Last(name)) ? PrivacyKind.Host : null;
    }

    /// <summary>Without its schema and quotes: <c>"public"."dcim_device"</c>, <c>`hosts`</c></summary>
    private static ReadOnlySpan<byte> Plain(ReadOnlySpan<byte> table)
    {
        table = table.Trim("\"`[]"u8);
        return table[(table.LastIndexOf((byte)'.') + 1)..].Trim("\"`[]"u8);
    }

    private static ReadOnlySpan<byte> Last(ReadOnlySpan<byte> name) => name[(name.LastIndexOf((byte)'_') + 1)..];
}
