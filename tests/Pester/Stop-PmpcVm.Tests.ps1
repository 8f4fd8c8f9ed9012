Describe 'Stop-PmpcVm' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $fast = { $args[0].options = @{ taskSeconds = 0.05 } }
    }
    AfterAll { Pop-Location }
    BeforeEach { $null = New-LabWorkspace -Edit $fast }

    It 'stops at once' {
        Stop-PmpcVm web-01 -Confirm:$false | Should -BeNullOrEmpty
        (Get-LabGuest 100).status | Should -Be 'stopped' 
    }
    It 'shuts several down' {
        Stop-PmpcVm web-* -Shutdown -Timeout 30 -Force -Confirm:$false -PassThru | ForEach-Object Status | Select-Object -Unique | Should -Be 'stopped' 
    }
    It 'does nothing with -WhatIf' {
        Stop-PmpcVm * -WhatIf
        (Get-LabGuest 100).status | Should -Be 'running' 
    }
    It 'leaves the code alone and is no pending change' {
        $before = Get-Code
        Stop-PmpcVm web-01 -Confirm:$false
        Get-Code | Should -Be $before
        (Get-PmpcPlan -WarningAction SilentlyContinue).HasChanges | Should -BeFalse
    }
    It 'refuses a time for what takes none' {
        { Stop-PmpcVm web-01 -Timeout 5 -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcInvalidParameter Stop-PmpcVm)
    }
    It 'says what cannot work before it does anything' {
        { Stop-PmpcVm nobody -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcGuestNotFound Stop-PmpcVm)
    }
    It 'asks where it should' {
        (Get-Command Stop-PmpcVm).Parameters.Keys | Should -Contain WhatIf
        [System.Management.Automation.CommandMetadata]::new((Get-Command Stop-PmpcVm)).ConfirmImpact | Should -Be 'High' 
    }
}
