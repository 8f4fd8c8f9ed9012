Describe '<Command>' -ForEach @(
    @{ Command = 'Restart-PmpcGuest'; Running = 'web-01'; Stopped = 'sandbox' }
    @{ Command = 'Restart-PmpcVm'; Running = 'web-01'; Stopped = 'win-build' }
    @{ Command = 'Restart-PmpcContainer'; Running = 'dns-01'; Stopped = 'sandbox' }
) {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $fast = { $args[0].options = @{ taskSeconds = 0.05 } }
    }
    AfterAll { Pop-Location }
    BeforeEach { $null = New-LabWorkspace -Edit $fast }

    It 'is over when the guest runs again' {
        (& $Command $Running -Confirm:$false -PassThru).Status | Should -Be 'running'
    }
    It 'does not wait for its system with -Force' {
        (& $Command $Running -Force -Confirm:$false -PassThru).Status | Should -Be 'running'
    }
    It 'is an error for what does not run' {
        { & $Command $Stopped -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcGuestNotRunning $Command)
    }
    It 'asks where it should' {
        (Get-Command $Command).Parameters.Keys | Should -Contain WhatIf
        [System.Management.Automation.CommandMetadata]::new((Get-Command $Command)).ConfirmImpact | Should -Be 'High'
    }
}
