Describe 'Resume-PmpcContainer' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $fast = { $args[0].options = @{ taskSeconds = 0.05 } }
    }
    AfterAll { Pop-Location }
    BeforeEach { $null = New-LabWorkspace -Edit $fast }

    It 'lets it run on' {
        Suspend-PmpcContainer dns-01 -Confirm:$false -WarningAction SilentlyContinue
        (Resume-PmpcContainer dns-01 -PassThru).Status | Should -Be 'running' 
    }
    It 'is an error for what was not suspended' {
        { Resume-PmpcContainer sandbox -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcGuestNotRunning Resume-PmpcContainer)
    }
    It 'leaves alone what runs' {
        Resume-PmpcContainer dns-01 -ErrorAction Stop
    }
    It 'asks where it should' {
        (Get-Command Resume-PmpcContainer).Parameters.Keys | Should -Contain WhatIf
        [System.Management.Automation.CommandMetadata]::new((Get-Command Resume-PmpcContainer)).ConfirmImpact | Should -Be 'Medium' 
    }
}
