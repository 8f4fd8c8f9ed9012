Describe '<Command>' -ForEach @(
    @{ Command = 'Resume-PmpcVm'; Suspend = 'Suspend-PmpcVm'; Running = 'web-01'; Stopped = 'win-build' }
    @{ Command = 'Resume-PmpcContainer'; Suspend = 'Suspend-PmpcContainer'; Running = 'dns-01'; Stopped = 'sandbox' }
) {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $fast = { $args[0].options = @{ taskSeconds = 0.05 } }
    }
    AfterAll { Pop-Location }
    BeforeEach { $null = New-LabWorkspace -Edit $fast }

    It 'lets it run on' {
        & $Suspend $Running -Confirm:$false -WarningAction SilentlyContinue
        (& $Command $Running -PassThru).Status | Should -Be 'running'
    }
    It 'is an error for what was not suspended' {
        { & $Command $Stopped -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcGuestNotRunning $Command)
    }
    It 'leaves alone what runs' {
        & $Command $Running -ErrorAction Stop
    }
    It 'asks where it should' {
        (Get-Command $Command).Parameters.Keys | Should -Contain WhatIf
        [System.Management.Automation.CommandMetadata]::new((Get-Command $Command)).ConfirmImpact | Should -Be 'Medium'
    }
}
