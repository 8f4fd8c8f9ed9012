namespace ProxmoxMpc.PowerShell;

/// <summary>By what a plan is carried out.</summary>
public enum ApplyEngine
{
    /// <summary>Proxmox's own API.</summary>
    Native,

    /// <summary>Terraform or OpenTofu, whichever is on the PATH.</summary>
    Terraform,
}
