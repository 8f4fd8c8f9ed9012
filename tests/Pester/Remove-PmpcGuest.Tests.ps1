Describe '<Command>' -ForEach @(
    @{ Command = 'Remove-PmpcVm'; Get = 'Get-PmpcVm'; Guest = 'install-test'; VmId = 107; File = 'terraform/vms/install-test.tf' }
    @{ Command = 'Remove-PmpcContainer'; Get = 'Get-PmpcContainer'; Guest = 'sandbox'; VmId = 204; File = 'terraform/containers/sandbox.tf' }
) {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
    }
    AfterAll { Pop-Location }
    BeforeEach { $null = New-LabWorkspace }

    It 'takes the guest out of the code and leaves it on the server' {
        & $Command $Guest | Should -BeNullOrEmpty
        $File | Should -Not -Exist
        Get-LabGuest $VmId | Should -Not -BeNullOrEmpty
        (Get-PmpcPlan).Steps | ForEach-Object { "$($_.Action) $($_.VmId) $($_.Consequence)" } | Should -Be "Backup $VmId Live", "Delete $VmId DataLoss"
    }
    It 'is made true by apply' {
        & $Command $Guest
        (Invoke-PmpcApply -Confirm:$false -AllowDataLoss $Guest).Outcome | Should -Be 'Done', 'Done'
        Get-LabGuest $VmId | Should -BeNullOrEmpty
        (Sync-PmpcInfrastructure).FilesWritten | Should -Be 0
        (Get-PmpcPlan).HasChanges | Should -BeFalse
    }
    It 'is taken back by a sync that prefers the server' {
        & $Command $Guest
        $null = Sync-PmpcInfrastructure -Prefer Server
        $File | Should -Exist
        (Get-PmpcPlan).HasChanges | Should -BeFalse
    }
    It 'stays pending through a sync that prefers nobody' {
        & $Command $Guest
        (Sync-PmpcInfrastructure).Pending.Kind | Should -Be 'PendingDelete'
        $File | Should -Not -Exist
    }
    It 'changes nothing with -WhatIf and returns what it would' {
        $before = Get-Code
        (& $Command * -WhatIf -PassThru).Count | Should -BeGreaterThan 1
        Get-Code | Should -Be $before
    }
    It 'takes the objects of <Get>' {
        (& $Get $Guest | & $Command -PassThru).VmId | Should -Be $VmId
    }
    It 'is an error for one that the code does not have' {
        $failure = { & $Command nobody -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcGuestNotInCode $Command) -PassThru
        $failure.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $failure.TargetObject | Should -Be 'nobody'
    }
    It 'completes names' {
        Complete "$Command $($Guest.Substring(0, 4))" | Should -Be $Guest
    }
}
