using System.Text;
using ProxmoxMpc.Core.Hcl;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>The file of one guest.</summary>
internal static class GuestFile
{
    private const string Header = """
        # Written by ProxmoxMpc from the guest as it is. Yours to edit: a sync changes only what changed on the server,
        # and keeps your edits, comments and order.

        """;

    private const string SharedHeader = """
        # Written by ProxmoxMpc from the guests as they are. Yours to edit: a sync changes only what changed on the server,
        # and keeps your edits, comments and order.

        """;

    public static GeneratedFile Create(Guest guest, string fileName, bool spellOut = false)
    {
        var facts = GuestFacts.Of(guest);
        return Create(guest, fileName, facts, Inexpressibles.Of(guest, facts), spellOut);
    }

    /// <summary>Puts guests behind what the file has.</summary>
    public static string Append(string? existing, IEnumerable<(Guest Guest, string Name)> guests, bool spellOut)
    {
        var text = new StringBuilder(existing is { Length: > 0 } ? existing : SharedHeader);
        var newLine = existing?.Contains("\r\n", StringComparison.Ordinal) == true ? "\r\n" : "\n";
        if (text[^1] != '\n') text.Append(newLine);
        foreach (var (guest, name) in guests)
        {
            var facts = GuestFacts.Of(guest);
            var block = Comment(Inexpressibles.Of(guest, facts)) is { Length: > 0 } comment ? comment[2..] + Resource(guest, name, facts, spellOut) : Resource(guest, name, facts, spellOut);
            text.Append(newLine).Append(block.ReplaceLineEndings(newLine));
        }
        return text.ToString();
    }

    /// <summary>The same where the facts, and what of the guest cannot be said, are known already.</summary>
    public static GeneratedFile Create(Guest guest, string fileName, AttributeMap facts, IReadOnlyList<string> inexpressible, bool spellOut = false)
    {
        var path = TerraformWriter.PathOf(guest.Kind, fileName);
        var header = Header + Comment(inexpressible);
        if (GuestObstacles.Of(guest) is { } obstacle)
            return new(path, $"{header}#\n# There is no resource here, for Terraform cannot manage this guest:\n#   {obstacle.Key}: {obstacle.Reason}.\n");
        return new(path, header + Resource(guest, fileName, facts, spellOut));
    }

    private static string Resource(Guest guest, string fileName, AttributeMap facts, bool spellOut)
    {
        var name = GuestNaming.ResourceName(fileName);
        var resource = new HclBlockBuilder("resource", guest.Kind.ResourceType(), name);
        var root = Encode(guest, facts, spellOut);
        NodePrinter.WriteResource(resource, root);
        WriteLifecycle(resource, guest, root);
        var text = resource.ToText();
        return guest is { Kind: GuestKind.Lxc, Pool: { Length: > 0 } pool } ? text + "\n" + Membership(name, pool).ToText() : text;
    }

    /// <summary>A container's place in a pool. Its own <c>pool_id</c> is not read back, and a plan would replace the container for it.</summary>
    public static HclBlockBuilder Membership(string resourceName, string pool) =>
        new HclBlockBuilder("resource", ProviderNames.PoolMembership, resourceName)
            .Attribute("pool_id", pool)
            .RawAttribute("vm_id", $"{ProviderNames.Container}.{resourceName}.id");

    /// <summary>The resource of a guest as its file has it, but for its lifecycle.</summary>
    public static CodeNode Encode(Guest guest, AttributeMap facts, bool spellOut)
    {
        if (GuestTraps.Exists(guest) && GuestTraps.HasUnreadableTpm(guest))
            facts = Without(facts, path => path.StartsWith("tpmstate0.", StringComparison.Ordinal));
        // What the provider refuses to be told; GuestTraps has it ignored.
        if (GuestTraps.Exists(guest)) facts = ProviderLimits.Sayable(guest, facts);
        if (facts.HasAny("ipconfig")) facts = Without(facts, path => path.StartsWith("ipconfig", StringComparison.Ordinal) && SchemaTable.IndexOf(AttributePath.Split(path).Key) > 7);
        if (facts.HasAny("virtiofs")) facts = Without(facts, path => path.StartsWith("virtiofs9", StringComparison.Ordinal) || path.StartsWith("virtiofs8", StringComparison.Ordinal));
        var root = GuestEncoder.Encode(guest.Kind, guest.VmId, facts, closeGaps: GuestTraps.Exists(guest));
        if (GuestTraps.Exists(guest))
        {
            UnreadBlocks.Settle(root, guest);
            // What is left alone must stand in a block for the rest of it to be managed.
            foreach (var refused in ProviderLimits.Of(guest))
                if (refused.Entry.IndexOf("[0]", StringComparison.Ordinal) is > 0 and var end) root.Single(refused.Entry[..end]);
        }
        if (spellOut) SpelledOut.Complete(root, GuestEncoder.Encode(guest.Kind, guest.VmId, facts, closeGaps: GuestTraps.Exists(guest), spellOut: true));
        return root;
    }

    private static AttributeMap Without(AttributeMap facts, Func<string, bool> isLeftOut)
    {
        foreach (var path in facts.Keys.Where(isLeftOut).ToArray()) facts = facts.With(path, null);
        return facts;
    }

    private static string Comment(IReadOnlyList<string> inexpressible) => inexpressible.Count == 0
        ? ""
        : "#\n# Proxmox holds more of this guest than the provider can express. It is carried along as it is:\n"
            + string.Concat(inexpressible.Select(path => $"#   {OneLine(path)}\n"));

    private static void WriteLifecycle(HclBlockBuilder resource, Guest guest, CodeNode encoded)
    {
        var ignored = GuestTraps.Of(guest, encoded);
        var exists = GuestTraps.Exists(guest);
        var omitsTpm = exists && GuestTraps.HasUnreadableTpm(guest);
        if (!exists && ignored.Count == 0) return;
        resource.Blank();
        resource.Block("lifecycle", lifecycle =>
        {
            if (exists) lifecycle.Attribute("prevent_destroy", true);
            if (omitsTpm) lifecycle.Comment("The TPM (local-lvm, v2.0) is left out on purpose: the provider does not read it back, and told of it would make a new, empty one.");
            if (ignored.Count == 0) return;
            if (exists) lifecycle.Blank();
            lifecycle.Comment("So that a plan is empty. Take an entry out to manage it here:");
            foreach (var (attribute, reason) in ignored.Where(change => change.Reason.Length > 0)) lifecycle.Comment($"  {attribute}: {reason}");
            if (ignored.Any(change => change.Attribute == "timeout_delete"))
                lifecycle.Comment("  timeout_*: not filled on import (docs/decisions/0002 of ProxmoxMpc). Before you destroy the container with Terraform,\n  take them out and apply once.");
            lifecycle.RawAttribute("ignore_changes", $"[{string.Join(", ", ignored.Select(change => change.Attribute).Distinct(StringComparer.Ordinal))}]");
        });
    }

    private static string OneLine(string text) => HclText.Quote(text)[1..^1];
}
