@{
    RootModule           = 'ProxmoxMpc.PowerShell.dll'
    # Loaded before the root module, whose types already need it.
    NestedModules        = @('ProxmoxMpc.Loader.dll')
    ModuleVersion        = '0.1.0'
    CompatiblePSEditions = @('Core')
    GUID                 = 'b2f0a6d4-5c1e-4f0e-9b57-2f6d3c8f7a11'
    Author               = 'ProxmoxMpc contributors'
    CompanyName          = 'ProxmoxMpc'
    Copyright            = '(c) ProxmoxMpc contributors. MIT licence.'
    Description          = 'Infrastructure as code for Proxmox VE: turns a running cluster into Terraform, Ansible, tests and documentation, plans what an edit of that code would do, and does it.'
    PowerShellVersion    = '7.6'
    TypesToProcess       = @('ProxmoxMpc.Types.ps1xml')
    FormatsToProcess     = @('ProxmoxMpc.Format.ps1xml')
    # Explicit lists let PowerShell find the commands without loading the module.
    CmdletsToExport      = @(
        'Compare-PmpcInfrastructure'
        'Copy-PmpcContainer'
        'Copy-PmpcVm'
        'Get-PmpcAcl'
        'Get-PmpcBackupJob'
        'Get-PmpcClusterOption'
        'Get-PmpcContainer'
        'Get-PmpcFirewallAlias'
        'Get-PmpcFirewallGroup'
        'Get-PmpcFirewallIpSet'
        'Get-PmpcFirewallOption'
        'Get-PmpcFirewallRule'
        'Get-PmpcGroup'
        'Get-PmpcGuestSnapshot'
        'Get-PmpcHaResource'
        'Get-PmpcHaRule'
        'Get-PmpcNetwork'
        'Get-PmpcNode'
        'Get-PmpcPlan'
        'Get-PmpcPool'
        'Get-PmpcRealm'
        'Get-PmpcRole'
        'Get-PmpcStatus'
        'Get-PmpcStorage'
        'Get-PmpcStorageDefinition'
        'Get-PmpcTask'
        'Get-PmpcTaskLog'
        'Get-PmpcToken'
        'Get-PmpcUser'
        'Get-PmpcVm'
        'Initialize-PmpcWorkspace'
        'Invoke-PmpcApi'
        'Invoke-PmpcApply'
        'Move-PmpcContainer'
        'Move-PmpcVm'
        'New-PmpcContainer'
        'New-PmpcGuestSnapshot'
        'New-PmpcVm'
        'Remove-PmpcContainer'
        'Remove-PmpcGuestSnapshot'
        'Remove-PmpcVm'
        'Restart-PmpcContainer'
        'Restart-PmpcGuest'
        'Restart-PmpcVm'
        'Restore-PmpcGuestSnapshot'
        'Resume-PmpcContainer'
        'Resume-PmpcVm'
        'Set-PmpcContainer'
        'Set-PmpcVm'
        'Start-PmpcContainer'
        'Start-PmpcGuest'
        'Start-PmpcVm'
        'Stop-PmpcContainer'
        'Stop-PmpcGuest'
        'Stop-PmpcTask'
        'Stop-PmpcVm'
        'Suspend-PmpcContainer'
        'Suspend-PmpcVm'
        'Sync-PmpcInfrastructure'
        'Test-PmpcConnection'
        'Test-PmpcInfrastructure'
        'Wait-PmpcTask'
    )
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    PrivateData          = @{
        PSData = @{
            Tags       = @('Proxmox', 'ProxmoxVE', 'InfrastructureAsCode', 'Terraform', 'Ansible', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri = 'https://opensource.org/license/mit'
        }
    }
}
