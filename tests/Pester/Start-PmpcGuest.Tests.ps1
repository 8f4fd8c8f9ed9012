Describe '<Command>' -ForEach @(
    @{ Command = 'Start-PmpcGuest'; Get = 'Get-PmpcContainer'; Stopped = 'sandbox'; VmId = 204; Running = 'web-01' }
    @{ Command = 'Start-PmpcContainer'; Get = 'Get-PmpcContainer'; Stopped = 'sandbox'; VmId = 204; Running = 'dns-01' }
    @{ Command = 'Start-PmpcVm'; Get = 'Get-PmpcVm'; Stopped = 'win-build'; VmId = 104; Running = 'web-01' }
) {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $fast = { $args[0].options = @{ taskSeconds = 0.05 } }
    }
    AfterAll { Pop-Location }
    BeforeEach { $null = New-LabWorkspace -Edit $fast }

    It 'starts what is stopped and is silent' {
        & $Command $Stopped | Should -BeNullOrEmpty
        (Get-LabGuest $VmId).status | Should -Be 'running'
    }
    It 'takes objects, vmids and ranges' {
        (& $Get $Stopped | & $Command -PassThru).Status | Should -Be 'running'
        (& $Command -VmId $VmId -PassThru).VmId | Should -Be $VmId
        (& $Command "$VmId-$($VmId + 1)" -PassThru).VmId | Should -Contain $VmId
    }
    It 'leaves alone what runs, and says so' {
        (& $Command $Running -Verbose 4>&1 | Out-String) | Should -BeLike '*running already*'
    }
    It 'does nothing with -WhatIf' {
        & $Command $Stopped -WhatIf
        (Get-LabGuest $VmId).status | Should -Not -Be 'running'
    }
    It 'returns the task with -NoWait' {
        $task = & $Command $Stopped -NoWait
        $task.Type | Should -BeLike '*start'
        ($task | Wait-PmpcTask -PassThru).ExitStatus | Should -Be 'OK'
    }
    It 'says what cannot work before it does anything' {
        { & $Command nobody -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcGuestNotFound $Command)
    }
    It 'asks where it should' {
        (Get-Command $Command).Parameters.Keys | Should -Contain WhatIf
        [System.Management.Automation.CommandMetadata]::new((Get-Command $Command)).ConfirmImpact | Should -Be 'Medium'
    }
    It 'completes names' {
        Complete "$Command $($Stopped.Substring(0, 5))" | Should -Be $Stopped
    }
}
