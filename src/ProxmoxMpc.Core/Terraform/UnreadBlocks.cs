using ProxmoxMpc.Core.Hcl;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>
/// Blocks of which the provider reads back nothing where all in them is at its default (read in its source, 0.111.1): on import
/// the state has no such block, so that one in the code would be planned as an addition. And the one that it reads back of
/// every container, be there anything in it or not.
/// </summary>
internal static class UnreadBlocks
{
    private static readonly (GuestKind Kind, string Block, (string Name, HclValue Value)[] Defaults)[] Rules =
    [
        (GuestKind.Qemu, "cpu", [("cores", HclValue.Of(1L)), ("sockets", HclValue.Of(1L)), ("type", HclValue.Of("qemu64"))]),
        (GuestKind.Qemu, "memory", [("dedicated", HclValue.Of(512L))]),
        (GuestKind.Qemu, "operating_system", [("type", HclValue.Of("other"))]),
        (GuestKind.Lxc, "cpu", [("cores", HclValue.Of(1L))]),
        (GuestKind.Lxc, "memory", [("dedicated", HclValue.Of(512L)), ("swap", HclValue.Of(0L))]),
        (GuestKind.Lxc, "operating_system", [("type", HclValue.Of("unmanaged")), ("template_file_id", HclValue.Of(""))]),
    ];

    /// <summary>Attributes of a VM's <c>cpu</c> that do not make the provider read the block, whatever they say.</summary>
    private static readonly string[] Unnoticed = ["numa", "affinity"];

    /// <summary>Keys beside which the provider wants <c>cpu.numa</c> written, whatever it says.</summary>
    private static readonly string[] NeedNuma = ["hugepages", "keephugepages", "numa"];

    /// <summary>Whether the block says no more than how the guest is, and is read by an import only where something in it is not the default.</summary>
    public static bool CanBeUnread(GuestKind kind, string block) => kind == GuestKind.Qemu ? block is "agent" or "cpu" or "memory" or "operating_system" or "startup" or "watchdog" : block is "console" or "cpu" or "features" or "memory" or "startup";

    /// <summary>Brings the blocks of a guest that is imported to those that its import reads.</summary>
    public static void Settle(CodeNode root, Guest guest)
    {
        root.Blocks.RemoveAll(block => Rules.Any(rule => rule.Kind == guest.Kind && rule.Block == block.Type && IsDefault(block.Body, rule.Defaults))
            || block.Type == "console" && IsUnreadConsole(block.Body, guest));
        if (guest.Kind == GuestKind.Lxc) root.Single("initialization");
    }

    /// <summary>Whether the VM's <c>cpu</c> says only what does not make the provider read it, so that no form of the block plans nothing.</summary>
    /// <param name="encoded">The guest as code where it is known, for to encode it costs; whether it is settled does not matter here.</param>
    public static bool HidesProcessor(Guest guest, CodeNode? encoded) =>
        guest.Kind == GuestKind.Qemu && guest.Config.Keys.Any(name => Unnoticed.Contains(name) || NeedNuma.Any(other => name.StartsWith(other, StringComparison.Ordinal)))
        && (encoded ?? GuestEncoder.Encode(guest.Kind, guest.VmId, ProcessorFacts(guest), closeGaps: true)).BlocksOf("cpu").FirstOrDefault() is { } cpu
        && Unnoticed.Any(name => cpu.Get(name) is not null)
        && cpu.Attributes.All(pair => Unnoticed.Contains(pair.Key) || Rules[0].Defaults.Any(known => known.Name == pair.Key && Equals(known.Value, pair.Value)));

    /// <summary>The facts without devices: of a guest whose interfaces no code can say, the processor can be told all the same.</summary>
    private static AttributeMap ProcessorFacts(Guest guest) =>
        AttributeMap.From(GuestFacts.Of(guest).Where(pair => GuestSchema.SplitIndex(AttributePath.Split(pair.Key).Key) is null or { Family: "numa" }));

    private static bool IsDefault(CodeNode block, (string Name, HclValue Value)[] defaults) =>
        block.Blocks.Count == 0 && block.Attributes.Count == defaults.Length && defaults.All(known => Equals(block.Get(known.Name), known.Value));

    /// <summary>
    /// With <c>console</c> unset the provider compares a plain true with its own kind of flag, finds them different and reads
    /// the block; set to what is the default anyway, it does not.
    /// </summary>
    private static bool IsUnreadConsole(CodeNode block, Guest guest) => guest.Config.ContainsKey("console")
        && IsDefault(block, [("enabled", HclValue.Of(true)), ("type", HclValue.Of("tty")), ("tty_count", HclValue.Of(2L))]);
}
