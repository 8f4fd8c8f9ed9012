Describe 'Restart-PmpcContainer' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $fast = { $args[0].options = @{ taskSeconds = 0.05 } }
    }
    AfterAll { Pop-Location }
    BeforeEach { $null = New-LabWorkspace -Edit $fast }

    It 'is over when the guest runs again' {
        (Restart-PmpcContainer dns-01 -Confirm:$false -PassThru).Status | Should -Be 'running' 
    }
    It 'does not wait for its system with -Force' {
        (Restart-PmpcContainer dns-01 -Force -Confirm:$false -PassThru).Status | Should -Be 'running' 
    }
    It 'is an error for what does not run' {
        { Restart-PmpcContainer sandbox -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcGuestNotRunning Restart-PmpcContainer)
    }
    It 'asks where it should' {
        (Get-Command Restart-PmpcContainer).Parameters.Keys | Should -Contain WhatIf
        [System.Management.Automation.CommandMetadata]::new((Get-Command Restart-PmpcContainer)).ConfirmImpact | Should -Be 'High' 
    }
}
