Describe 'Get-PmpcTaskLog' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $fast = { $args[0].options = @{ taskSeconds = 0.05 } }
    }
    AfterAll { Pop-Location }
    BeforeEach { $null = New-LabWorkspace -Edit $fast }

    It 'shows the log' {
        Start-PmpcVm win-build
        "$((Get-PmpcTask -Limit 1 | Get-PmpcTaskLog)[-1])" | Should -Be 'TASK OK'
    }
    It 'shows the end' {
        New-PmpcGuestSnapshot web-01 one
        @(Get-PmpcTask -Limit 1 | Get-PmpcTaskLog -Tail 1).Count | Should -Be 1
    }
    It 'is an error for a task that is not there' {
        { Get-PmpcTaskLog UPID:pve1:000005F5:00065F00:6B03BA8D:qmcreate:100:root@pam: -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcTaskNotFound Get-PmpcTaskLog)
    }
}
