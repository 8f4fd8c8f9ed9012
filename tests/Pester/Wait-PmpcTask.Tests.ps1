Describe 'Wait-PmpcTask' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $fast = { $args[0].options = @{ taskSeconds = 0.05 } }
    }
    AfterAll { Pop-Location }
    BeforeEach { $null = New-LabWorkspace -Edit $fast }

    It 'waits for several' {
        (Start-PmpcVm win-build, install-test -NoWait | Wait-PmpcTask -PassThru).ExitStatus | Should -Be 'OK', 'OK'
    }
    It 'is an error with the end of the log where a task fails' {
        Edit-Lab { $args[0].faults = @(@{ kind = 'taskError'; task = 'qmstart'; message = 'no bridge' }) }
        $task = Start-PmpcVm win-build -NoWait
        $failure = { $task | Wait-PmpcTask -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcTaskFailed Wait-PmpcTask) -PassThru
        "$failure" | Should -BeLike '*no bridge*'
    }
    It 'has a limit' {
        Edit-Lab { $args[0].options = @{ taskSeconds = 3600 } }
        $task = Start-PmpcVm win-build -NoWait
        { $task | Wait-PmpcTask -Timeout 1 -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcTaskTimeout Wait-PmpcTask)
    }
}
