Describe 'Suspend-PmpcVm' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $fast = { $args[0].options = @{ taskSeconds = 0.05 } }
    }
    AfterAll { Pop-Location }
    BeforeEach { $null = New-LabWorkspace -Edit $fast }

    It 'pauses' {
        (Suspend-PmpcVm web-01 -Confirm:$false -PassThru).Status | Should -Be 'paused'
    }
    It 'writes the memory to disk' {
        (Suspend-PmpcVm web-01 -ToDisk -Confirm:$false -PassThru).Status | Should -Be 'stopped'
        (Get-LabGuest 100).config.lock | Should -Be 'suspended'
    }
    It 'is an error for what does not run' {
        { Suspend-PmpcVm win-build -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcGuestNotRunning Suspend-PmpcVm)
    }
    It 'does nothing with -WhatIf' {
        Suspend-PmpcVm web-01 -WhatIf -WarningAction SilentlyContinue
        @(Get-PmpcTask -Type *suspend, *pause).Count | Should -Be 0
    }
    It 'asks where it should' {
        (Get-Command Suspend-PmpcVm).Parameters.Keys | Should -Contain WhatIf
        [System.Management.Automation.CommandMetadata]::new((Get-Command Suspend-PmpcVm)).ConfirmImpact | Should -Be 'High' 
    }
}
