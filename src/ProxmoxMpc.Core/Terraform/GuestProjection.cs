using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>Guests as code sees them.</summary>
public static class GuestProjection
{
    /// <summary>
    /// What code can say of the guest, in the values in which it would come back from code: sizes in whole GiB, an unset CPU
    /// type as the <c>qemu64</c> that the provider takes it for. What is absent is at Proxmox's default.
    /// </summary>
    public static AttributeMap Of(Guest guest) => Of(guest, GuestFacts.Of(guest));

    /// <summary>The same where the facts are known already.</summary>
    internal static AttributeMap Of(Guest guest, AttributeMap facts)
    {
        foreach (var (path, value) in GuestFacts.Derived(guest))
            if (facts.Get(path) is null) facts = facts.With(path, value);
        return Of(guest.Kind, facts);
    }

    /// <summary>The canonical form of what is written in code or read for it.</summary>
    internal static AttributeMap Of(GuestKind kind, AttributeMap facts)
    {
        var schema = GuestSchema.For(kind);
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (var (path, value) in facts)
        {
            if (AttributePath.IsOutsideConfig(path) || path == ProviderNames.TemplatePath)
            {
                if (value.Length > 0) pairs.Add(new(path, value));
                continue;
            }
            if (schema.Look(path) is not ({ } key, var attribute) || IsWrittenOnly(key)) continue;
            if ((key.IsDrive() && (path.EndsWith(".media", StringComparison.Ordinal) || path.EndsWith(".volume", StringComparison.Ordinal))) || (key.Name == "mp" && path.EndsWith(".volume", StringComparison.Ordinal)))
                pairs.Add(new(path, value));
            // Raw goes without saying for a disk, and qcow2 for the drive of cloud-init.
            else if (key.IsDrive() && path.EndsWith(".format", StringComparison.Ordinal) && facts.Get(AttributePath.Of(AttributePath.Split(path).Key, "media")) == "cdrom") pairs.Add(new(path, value));
            else if (attribute is { Provider: not null } && Meaning.Canonical(kind, key, attribute, value) is { } canonical) pairs.Add(new(path, canonical));
        }
        var map = AttributeMap.From(pairs);
        foreach (var (path, unset) in kind == GuestKind.Qemu ? SpelledOutOfVm : SpelledOutOfContainer)
            if (!map.ContainsKey(path)) map = map.With(path, unset);
        return map;
    }

    private static readonly (string Path, string? Unset)[] SpelledOutOfVm = SpelledOut(GuestKind.Qemu);
    private static readonly (string Path, string? Unset)[] SpelledOutOfContainer = SpelledOut(GuestKind.Lxc);

    private static (string Path, string? Unset)[] SpelledOut(GuestKind kind) =>
    [
        .. from key in GuestSchema.For(kind).Keys
           from attribute in key.Attributes()
           where Meaning.IsSpelledOut(kind, key, attribute)
           select (key.PathOf(key.Name, attribute), Meaning.Unset(kind, key, attribute)),
    ];

    /// <summary>
    /// Keys that must be in the code for the provider's sake, but of which it is never asked: nobody may know the password.
    /// </summary>
    internal static bool IsWrittenOnly(KeySchema key) => key.Name is "cipassword";
}
