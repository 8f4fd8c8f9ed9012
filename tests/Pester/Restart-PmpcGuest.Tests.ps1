Describe 'Restart-PmpcGuest' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $fast = { $args[0].options = @{ taskSeconds = 0.05 } }
    }
    AfterAll { Pop-Location }
    BeforeEach { $null = New-LabWorkspace -Edit $fast }

    It 'is over when the guest runs again' {
        (Restart-PmpcGuest web-01 -Confirm:$false -PassThru).Status | Should -Be 'running' 
    }
    It 'does not wait for its system with -Force' {
        (Restart-PmpcGuest web-01 -Force -Confirm:$false -PassThru).Status | Should -Be 'running' 
    }
    It 'is an error for what does not run' {
        { Restart-PmpcGuest sandbox -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcGuestNotRunning Restart-PmpcGuest)
    }
    It 'asks where it should' {
        (Get-Command Restart-PmpcGuest).Parameters.Keys | Should -Contain WhatIf
        [System.Management.Automation.CommandMetadata]::new((Get-Command Restart-PmpcGuest)).ConfirmImpact | Should -Be 'High' 
    }
}
