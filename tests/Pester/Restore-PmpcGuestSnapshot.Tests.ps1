Describe 'Restore-PmpcGuestSnapshot' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $fast = { $args[0].options = @{ taskSeconds = 0.05 } }
    }
    AfterAll { Pop-Location }
    BeforeEach { $null = New-LabWorkspace -Edit $fast }

    It 'goes back, and runs again where it ran' {
        New-PmpcGuestSnapshot web-01 before
        Invoke-PmpcApi -Method Put /nodes/pve1/qemu/100/config @{ tags = 'changed' }
        (Restore-PmpcGuestSnapshot web-01 before -Confirm:$false -PassThru).Status | Should -Be 'running'
        (Get-LabGuest 100).config.tags | Should -Not -Be 'changed'
    }
    It 'stays down where asked to' {
        New-PmpcGuestSnapshot web-01 before
        (Restore-PmpcGuestSnapshot web-01 before -Start:$false -Confirm:$false -PassThru).Status | Should -Be 'stopped'
    }
    It 'does nothing with -WhatIf' {
        New-PmpcGuestSnapshot web-01 before
        Restore-PmpcGuestSnapshot web-01 before -WhatIf
        @(Get-PmpcTask -Type *rollback).Count | Should -Be 0
    }
    It 'is an error for one that is not there' {
        { Restore-PmpcGuestSnapshot web-01 none -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcSnapshotNotFound Restore-PmpcGuestSnapshot)
    }
    It 'asks where it should' {
        (Get-Command Restore-PmpcGuestSnapshot).Parameters.Keys | Should -Contain WhatIf
        [System.Management.Automation.CommandMetadata]::new((Get-Command Restore-PmpcGuestSnapshot)).ConfirmImpact | Should -Be 'High' 
    }
}
