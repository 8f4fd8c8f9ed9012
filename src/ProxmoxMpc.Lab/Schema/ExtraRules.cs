namespace ProxmoxMpc.Lab.Schema;

/// <summary>Rules that Proxmox adds in code to some property strings.</summary>
internal static class ExtraRules
{
    /// <summary>What a machine's CPU may be given or denied.</summary>
    public static readonly SortedDictionary<string, string> CpuFlags = new(StringComparer.Ordinal)
    {
        ["aes"] = "Instructions for AES in hardware.", ["amd-no-ssb"] = "The host is not vulnerable to Speculative Store Bypass (AMD).", ["amd-ssbd"] = "Speculative Store Bypass can be switched off (AMD); best with 'virt-ssbd'.",
        ["hv-evmcs"] = "Faster nested virtualization for Windows, on Intel only.", ["hv-tlbflush"] = "Faster Windows guests where CPUs are overcommitted; old CPUs may crash.", ["ibpb"] = "Better mitigation of Spectre (AMD).",
        ["md-clear"] = "The guest's system learns that MDS is mitigated.", ["nested-virt"] = "Virtualization inside the guest: 'svm' of AMD, 'vmx' of Intel.", ["pcid"] = "Makes the mitigation of Meltdown cheaper on older Intel CPUs.",
        ["pdpe1gb"] = "Pages of 1 GiB, where the host has them.", ["spec-ctrl"] = "Better mitigation of Spectre (Intel).", ["ssbd"] = "Speculative Store Bypass can be switched off (Intel).", ["virt-ssbd"] = "What 'amd-ssbd' stands on.",
    };

    /// <summary>What a new HA rule of this type must have.</summary>
    public static string[] RequiredOf(string type) => type switch { "node-affinity" => ["nodes", "resources"], "resource-affinity" => ["affinity", "resources"], _ => [] };

    public static string? Refuse(string format, IReadOnlyDictionary<string, string> values) => format switch
    {
        "pve-cpu-conf" => values.ContainsKey("cputype") ? null : "CPU is missing cputype",
        "pve-vm-cpu-conf" => RefuseCpu(values),
        "backup-fleecing" => values.GetValueOrDefault("enabled") == "1" && !values.ContainsKey("storage") ? "'storage' parameter is required when 'enabled' is set" : null,
        "prune-backups" => values.GetValueOrDefault("keep-all") == "1" && values.Any(v => v.Key != "keep-all" && v.Value != "0")
            ? "keep-all cannot be set together with other options." : null,
        _ => null,
    };

    private static string? RefuseCpu(IReadOnlyDictionary<string, string> values)
    {
        if (!values.TryGetValue("cputype", out string? type) || type is "" or "0")
            return "CPU is missing cputype";
        if (type.StartsWith("custom-", StringComparison.Ordinal))
            return $"Custom cputype '{type["custom-".Length..]}' not found";
        var known = ApiTable.Default.Formats["pve-vm-cpu-conf"].Keys["reported-model"].Enum!;
        if (type is not ("host" or "max") && !known.Contains(type) && type is not ("x86-64-v2" or "x86-64-v2-AES" or "x86-64-v3" or "x86-64-v4"))
            return $"Built-in cputype '{type}' is not defined (missing 'custom-' prefix?)";
        if (values.TryGetValue("flags", out string? flags) && !flags.Split(';').All(f => f.Length > 1 && f[0] is '+' or '-' && CpuFlags.ContainsKey(f[1..])))
            return "VM-specific CPU flags must be a subset of: " + string.Join(", ", CpuFlags.Keys);
        return values.ContainsKey("reported-model") ? "Property 'reported-model' not allowed in VM-specific CPU config." : null;
    }
}
