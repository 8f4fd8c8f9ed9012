Describe 'Get-PmpcPlan' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
    }
    AfterAll { Pop-Location }
    BeforeEach { $null = New-LabWorkspace }

    It 'is empty right after a sync' {
        $plan = Get-PmpcPlan
        $plan.HasChanges | Should -BeFalse
        $plan.Summary | Should -BeLike 'No changes*'
    }
    It 'shows a hand edit' {
        Edit-File terraform/vms/web-01.tf 'cores\s+= 2' 'cores = 4 # by hand'
        $step = (Get-PmpcPlan).Steps
        "$($step.Action) $($step.Guest) $($step.Summary) $($step.Consequence)" | Should -Be 'Update web-01 (100) cores: 2 -> 4 PendingRestart'
    }
    It 'numbers the steps in their order and shows them as a table' {
        Set-PmpcVm web-01 -Cores 4 -Attribute @{ 'scsi0.size' = '64G' }
        Remove-PmpcVm install-test
        (Get-PmpcPlan).Steps | Show | Should -Be @(
            '# Action Guest              Consequence    Summary'
            '- ------ -----              -----------    -------'
            '1 Delete install-test (107) DataLoss       delete VM and its disks'
            '2 Grow   web-01 (100)       Live           scsi0.size: 32G -> 64G'
            '3 Update web-01 (100)       PendingRestart cores: 2 -> 4')
        (Get-PmpcPlan).Consequence | Should -Be 'DataLoss'
    }
    It 'says <Cost> for <What>' -ForEach @(
        @{ What = 'a description'; With = @{ Name = 'web-01'; Description = 'new' }; Cost = 'Live' }
        @{ What = 'cores of a running VM'; With = @{ Name = 'web-01'; Cores = 4 }; Cost = 'PendingRestart' }
        @{ What = 'cores of a stopped VM'; With = @{ Name = 'install-test'; Cores = 4 }; Cost = 'Live' }
        @{ What = 'a shutdown'; With = @{ Name = 'web-01'; Started = $false }; Cost = 'Downtime' }
        @{ What = 'a start'; With = @{ Name = 'install-test'; Started = $true }; Cost = 'Live' }
    ) {
        Set-PmpcVm @With
        (Get-PmpcPlan).Consequence | Should -Be $Cost
    }
    It 'leaves alone what the server changed, and warns' {
        Edit-Lab { $args[0].guests['100'].config.cores = 6 }
        $plan = Get-PmpcPlan -WarningVariable warned -WarningAction SilentlyContinue
        $plan.HasChanges | Should -BeFalse
        $plan.Drift.Count | Should -Be 1
        "$warned" | Should -BeLike '*web-01 cores*Sync-PmpcInfrastructure*'
    }
    It 'reports a smaller disk as a problem and plans no step for it' {
        Set-PmpcVm web-01 -Attribute @{ 'scsi0.size' = '8G' }
        $plan = Get-PmpcPlan -WarningVariable warned -WarningAction SilentlyContinue
        $plan.Problems.Count | Should -Be 1
        $plan.Steps.Action | Should -Not -Contain 'Grow'
        "$warned" | Should -BeLike '*web-01*'
    }
    It 'plans no deletion of what could not be read' {
        Edit-Lab { $args[0].faults = @(@{ kind = 'status'; method = 'GET'; path = '/nodes/pve2/qemu/101/*'; status = 500; message = 'no luck' }) }
        $plan = Get-PmpcPlan -WarningVariable warned -WarningAction SilentlyContinue
        $plan.HasChanges | Should -BeFalse
        $plan.Gaps.Count | Should -BeGreaterThan 0
        "$warned" | Should -BeLike '*no luck*'
    }
    It 'shows a diff' {
        Set-PmpcVm web-01 -Cores 4 -Description "two`nlines"
        Remove-PmpcVm install-test
        $plan = Get-PmpcPlan -Detailed
        $plan.GetType().Name | Should -Be 'Plan'
        $plan | Show | Should -Be @(
            '- 1. install-test (107) delete VM and its disks  [DATA LOSS]'
            '~ 2. web-01 (100) update  [after a restart]'
            '    ~ cores       = "2" -> "4"  [after a restart]'
            '    ~ description = "Front end of the shop.\nOwner: web team\nRestart only after 18:00." -> "two\nlines"'
            '1 to update, 1 to delete.')
    }
    It 'plans a reboot where that was asked for' {
        Set-PmpcVm web-01 -Cores 4
        (Get-PmpcPlan).Steps.Action | Should -Be 'Update'
        (Get-PmpcPlan -Restart).Steps.Action | Should -Be 'Update', 'Reboot'
        (Get-PmpcPlan -Restart).Consequence | Should -Be 'Downtime'
    }
    It 'changes nothing' {
        Set-PmpcVm web-01 -Cores 4
        $before = Get-Code
        $null = Get-PmpcPlan
        Get-Code | Should -Be $before
        (Get-LabGuest 100).config.cores | Should -Be 2
    }
}
