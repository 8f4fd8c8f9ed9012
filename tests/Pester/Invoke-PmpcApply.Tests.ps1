Describe 'Invoke-PmpcApply' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
    }
    AfterAll { Pop-Location }
    BeforeEach { $null = New-LabWorkspace }

    It 'does nothing where there is nothing to do' {
        Invoke-PmpcApply -Confirm:$false | Should -BeNullOrEmpty
    }
    It 'applies a saved plan once, and refuses it afterwards' {
        Set-PmpcVm web-01 -Cores 4
        $null = Get-PmpcPlan -OutputPath plan.json
        (Invoke-PmpcApply -PlanPath plan.json -Confirm:$false).Outcome | Should -Be 'Done'
        { Invoke-PmpcApply -PlanPath plan.json -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcPlanStale Invoke-PmpcApply)
    }
    It 'makes a hand edit true, and the next sync finds nothing' {
        Edit-File terraform/vms/web-01.tf 'cores\s+= 2' 'cores = 4 # by hand'
        Invoke-PmpcApply -Confirm:$false | Show | Should -Be @(
            '# Action   What                             Outcome Message'
            '   - ------   ----                             ------- -------'
            '   1 Update   web-01 (100)                     Done')
        (Get-LabGuest 100).config.cores | Should -Be 4
        (Get-PmpcPlan).HasChanges | Should -BeFalse
        (Sync-PmpcInfrastructure).FilesWritten | Should -Be 0
        Get-Content terraform/vms/web-01.tf -Raw | Should -BeLike '*cores = 4 # by hand*'
    }
    It 'makes a clone of what the code names, and Terraform would neither make it anew nor change it' {
        Set-Content terraform/vms/from-template.tf @'
# Written by hand.
resource "proxmox_virtual_environment_vm" "from_template" {
  node_name = "pve1"
  vm_id     = 150
  name      = "from-template"
  started   = false
  on_boot   = false

  clone {
    vm_id = 900
  }
}
'@
        $template = @(Get-PmpcVm | Where-Object IsTemplate)[0]
        Edit-File terraform/vms/from-template.tf 'vm_id = 900' "vm_id = $($template.VmId)"
        Edit-File terraform/vms/from-template.tf 'node_name = "pve1"' "node_name = `"$($template.Node)`""
        (Invoke-PmpcApply -Confirm:$false | Where-Object Action -EQ Clone).Outcome | Should -Be 'Done'
        (Get-LabGuest 150).config.name | Should -Be 'from-template'
        $text = Get-Content terraform/vms/from-template.tf -Raw
        $text | Should -BeLike '# Written by hand.*'
        $text | Should -Match 'ignore_changes += \[[^\]]*clone'
        $text | Should -Match 'disk \{'
        (Get-PmpcPlan).HasChanges | Should -BeFalse
        (Sync-PmpcInfrastructure).FilesWritten | Should -Be 0
    }
    It 'changes nothing with -WhatIf' {
        Set-PmpcVm web-01 -Cores 4
        Remove-PmpcVm install-test
        Invoke-PmpcApply -WhatIf | Should -BeNullOrEmpty
        (Get-LabGuest 100).config.cores | Should -Be 2
        Get-LabGuest 107 | Should -Not -BeNullOrEmpty
    }
    It 'asks, and does not take silence for consent' {
        Set-PmpcVm web-01 -Cores 4
        # Nobody can be asked here, which is an error of the host's.
        { Invoke-PmpcApply } | Should -Throw
        (Get-LabGuest 100).config.cores | Should -Be 2
    } -Skip:([Environment]::GetCommandLineArgs() -notcontains '-NonInteractive')
    It 'does not ask with -Force' {
        Set-PmpcVm web-01 -Cores 4
        (Invoke-PmpcApply -Force).Outcome | Should -Be 'Done'
    }
    It 'destroys no data unless its guest is named, whatever else is said' {
        Set-PmpcVm web-01 -Cores 4
        Remove-PmpcVm install-test
        $failure = { Invoke-PmpcApply -Force -AllowDataLoss web-01 -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcDataLossNotAllowed Invoke-PmpcApply) -PassThru
        $failure.CategoryInfo.Category | Should -Be 'InvalidArgument'
        $failure.TargetObject.VmId | Should -Be 107
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*-AllowDataLoss install-test'
        (Get-LabGuest 100).config.cores | Should -Be 2
        (Invoke-PmpcApply -Force -AllowDataLoss 10[5-9] | Sort-Object Number).Action | Should -Be 'Backup', 'Delete', 'Update'
        Get-LabGuest 107 | Should -BeNullOrEmpty
    }
    It 'backs up what it deletes, and an undo brings it back' {
        Remove-PmpcVm install-test
        $plan = Get-PmpcPlan
        $plan.Steps.Action | Should -Be 'Backup', 'Delete'
        $result = Invoke-PmpcApply -Force -AllowDataLoss install-test
        $result[0].Archive | Should -BeLike 'nfs-backup:backup/vzdump-qemu-107-*.vma.zst'
        (Undo-PmpcApply -Confirm:$false -WarningAction SilentlyContinue).Returns.From | Should -Be $result[0].Archive
        (Invoke-PmpcApply -Force).Action | Should -Be 'Restore'
        (Get-PmpcPlan).HasChanges | Should -BeFalse
    }
    It 'goes without a backup where that is said, and says what that means' {
        Remove-PmpcVm install-test
        (Invoke-PmpcApply -Force -AllowDataLoss install-test -Backup:$false -WarningVariable warnings -WarningAction SilentlyContinue).Action | Should -Be 'Delete'
        "$warnings" | Should -BeLike '*goes for good*install-test*no backup is taken*'
    }
    It 'does nothing where the storage for the backup does not take it' {
        Remove-PmpcVm install-test
        { Invoke-PmpcApply -Force -AllowDataLoss install-test -BackupStorage local-lvm -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcBackupStorageMissing Invoke-PmpcApply)
        Get-LabGuest 107 | Should -Not -BeNullOrEmpty
    }
    It 'rehearses with no server at all, and touches nothing' {
        Set-PmpcVm web-01 -Cores 4
        Remove-PmpcVm install-test
        { Invoke-PmpcApply -Rehearse -ErrorAction Stop -WarningAction SilentlyContinue } | Should -Throw -ErrorId (ErrorId PmpcDataLossNotAllowed Invoke-PmpcApply)
        $before = (Get-FileHash .proxmox/lab.json).Hash
        $result = Invoke-PmpcApply -Rehearse -AllowDataLoss install-test -WarningVariable warnings -WarningAction SilentlyContinue | Sort-Object Number
        $result.Action | Should -Be 'Backup', 'Delete', 'Update'
        $result.Outcome | Should -Be 'Done', 'Done', 'Done'
        $result.IsRehearsal | Should -Not -Contain $false
        "$warnings" | Should -BeLike '*rehearsal*'
        (Get-FileHash .proxmox/lab.json).Hash | Should -Be $before
        (Get-PmpcPlan).Steps.Count | Should -Be 3
    }
    It 'says with -WhatIf which names it would want' {
        Remove-PmpcVm install-test
        Invoke-PmpcApply -WhatIf -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike '*-AllowDataLoss install-test'
        Invoke-PmpcApply -WhatIf -AllowDataLoss install-* -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeNullOrEmpty
    }
    It 'does exactly the plan that it is given' {
        Set-PmpcVm web-01 -Cores 4
        $plan = Get-PmpcPlan
        Set-PmpcVm db-01 -Cores 4
        ($plan | Invoke-PmpcApply -Confirm:$false).VmId | Should -Be 100
        (Get-LabGuest 102).config.cores | Should -Be 8
        (Get-PmpcPlan).Steps.VmId | Should -Be 102
    }
    It 'refuses a guest that somebody else changed since the plan' {
        Set-PmpcVm web-01 -Cores 4
        $plan = Get-PmpcPlan
        Edit-Lab { $args[0].guests['100'].config.description = 'changed meanwhile' }
        $result = $plan | Invoke-PmpcApply -Confirm:$false -ErrorVariable failed -ErrorAction SilentlyContinue
        $result.Outcome | Should -Be 'Failed'
        $failed[0].FullyQualifiedErrorId | Should -Be (ErrorId PmpcStepFailed Invoke-PmpcApply)
        $failed[0].CategoryInfo.Category | Should -Be 'OperationStopped'
        $failed[0].TargetObject.VmId | Should -Be 100
        (Get-LabGuest 100).config.cores | Should -Be 2
        (Get-LabGuest 100).config.description | Should -Be 'changed meanwhile'
    }
    It 'goes on with other guests where a task fails' {
        New-PmpcVm web-03 -Started
        Set-PmpcVm db-01 -Description 'new'
        Edit-Lab { $args[0].faults = @(@{ kind = 'taskError'; task = 'qmcreate'; message = 'no space left on device' }) }
        $results = Invoke-PmpcApply -Confirm:$false -ErrorVariable failed -ErrorAction SilentlyContinue
        $results | ForEach-Object { "$($_.Action) $($_.VmId) $($_.Outcome)" } | Sort-Object | Should -Be 'Create 108 Failed', 'Start 108 Skipped', 'Update 102 Done'
        "$failed" | Should -BeLike '*no space left on device*'
        (Get-LabGuest 102).config.description | Should -Be 'new'
        (Get-PmpcPlan).Steps.Action | Should -Be 'Create', 'Start'
    }
    It 'begins nothing more after a failure with -StopOnError' {
        New-PmpcVm web-03
        Set-PmpcVm db-01 -Description 'new'
        Edit-Lab { $args[0].faults = @(@{ kind = 'taskError'; task = 'qmcreate'; message = 'no space left on device' }) }
        $results = Invoke-PmpcApply -Force -Throttle 1 -StopOnError -ErrorAction SilentlyContinue
        $results | ForEach-Object { "$($_.Action) $($_.VmId) $($_.Outcome)" } | Should -Be 'Create 108 Failed', 'Update 102 Skipped'
        { Invoke-PmpcApply -Force -Throttle 0 } | Should -Throw
    }
    It 'goes on where it was cut off' {
        Set-PmpcVm web-01 -Cores 4
        New-PmpcVm web-03
        Edit-Lab { $args[0].options = @{ taskSecondsByKind = @{ qmcreate = 3600 } } }
        $shell = [powershell]::Create().AddScript('param($module, $path) Import-Module $module; Set-Location -LiteralPath $path; Invoke-PmpcApply -Force').AddArgument($module).AddArgument("$PWD")
        $null = $shell.BeginInvoke()
        while (-not (Get-Content .proxmox/lab.json -Raw).Contains(':qmcreate:108:')) { Start-Sleep -Milliseconds 100 }
        $shell.Stop()
        while (Test-Path .proxmox/lock) { Start-Sleep -Milliseconds 50 }
        $shell.Dispose()
        $unfinished = (Get-PmpcStatus).Unfinished
        $unfinished.Steps | Should -Be 2
        $unfinished.Uncertain | Should -Be 1
        # The server finishes what it began.
        Edit-Lab { foreach ($task in $args[0].tasks) { if ($task.Contains('endsAt')) { $task.endsAt = [DateTimeOffset]::UtcNow.ToString('O') } } }
        (Invoke-PmpcApply -Resume -Force -WarningAction SilentlyContinue).Outcome | Select-Object -Unique | Should -Be 'Done'
        (Get-PmpcStatus).Unfinished | Should -BeNullOrEmpty
        (Get-PmpcPlan).HasChanges | Should -BeFalse
        (Get-LabGuest 108).config.name | Should -Be 'web-03'
    }
    It 'says that there is nothing to resume' {
        Invoke-PmpcApply -Resume -Force -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$warnings" | Should -BeLike 'There is nothing to resume*'
    }
    It 'shuts down and starts' {
        Set-PmpcVm web-01 -Started:$false
        Set-PmpcVm install-test -Started
        (Invoke-PmpcApply -Confirm:$false).Outcome | Select-Object -Unique | Should -Be 'Done'
        (Get-PmpcVm web-01, install-test -Online).Status | Should -Be 'stopped', 'running'
    }
    It 'leaves a snapshot where something changed' {
        $before = @(Get-ChildItem .proxmox/history).Count
        Set-PmpcVm web-01 -Cores 4
        $null = Invoke-PmpcApply -Confirm:$false
        @(Get-ChildItem .proxmox/history).Count | Should -Be ($before + 1)
    }

    It 'says that Terraform cannot reach the embedded Lab, and does nothing' {
        $null = New-LabWorkspace
        Set-PmpcVm web-01 -Description 'by terraform'
        { Invoke-PmpcApply -Engine Terraform -Force -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcTerraformNeedsServer Invoke-PmpcApply)
        { Get-PmpcPlan -Engine Terraform -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcTerraformNeedsServer Get-PmpcPlan)
        (Get-LabGuest 100).config.description | Should -Not -Be 'by terraform'
    }
    It 'configures with -Configure what was changed, and says why where it cannot' {
        $null = New-LabWorkspace
        Set-PmpcVm web-01 -Description 'configured'
        $path = $env:PATH
        try {
            $env:PATH = $TestDrive
            $results = Invoke-PmpcApply -Configure -Force
        }
        finally { $env:PATH = $path }
        $configured = $results | Where-Object { $_.PSTypeNames -contains 'ProxmoxMpc.Core.Workspaces.Configuring.ConfigureResult' }
        $configured.Guest | Should -Be 'web-01 (100)'
        $configured.Outcome | Should -Be Skipped
        $configured.Message | Should -Match 'not on the PATH'
    }
}
