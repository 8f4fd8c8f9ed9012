Describe '<Command>' -ForEach @(
    @{ Command = 'Stop-PmpcGuest'; Running = 'web-01'; VmId = 100; Several = 'web-*' }
    @{ Command = 'Stop-PmpcVm'; Running = 'web-01'; VmId = 100; Several = 'web-*' }
    @{ Command = 'Stop-PmpcContainer'; Running = 'dns-01'; VmId = 200; Several = 'dns-*' }
) {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $fast = { $args[0].options = @{ taskSeconds = 0.05 } }
    }
    AfterAll { Pop-Location }
    BeforeEach { $null = New-LabWorkspace -Edit $fast }

    It 'stops at once' {
        & $Command $Running -Confirm:$false | Should -BeNullOrEmpty
        (Get-LabGuest $VmId).status | Should -Be 'stopped'
    }
    It 'shuts several down' {
        & $Command $Several -Shutdown -Timeout 30 -Force -Confirm:$false -PassThru | ForEach-Object Status | Select-Object -Unique | Should -Be 'stopped'
    }
    It 'does nothing with -WhatIf' {
        & $Command * -WhatIf
        (Get-LabGuest $VmId).status | Should -Be 'running'
    }
    It 'leaves the code alone and is no pending change' {
        $before = Get-Code
        & $Command $Running -Confirm:$false
        Get-Code | Should -Be $before
        (Get-PmpcPlan -WarningAction SilentlyContinue).HasChanges | Should -BeFalse
    }
    It 'refuses a time for what takes none' {
        { & $Command $Running -Timeout 5 -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcInvalidParameter $Command)
    }
    It 'says what cannot work before it does anything' {
        { & $Command nobody -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcGuestNotFound $Command)
    }
    It 'asks where it should' {
        (Get-Command $Command).Parameters.Keys | Should -Contain WhatIf
        [System.Management.Automation.CommandMetadata]::new((Get-Command $Command)).ConfirmImpact | Should -Be 'High'
    }
}
