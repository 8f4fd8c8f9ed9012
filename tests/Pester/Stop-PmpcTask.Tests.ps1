Describe 'Stop-PmpcTask' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $fast = { $args[0].options = @{ taskSeconds = 0.05 } }
    }
    AfterAll { Pop-Location }
    BeforeEach { $null = New-LabWorkspace -Edit $fast }

    It 'ends one that runs' {
        Edit-Lab { $args[0].options = @{ taskSeconds = 3600 } }
        $task = Start-PmpcVm win-build -NoWait
        $task | Stop-PmpcTask -WhatIf
        @(Get-PmpcTask -Running).Count | Should -Be 1
        $task | Stop-PmpcTask -Confirm:$false
        (Get-PmpcTask $task.Upid).ExitStatus | Should -BeLike '*interrupted*'
    }
    It 'leaves alone what is over' {
        Start-PmpcVm win-build
        Get-PmpcTask -Limit 1 | Stop-PmpcTask -Confirm:$false -ErrorAction Stop
    }
    It 'asks where it should' {
        (Get-Command Stop-PmpcTask).Parameters.Keys | Should -Contain WhatIf
        [System.Management.Automation.CommandMetadata]::new((Get-Command Stop-PmpcTask)).ConfirmImpact | Should -Be 'High' 
    }
}
