Describe 'Get-PmpcTask' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $fast = { $args[0].options = @{ taskSeconds = 0.05 } }
    }
    AfterAll { Pop-Location }
    BeforeEach { $null = New-LabWorkspace -Edit $fast }

    It 'lists what was done, the latest first' {
        Start-PmpcVm win-build
        $task = Get-PmpcTask -Limit 1
        "$($task.Type) $($task.VmId) $($task.Node) $($task.Outcome)" | Should -Be 'qmstart 104 pve2 OK'
        (Get-PmpcTask | Show)[2] | Should -Match '^ *\d+ s ago pve2 +qmstart +104 '
    }
    It 'shows long ago and long as readable as just now' {
        # The Lab's own tasks are from long ago; a backup took ten minutes.
        Get-PmpcTask -Type vzdump | Show | Select-Object -Last 1 | Should -Match '^ *\d+ d ago pve1 +vzdump +root@pam +10 min WARNINGS: 1$'
    }
    It 'filters by guest, type, outcome and time' {
        Start-PmpcVm win-build
        (Get-PmpcVm win-build | Get-PmpcTask).Count | Should -Be 1
        Get-PmpcTask -Type vz* -Since ([datetime]::Now.AddMinutes(-5)) | Should -BeNullOrEmpty
        (Get-PmpcTask -Outcome Failed).Outcome | Select-Object -Unique | Should -Be 'Failed'
    }
    It 'asks for one again' {
        Start-PmpcVm win-build
        $task = Get-PmpcTask -Limit 1
        (Get-PmpcTask $task.Upid).EndTime | Should -Be $task.EndTime
    }
    It 'is an error for what is no task' {
        { Get-PmpcTask nonsense -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcUpidUnreadable Get-PmpcTask)
    }
    It 'completes types' {
        Complete 'Get-PmpcTask -Type qmsta' | Should -Be 'qmstart'
    }
}
