using System.Globalization;
using System.Text;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Tests.Unit.Model;

/// <summary>The page of all guest attributes says what the schema says. PMPC_UPDATE_DOCS=1 writes it anew.</summary>
public sealed class GuestAttributesPageTests
{
    private const int ShownChoices = 8;

    [Fact]
    public void The_page_is_the_schema()
    {
        var file = Path.Combine(SharedData.Repository, "docs", "guest-attributes.md");
        if (Environment.GetEnvironmentVariable("PMPC_UPDATE_DOCS") == "1") File.WriteAllText(file, Page());
        Assert.Equal(Page(), File.ReadAllText(file).ReplaceLineEndings("\n"));
    }

    private static string Page()
    {
        var page = new StringBuilder("""
            # Guest attributes

            Every config key of a VM and of a container in Proxmox VE 9.2, and every part of a property string, as this product knows
            them. The table is made of the schema in `src/ProxmoxMpc.Core/Model/Schema`; a test keeps the two equal, and another compares
            the schema with Proxmox's own.

            - **Default**: what Proxmox takes an unset attribute for. *Italic*: its schema does not say so, its code does.
            - **Effect** on a running guest: *live*; *hot-plug (feature)* where the guest's `hotplug` has the feature, else after a restart;
              *restart*: written now, in force after the guest's next restart; *stop*: only while it is stopped; *replace*: only with a new guest
              or device; *read-only*: the server sets it. A stopped guest takes everything at once. One part that waits keeps its whole key waiting.
              *Added* and *removed* say it of a device as a whole.
            - **Needs**: the privilege on `/vms/{vmid}`; *root*: only `root@pam` with a ticket, no API token.
            - A key that is not in the table, because a newer Proxmox has it, is kept as it is and listed.


            """.ReplaceLineEndings("\n"));
        Table(page, "Virtual machines", GuestKind.Qemu);
        Table(page, "Containers", GuestKind.Lxc);
        return page.ToString().TrimEnd() + "\n";
    }

    private static void Table(StringBuilder page, string title, GuestKind kind)
    {
        page.Append(CultureInfo.InvariantCulture, $"## {title}\n\n| Attribute | Type | Default | Effect | Terraform | Parameter | Needs |\n|---|---|---|---|---|---|---|\n");
        foreach (var key in GuestSchema.For(kind).Keys.OrderBy(key => key.Name, StringComparer.Ordinal).ThenBy(key => key.IsFamily))
        {
            var name = key.IsFamily ? $"{key.Name}[{key.FirstIndex}-{key.LastIndex}]" : key.Name;
            if (key.Scalar is { } scalar) Row(page, $"`{name}`", scalar, key);
            else
            {
                page.Append(CultureInfo.InvariantCulture, $"| `{name}` | {(key.IsVolume ? "volume" : key.IsDevice ? "device" : "property string")} | | {Plug(key)} | | | {Needs(key, null)} |\n");
                foreach (var part in key.Parts.Where(part => !part.IsDerived || part.Provider is not null)) Row(page, $"`{name}` `{part.Name}`{(part.IsDefaultKey ? " (may stand alone)" : "")}", part, key);
            }
        }
        page.Append('\n');
    }

    private static void Row(StringBuilder page, string name, AttributeSchema attribute, KeySchema key) => page.Append(CultureInfo.InvariantCulture,
        $"| {name} | {Type(attribute)} | {Default(attribute)} | {(attribute.IsDerived ? "" : Effect(attribute.Effect, attribute.HotPlugFeature))} | {(attribute.Provider is { } provider ? $"`{provider.Path}`" : "")} | {(attribute.Parameter is { } parameter ? $"`-{parameter}`" : "")} | {(key.IsPropertyString ? Root(attribute) : Needs(key, attribute))} |\n");

    private static string Type(AttributeSchema attribute)
    {
        var type = attribute.Type switch
        {
            AttributeType.Choice => string.Join(", ", attribute.Choices.Take(ShownChoices).Select(choice => $"`{choice}`")) + (attribute.Choices.Length > ShownChoices ? string.Create(CultureInfo.InvariantCulture, $" and {attribute.Choices.Length - ShownChoices} more") : ""),
            AttributeType.Mac => "MAC address",
            AttributeType.Uuid => "UUID",
            AttributeType.UrlEncoded => "text, percent-encoded",
            AttributeType.Ranges => "numbers and ranges",
            var other => other.ToString().ToLowerInvariant(),
        };
        var range = (attribute.Minimum, attribute.Maximum) switch
        {
            (null, null) => "",
            ({ } low, null) => string.Create(CultureInfo.InvariantCulture, $", from {low}"),
            (null, { } high) => string.Create(CultureInfo.InvariantCulture, $", up to {high}"),
            ({ } low, { } high) => string.Create(CultureInfo.InvariantCulture, $", {low} to {high}"),
        };
        return type + range + (attribute.IsRequired ? ", required" : "") + (attribute.IsSecret ? ", secret" : "");
    }

    private static string Default(AttributeSchema attribute) => attribute.Default is not { } value ? "" : attribute.IsImplied ? $"*{value}*" : $"`{value}`";

    private static string Plug(KeySchema key) => !key.IsDevice ? "" : key.Added == key.Removed
        ? $"added, removed: {Effect(key.Added, key.HotPlugFeature)}"
        : $"added: {Effect(key.Added, key.HotPlugFeature)}; removed: {Effect(key.Removed, key.HotPlugFeature)}";

    private static string Effect(ChangeEffect effect, string? feature) => effect switch
    {
        ChangeEffect.HotPlug => $"hot-plug ({feature})",
        ChangeEffect.ReadOnly => "read-only",
        ChangeEffect.DataLoss => "data loss",
        _ => effect.ToString().ToLowerInvariant(),
    };

    private static string Needs(KeySchema key, AttributeSchema? attribute) => key.Privilege is not { } privilege ? "root" : attribute is not null && Root(attribute) is { Length: > 0 } root ? $"{privilege}, {root}" : privilege;

    private static string Root(AttributeSchema attribute) => !attribute.IsRootOnly ? "" : attribute.RootOnlyUnless is { } unless ? $"root unless `{unless}`" : "root";
}
