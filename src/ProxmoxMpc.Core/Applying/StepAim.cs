using System.Globalization;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Planning;

namespace ProxmoxMpc.Core.Applying;

/// <summary>Whether a guest is what a step wanted to make of it. Pure: it judges what was read.</summary>
internal static class StepAim
{
    /// <param name="step">The step.</param>
    /// <param name="before">The guest when the step began; null: there was none.</param>
    /// <param name="now">The guest now; null: there is none on the step's node.</param>
    public static bool IsReached(PlanStep step, GuestNow? before, GuestNow? now) => step.Action switch
    {
        PlanAction.Delete => now is null,
        _ when now is null => false,
        // A guest that is being made has a config already; one that shall be made anew is not the one that was there.
        PlanAction.Create or PlanAction.Restore or PlanAction.Clone => now.Config.Get("lock") is null && (before?.Digest is null || before.Digest != now.Digest),
        PlanAction.Update => !Differing(step, before, now).Any(),
        PlanAction.Grow => Part(step, now, "size") is { } size && DiskSize.TryParse(size) >= DiskSize.TryParse(step.Argument),
        PlanAction.MoveDisk => Part(step, now, "storage") == step.Argument && now.Config.Get("lock") is null,
        PlanAction.Start => now.Running,
        PlanAction.Stop => !now.Running,
        // Another process is another start.
        PlanAction.Reboot => now.Running && now.Pid != before?.Pid,
        PlanAction.Template => now.Config.Get("template") == "1",
        _ => false,
    };

    /// <summary>The config keys that are not what the change of a config wanted.</summary>
    public static IEnumerable<string> Differing(PlanStep step, GuestNow? before, GuestNow now) => step.Parameters.Where(pair => !Has(step.Kind, pair.Key, pair.Value, before?.Config, now.Config)).Select(pair => pair.Key)
        .Concat(step.Removals.Where(key => !IsGone(key, before?.Config, now.Config)));

    private static string? Part(PlanStep step, GuestNow now, string part) =>
        now.Config.Get(step.Disk!) is { } raw ? Attributes(step.Kind, step.Disk!, raw).GetValueOrDefault(part) : null;

    /// <summary>The place of a detached volume that was destroyed may be taken by one that was detached just now.</summary>
    private static bool IsGone(string name, GuestConfig? before, GuestConfig now) =>
        !now.ContainsKey(name) || (GuestSchema.SplitIndex(name)?.Family == "unused" && before is not null && now.Get(name) != before.Get(name));

    private static bool Has(GuestKind kind, string name, string wanted, GuestConfig? before, GuestConfig now)
    {
        var key = GuestSchema.For(kind).FindKey(name);
        var raw = now.Get(name);
        if (raw is null) return key?.Scalar is { } absent && AttributeValue.Canonical(absent, wanted) is null;
        if (key is null) return raw == wanted;
        // What is there instead of a secret does not tell it.
        if (key.Scalar is { } scalar) return scalar.IsSecret || AttributeValue.Normalize(scalar, raw) == AttributeValue.Normalize(scalar, wanted);
        var (want, has) = (Attributes(kind, name, wanted), Attributes(kind, name, raw));
        return want.Keys.Union(has.Keys).All(part => part switch
        {
            "size" or "format" when key.IsVolume => true,
            "volume" when key.IsVolume => IsVolume(want.GetValueOrDefault(part), has.GetValueOrDefault(part), isNew: raw.Split(',')[0] != before?.Get(name)?.Split(',')[0]),
            "macaddr" or "hwaddr" when !want.ContainsKey(part) => true,
            _ => want.GetValueOrDefault(part) == has.GetValueOrDefault(part),
        });
    }

    /// <summary>A new volume has a name that nobody could know; a volume that was there before is not it.</summary>
    /// <param name="isNew">Whether another volume was there before: on another storage it may have the same name.</param>
    private static bool IsVolume(string? wanted, string? has, bool isNew)
    {
        if (wanted == has) return true;
        if (has is null || wanted is null) return false;
        if (decimal.TryParse(wanted, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _)) return isNew;
        return wanted == "cloudinit" && has.Contains(wanted, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Attributes(GuestKind kind, string name, string raw)
    {
        var key = GuestSchema.For(kind).FindKey(name)!;
        return PropertyString.Parse(raw, key).ToAttributes(key).ToDictionary(StringComparer.Ordinal);
    }
}
