Describe 'Objects that leave the process' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $null = New-LabWorkspace
        $null = New-PmpcGuestSnapshot web-02 -SnapshotName before
        Set-PmpcVm web-01 -Cores 4
        Edit-File terraform/pools.tf '"Staging and CI"' '"Staging"'
        Edit-Lab { $args[0].guests['101'].config.cores = 6 }
        function Copied([Parameter(ValueFromPipeline)] $InputObject) {
            process { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($InputObject, 1)) }
        }
    }
    AfterAll { Pop-Location }

    # In this order: the plan comes before the apply, the history behind it.
    It 'look as they do here: <_>' -ForEach @(
        'Get-PmpcVm', 'Get-PmpcContainer', 'Get-PmpcNode', 'Get-PmpcStorage', 'Get-PmpcUser', 'Get-PmpcPool', 'Get-PmpcFirewallIpSet', 'Get-PmpcBackupJob'
        'Get-PmpcStatus', 'Get-PmpcPlan', '(Get-PmpcPlan).Steps', '(Get-PmpcPlan).ObjectSteps', 'Compare-PmpcInfrastructure', 'Sync-PmpcInfrastructure', 'Test-PmpcConnection'
        'Invoke-PmpcApply -Confirm:$false', 'Undo-PmpcApply', 'Get-PmpcHistory', 'Get-PmpcSnapshot', 'Get-PmpcTask -Type qmcreate', 'Get-PmpcGuestSnapshot web-02'
    ) {
        $here = @(& ([scriptblock]::Create($_)))
        $here.Count | Should -BeGreaterThan 0
        $here | Copied | Show | Should -Be ($here | Show)
    }
    It 'keep their parts' {
        $guest = Get-PmpcVm web-01 | Copied
        $guest.Disks[0].SizeGiB | Should -Be 32
        $guest.NetworkInterfaces[0].Bridge | Should -Be 'vmbr1'
    }
    It 'show the steps of a detailed plan, though not its lines' {
        Set-PmpcVm web-01 -Cores 8
        (Get-PmpcPlan -Detailed | Copied | Show) -join "`n" | Should -Match 'web-01 \(100\): cores: .* -> 8\n(?s).*1 to update'
    }
    It 'come back from a job' {
        $job = Start-Job { param($Module, $Folder) Import-Module $Module; Set-Location -LiteralPath $Folder; Get-PmpcVm web-01 } -ArgumentList (Get-Module ProxmoxMpc).Path.Replace('ProxmoxMpc.PowerShell.dll', 'ProxmoxMpc.psd1'), "$PWD"
        try { $job | Receive-Job -Wait | Show | Should -Be (Get-PmpcVm web-01 | Show) } finally { Remove-Job $job -Force }
    }
}
