Describe 'Start-PmpcVm' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $fast = { $args[0].options = @{ taskSeconds = 0.05 } }
    }
    AfterAll { Pop-Location }
    BeforeEach { $null = New-LabWorkspace -Edit $fast }

    It 'starts what is stopped and is silent' {
        Start-PmpcVm win-build | Should -BeNullOrEmpty
        (Get-LabGuest 104).status | Should -Be 'running' 
    }
    It 'takes objects, vmids and ranges' {
        (Get-PmpcVm win-build | Start-PmpcVm -PassThru).Status | Should -Be 'running'
        (Start-PmpcVm -VmId 104 -PassThru).VmId | Should -Be 104
        (Start-PmpcVm 104-105 -PassThru).VmId | Should -Contain 104
    }
    It 'leaves alone what runs, and says so' {
        (Start-PmpcVm web-01 -Verbose 4>&1 | Out-String) | Should -BeLike '*running already*' 
    }
    It 'does nothing with -WhatIf' {
        Start-PmpcVm win-build -WhatIf
        (Get-LabGuest 104).status | Should -Not -Be 'running' 
    }
    It 'returns the task with -NoWait' {
        $task = Start-PmpcVm win-build -NoWait
        $task.Type | Should -BeLike '*start'
        ($task | Wait-PmpcTask -PassThru).ExitStatus | Should -Be 'OK' 
    }
    It 'says what cannot work before it does anything' {
        { Start-PmpcVm nobody -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcGuestNotFound Start-PmpcVm)
    }
    It 'asks where it should' {
        (Get-Command Start-PmpcVm).Parameters.Keys | Should -Contain WhatIf
        [System.Management.Automation.CommandMetadata]::new((Get-Command Start-PmpcVm)).ConfirmImpact | Should -Be 'Medium' 
    }
    It 'completes names' {
        Complete 'Start-PmpcVm win-b' | Should -Be 'win-build'
    }
}
