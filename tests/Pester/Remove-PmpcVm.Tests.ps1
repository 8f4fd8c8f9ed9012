Describe 'Remove-PmpcVm' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
    }
    AfterAll { Pop-Location }
    BeforeEach { $null = New-LabWorkspace }

    It 'takes the guest out of the code and leaves it on the server' {
        Remove-PmpcVm install-test | Should -BeNullOrEmpty
        'terraform/vms/install-test.tf' | Should -Not -Exist
        Get-LabGuest 107 | Should -Not -BeNullOrEmpty
        (Get-PmpcPlan).Steps | ForEach-Object { "$($_.Action) $($_.VmId) $($_.Consequence)" } | Should -Be 'Backup 107 Live', 'Delete 107 DataLoss'
    }
    It 'is made true by apply' {
        Remove-PmpcVm install-test
        (Invoke-PmpcApply -Confirm:$false -AllowDataLoss install-test).Outcome | Should -Be 'Done', 'Done'
        Get-LabGuest 107 | Should -BeNullOrEmpty
        (Sync-PmpcInfrastructure).FilesWritten | Should -Be 0
        (Get-PmpcPlan).HasChanges | Should -BeFalse
    }
    It 'is taken back by a sync that prefers the server' {
        Remove-PmpcVm install-test
        $null = Sync-PmpcInfrastructure -Prefer Server
        'terraform/vms/install-test.tf' | Should -Exist
        (Get-PmpcPlan).HasChanges | Should -BeFalse
    }
    It 'stays pending through a sync that prefers nobody' {
        Remove-PmpcVm install-test
        (Sync-PmpcInfrastructure).Pending.Kind | Should -Be 'PendingDelete'
        'terraform/vms/install-test.tf' | Should -Not -Exist
    }
    It 'changes nothing with -WhatIf and returns what it would' {
        $before = Get-Code
        (Remove-PmpcVm * -WhatIf -PassThru).Count | Should -BeGreaterThan 1
        Get-Code | Should -Be $before
    }
    It 'takes the objects of Get-PmpcVm' {
        (Get-PmpcVm install-test | Remove-PmpcVm -PassThru).VmId | Should -Be 107
    }
    It 'is an error for one that the code does not have' {
        $failure = { Remove-PmpcVm nobody -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcGuestNotInCode Remove-PmpcVm) -PassThru
        $failure.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $failure.TargetObject | Should -Be 'nobody'
    }
    It 'completes names' {
        Complete 'Remove-PmpcVm inst' | Should -Be 'install-test'
    }
}
