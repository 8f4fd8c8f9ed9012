Describe 'Resume-PmpcVm' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $fast = { $args[0].options = @{ taskSeconds = 0.05 } }
    }
    AfterAll { Pop-Location }
    BeforeEach { $null = New-LabWorkspace -Edit $fast }

    It 'lets it run on' {
        Suspend-PmpcVm web-01 -Confirm:$false -WarningAction SilentlyContinue
        (Resume-PmpcVm web-01 -PassThru).Status | Should -Be 'running' 
    }
    It 'is an error for what was not suspended' {
        { Resume-PmpcVm win-build -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcGuestNotRunning Resume-PmpcVm)
    }
    It 'leaves alone what runs' {
        Resume-PmpcVm web-01 -ErrorAction Stop
    }
    It 'asks where it should' {
        (Get-Command Resume-PmpcVm).Parameters.Keys | Should -Contain WhatIf
        [System.Management.Automation.CommandMetadata]::new((Get-Command Resume-PmpcVm)).ConfirmImpact | Should -Be 'Medium' 
    }
}
