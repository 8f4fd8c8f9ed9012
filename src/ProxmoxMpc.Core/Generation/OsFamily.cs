using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Generation;

/// <summary>What a guest's <c>ostype</c> says of its operating system, in Ansible's terms.</summary>
/// <param name="System"><c>linux</c>, <c>windows</c>, <c>solaris</c> or <c>other</c>.</param>
/// <param name="Family">Ansible's <c>ansible_os_family</c> where the config tells it (containers do), or null.</param>
internal sealed record OsFamily(string System, string? Family)
{
    public static OsFamily Of(Guest guest) => guest.Kind == GuestKind.Qemu ? OfVm(guest.Config.Get("ostype")) : OfContainer(guest.Config.Get("ostype"));

    private static OsFamily OfVm(string? type) => type switch
    {
        "l24" or "l26" => new("linux", null),
        "wxp" or "w2k" or "w2k3" or "w2k8" or "wvista" or "win7" or "win8" or "win10" or "win11" => new("windows", "Windows"),
        "solaris" => new("solaris", null),
        _ => new("other", null),
    };

    // The families are those of ansible.module_utils.facts.system.distribution (2.14).
    private static OsFamily OfContainer(string? type) => new("linux", type switch
    {
        "debian" or "devuan" or "ubuntu" => "Debian",
        "centos" or "fedora" => "RedHat",
        "opensuse" => "Suse",
        "archlinux" => "Archlinux",
        "alpine" => "Alpine",
        "gentoo" => "Gentoo",
        _ => null,
    });
}
