Describe 'New-PmpcGuestSnapshot' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $fast = { $args[0].options = @{ taskSeconds = 0.05 } }
    }
    AfterAll { Pop-Location }
    BeforeEach { $null = New-LabWorkspace -Edit $fast }

    It 'takes snapshots of VMs and containers' {
        (New-PmpcGuestSnapshot web-01, dns-01 before -Description first -PassThru).GuestName | Sort-Object | Should -Be 'dns-01', 'web-01'
    }
    It 'keeps the memory of a running VM' {
        (New-PmpcGuestSnapshot web-01 live -VmState -PassThru).HasMemory | Should -BeTrue
    }
    It 'refuses a name that Proxmox would' {
        { New-PmpcGuestSnapshot web-01 current -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcInvalidSnapshotName New-PmpcGuestSnapshot)
    }
    It 'does nothing with -WhatIf' {
        New-PmpcGuestSnapshot web-01 before -WhatIf
        Get-PmpcGuestSnapshot web-01 | Should -BeNullOrEmpty
    }
    It 'asks where it should' {
        (Get-Command New-PmpcGuestSnapshot).Parameters.Keys | Should -Contain WhatIf
        [System.Management.Automation.CommandMetadata]::new((Get-Command New-PmpcGuestSnapshot)).ConfirmImpact | Should -Be 'Medium' 
    }
}
