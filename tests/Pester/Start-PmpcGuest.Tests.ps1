Describe 'Start-PmpcGuest' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $fast = { $args[0].options = @{ taskSeconds = 0.05 } }
    }
    AfterAll { Pop-Location }
    BeforeEach { $null = New-LabWorkspace -Edit $fast }

    It 'starts what is stopped and is silent' {
        Start-PmpcGuest sandbox | Should -BeNullOrEmpty
        (Get-LabGuest 204).status | Should -Be 'running' 
    }
    It 'takes objects, vmids and ranges' {
        (Get-PmpcContainer sandbox | Start-PmpcGuest -PassThru).Status | Should -Be 'running'
        (Start-PmpcGuest -VmId 204 -PassThru).VmId | Should -Be 204
        (Start-PmpcGuest 204-205 -PassThru).VmId | Should -Contain 204
    }
    It 'leaves alone what runs, and says so' {
        (Start-PmpcGuest web-01 -Verbose 4>&1 | Out-String) | Should -BeLike '*running already*' 
    }
    It 'does nothing with -WhatIf' {
        Start-PmpcGuest sandbox -WhatIf
        (Get-LabGuest 204).status | Should -Not -Be 'running' 
    }
    It 'returns the task with -NoWait' {
        $task = Start-PmpcGuest sandbox -NoWait
        $task.Type | Should -BeLike '*start'
        ($task | Wait-PmpcTask -PassThru).ExitStatus | Should -Be 'OK' 
    }
    It 'says what cannot work before it does anything' {
        { Start-PmpcGuest nobody -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcGuestNotFound Start-PmpcGuest)
    }
    It 'asks where it should' {
        (Get-Command Start-PmpcGuest).Parameters.Keys | Should -Contain WhatIf
        [System.Management.Automation.CommandMetadata]::new((Get-Command Start-PmpcGuest)).ConfirmImpact | Should -Be 'Medium' 
    }
    It 'completes names' {
        Complete 'Start-PmpcGuest sandb' | Should -Be 'sandbox'
    }
}
