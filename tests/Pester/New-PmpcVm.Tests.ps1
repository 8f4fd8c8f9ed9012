Describe 'New-PmpcVm' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
    }
    AfterAll { Pop-Location }
    BeforeEach { $null = New-LabWorkspace }

    It 'writes a file and tells the server nothing' {
        New-PmpcVm web-03 | Should -BeNullOrEmpty
        'terraform/vms/web-03.tf' | Should -Exist
        Get-LabGuest 108 | Should -BeNullOrEmpty
    }
    It 'picks the lowest free vmid and the node with the fewest guests' {
        $edit = New-PmpcVm web-03 -PassThru
        $edit.VmId | Should -Be 108
        $edit.Node | Should -Be 'pve3'
    }
    It 'makes what was asked for when it is applied' {
        New-PmpcVm web-03 -Cores 2 -MemoryMiB 4096 -DiskGiB 40 -Storage ceph-rbd -Bridge vmbr1 -Tag prod, web -Pool prod -Node pve2 -Description "It's `"new`"" -OnBoot -Agent -Started
        (Invoke-PmpcApply -Confirm:$false).Outcome | Select-Object -Unique | Should -Be 'Done'
        $guest = Get-PmpcVm web-03 -Online
        "$($guest.Node) $($guest.Status) $($guest.Pool) $($guest.CpuCount) $($guest.MemoryMiB) $($guest.Tags)" | Should -Be 'pve2 running prod 2 4096 prod web'
        $guest.Description | Should -BeExactly "It's `"new`""
        "$($guest.Disks.Storage) $($guest.Disks.SizeGiB) $($guest.NetworkInterfaces.Bridge)" | Should -Be 'ceph-rbd 40 vmbr1'
        $guest.OnBoot | Should -BeTrue
        (Get-PmpcPlan).HasChanges | Should -BeFalse
        (Sync-PmpcInfrastructure).FilesWritten | Should -Be 0
    }
    It 'gives each name of the pipeline a vmid of its own' {
        ('a-1', 'a-2', 'a-3' | New-PmpcVm -PassThru).VmId | Should -Be 108, 109, 110
    }
    It 'keeps files apart where names are the same' {
        (New-PmpcVm web-01 -PassThru).File | Should -Not -Be 'terraform/vms/web-01.tf'
    }
    It 'writes nothing with -WhatIf and returns what it would' {
        $before = Get-Code
        (New-PmpcVm web-03 -WhatIf -PassThru).File | Should -Be 'terraform/vms/web-03.tf'
        Get-Code | Should -Be $before
    }
    It 'refuses <Why>, also with -WhatIf' -ForEach @(
        @{ Why = 'a vmid that is taken'; With = @{ VmId = 100 }; Id = 'PmpcVmIdTaken'; Category = 'InvalidArgument' }
        @{ Why = 'a node that is not there'; With = @{ Node = 'pve9' }; Id = 'PmpcNodeNotFound'; Category = 'ObjectNotFound' }
        @{ Why = 'an attribute that is none'; With = @{ Attribute = @{ colour = 'red' } }; Id = 'PmpcAttributeUnknown'; Category = 'InvalidArgument' }
    ) {
        $failure = { New-PmpcVm web-03 @With -WhatIf -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId $Id New-PmpcVm) -PassThru
        $failure.CategoryInfo.Category | Should -Be $Category
        'terraform/vms/web-03.tf' | Should -Not -Exist
    }
    It 'refuses the name <_>' -ForEach 'a b', 'a_b', '../../x', 'a"${x}''; rm -rf ../..' {
        { New-PmpcVm $_ -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcAttributeInvalid New-PmpcVm)
    }
    It 'refuses a vmid below 100' {
        { New-PmpcVm web-03 -VmId 99 } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }
    It 'needs one sync before' {
        $null = New-LabWorkspace -NoSync
        { New-PmpcVm web-03 } | Should -Throw -ErrorId (ErrorId PmpcNeverSynced New-PmpcVm)
    }
    It 'completes nodes and storages' {
        Complete 'New-PmpcVm x -Storage local-' | Should -Be 'local-lvm', 'local-zfs'
    }
}
