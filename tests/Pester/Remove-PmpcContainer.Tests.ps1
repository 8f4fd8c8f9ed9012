Describe 'Remove-PmpcContainer' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
    }
    AfterAll { Pop-Location }
    BeforeEach { $null = New-LabWorkspace }

    It 'takes the guest out of the code and leaves it on the server' {
        Remove-PmpcContainer sandbox | Should -BeNullOrEmpty
        'terraform/containers/sandbox.tf' | Should -Not -Exist
        Get-LabGuest 204 | Should -Not -BeNullOrEmpty
        (Get-PmpcPlan).Steps | ForEach-Object { "$($_.Action) $($_.VmId) $($_.Consequence)" } | Should -Be 'Backup 204 Live', 'Delete 204 DataLoss'
    }
    It 'is made true by apply' {
        Remove-PmpcContainer sandbox
        (Invoke-PmpcApply -Confirm:$false -AllowDataLoss sandbox).Outcome | Should -Be 'Done', 'Done'
        Get-LabGuest 204 | Should -BeNullOrEmpty
        (Sync-PmpcInfrastructure).FilesWritten | Should -Be 0
        (Get-PmpcPlan).HasChanges | Should -BeFalse
    }
    It 'is taken back by a sync that prefers the server' {
        Remove-PmpcContainer sandbox
        $null = Sync-PmpcInfrastructure -Prefer Server
        'terraform/containers/sandbox.tf' | Should -Exist
        (Get-PmpcPlan).HasChanges | Should -BeFalse
    }
    It 'stays pending through a sync that prefers nobody' {
        Remove-PmpcContainer sandbox
        (Sync-PmpcInfrastructure).Pending.Kind | Should -Be 'PendingDelete'
        'terraform/containers/sandbox.tf' | Should -Not -Exist
    }
    It 'changes nothing with -WhatIf and returns what it would' {
        $before = Get-Code
        (Remove-PmpcContainer * -WhatIf -PassThru).Count | Should -BeGreaterThan 1
        Get-Code | Should -Be $before
    }
    It 'takes the objects of Get-PmpcContainer' {
        (Get-PmpcContainer sandbox | Remove-PmpcContainer -PassThru).VmId | Should -Be 204
    }
    It 'is an error for one that the code does not have' {
        $failure = { Remove-PmpcContainer nobody -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcGuestNotInCode Remove-PmpcContainer) -PassThru
        $failure.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $failure.TargetObject | Should -Be 'nobody'
    }
    It 'completes names' {
        Complete 'Remove-PmpcContainer sand' | Should -Be 'sandbox'
    }
}
