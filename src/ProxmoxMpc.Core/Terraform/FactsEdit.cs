using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>Changes in the facts that a resource says.</summary>
internal static class FactsEdit
{
    /// <summary>The facts with the paths at their new values; a device of which nothing is left goes as a whole.</summary>
    public static AttributeMap Change(GuestKind kind, AttributeMap facts, IReadOnlyCollection<string> paths, Func<string, string?> value)
    {
        var schema = GuestSchema.For(kind);
        foreach (var path in paths)
        {
            var (name, part) = AttributePath.Split(path);
            var key = schema.FindKey(name);
            if (part is null && key is { IsPropertyString: true })
            {
                // The key itself stands for all that is in it.
                foreach (var inside in Inside(facts, name)) facts = facts.With(inside, null);
                continue;
            }
            var written = value(path);
            // Proxmox has the serial number percent-encoded, and so has the provider.
            if (written is not null && part == "serial" && key?.IsDrive() == true && written.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.' or '%'))) written = Uri.EscapeDataString(written);
            facts = facts.With(path, written);
        }
        foreach (var name in paths.Select(path => AttributePath.Split(path).Key).Distinct(StringComparer.Ordinal))
        {
            if (schema.FindKey(name) is not { } key || !(key.IsOwnBlock() || key.IsDrive())) continue;
            // What is left may be no more than defaults that the provider fills in.
            var left = GuestProjection.Of(kind, facts).Keys.Any(path => path == name || path.StartsWith(name + ".", StringComparison.Ordinal));
            if (!left) foreach (var inside in Inside(facts, name)) facts = facts.With(inside, null);
        }
        return kind == GuestKind.Qemu ? WithoutStrayCloudInit(schema, facts, paths) : facts;
    }

    /// <summary>Cloud-init settings live in the block of their drive: they go with it, and cannot come without it.</summary>
    private static AttributeMap WithoutStrayCloudInit(GuestSchema schema, AttributeMap facts, IReadOnlyCollection<string> paths)
    {
        if (DriveCode.Drives().Any(name => DriveFacts.KindOf(facts, name) == DriveKind.CloudInit)) return facts;
        var stray = facts.Keys.Where(path => schema.FindKey(AttributePath.Split(path).Key)?.IsCloudInit() == true).ToArray();
        if (stray.FirstOrDefault(path => paths.Contains(path)) is { } wanted)
            throw new PmpcException("PmpcNotExpressible", PmpcErrorKind.NotSupported, $"{wanted} cannot be written as Terraform: the VM has no cloud-init drive.",
                "Give it one, for example ide2 with the volume cloudinit.", wanted);
        foreach (var path in stray) facts = facts.With(path, null);
        return facts;
    }

    private static string[] Inside(AttributeMap facts, string name) => [.. facts.Keys.Where(path => path == name || path.StartsWith(name + ".", StringComparison.Ordinal))];
}
