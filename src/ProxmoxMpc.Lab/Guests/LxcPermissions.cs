using ProxmoxMpc.Lab.Access;
using ProxmoxMpc.Lab.Schema;
using ProxmoxMpc.Lab.State;

namespace ProxmoxMpc.Lab.Guests;

/// <summary>Which privilege each key of a container's config takes.</summary>
internal static class LxcPermissions
{
    /// <summary>Checks new values and removals; the old config is null when the container is being made.</summary>
    /// <exception cref="LabException">403 or 500.</exception>
    public static void Require(LabState state, Permissions permissions, Caller caller, int vmid, string? pool, IReadOnlyDictionary<string, string>? old, IReadOnlyDictionary<string, string> values, IEnumerable<string> delete, bool unprivileged)
    {
        if (caller.IsRoot)
            return;
        foreach (var (key, value) in values)
            One(key, value);
        foreach (string key in delete)
            One(key, null);

        void One(string key, string? value)
        {
            switch (key)
            {
                case "cores" or "cpuunits" or "cpulimit":
                    Need("VM.Config.CPU");
                    break;
                case "memory" or "swap":
                    Need("VM.Config.Memory");
                    break;
                case "nameserver" or "searchdomain" or "hostname":
                    Need("VM.Config.Network");
                    break;
                case "features":
                    RequireFeatures(value);
                    break;
                case "hookscript":
                    throw LabException.Forbidden("changing the hookscript is only allowed for root@pam");
                case "tags":
                    QemuPermissions.RequireTags(state, permissions, caller, vmid, old?.GetValueOrDefault(key), value ?? "");
                    break;
                case var _ when Drives.IsMountPoint(key):
                    Need("VM.Config.Disk");
                    if (value is not null)
                        RequireMount(key, value);
                    break;
                case var _ when Nets.IsNet(key):
                    Need("VM.Config.Network");
                    foreach (string? net in (string?[])[old?.GetValueOrDefault(key), value])
                    {
                        if (net is not null)
                            Nets.RequireBridges(permissions, caller, "lxc", [KeyValuePair.Create(key, net)]);
                    }
                    break;
                case var _ when key.StartsWith("dev", StringComparison.Ordinal) && key.Length > 3 && char.IsAsciiDigit(key[3]):
                    throw LabException.Forbidden("configuring device passthrough is only allowed for root@pam");
                default:
                    Need("VM.Config.Options");
                    break;
            }
        }

        void Need(string privilege) => permissions.RequireOnGuest(caller, vmid, pool, false, privilege);

        void RequireMount(string key, string value)
        {
            if (ParseMount(key, value) is not { } mount)
                return;
            string volume = mount.GetValueOrDefault("volume", "");
            string type = LxcDisks.TypeOf(volume);
            if (type != "volume")
                throw LabException.Forbidden($"mount point type {type} is only allowed for root@pam");
            if (LxcDisks.NewVolume(volume) is { } wanted)
                permissions.Require(caller, $"/storage/{wanted.Storage}", "Datastore.AllocateSpace");
            else
                VolumeAccess.Require(state, permissions, caller, vmid, volume, "rootdir");
        }

        void RequireFeatures(string? value)
        {
            if (!unprivileged)
                throw LabException.Forbidden("changing feature flags for privileged container is only allowed for root@pam");
            var format = ApiTable.Default.Formats["features"];
            var before = PropertyString.TryParse(format, old?.GetValueOrDefault("features") ?? "") ?? [];
            var after = PropertyString.TryParse(format, value ?? "") ?? [];
            var changed = before.Keys.Union(after.Keys).Where(k => before.GetValueOrDefault(k, "") != after.GetValueOrDefault(k, "")).ToList();
            if (changed.Any(k => k != "nesting"))
                throw LabException.Forbidden("changing feature flags (except nesting) is only allowed for root@pam");
            if (changed.Count > 0)
                Need("VM.Allocate");
        }
    }

    // A bare number stands for the default storage and is checked later.
    private static Dictionary<string, string>? ParseMount(string key, string value) =>
        double.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out _) ? null : Drives.TryParse("lxc", key, value);
}
