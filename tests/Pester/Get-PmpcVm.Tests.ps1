Describe 'Get-PmpcVm' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $null = New-LabWorkspace
    }
    AfterAll { Pop-Location }

    It 'lists VMs, not containers' {
        $guests = Get-PmpcVm
        $guests.Count | Should -Be 10
        $guests.VmId | Should -Not -Contain 200
        $guests[0].PSTypeNames | Should -Contain 'ProxmoxMpc.Core.Model.Guest'
    }
    It 'shows them as a table' {
        Get-PmpcVm web-01, install-test | Show | Should -Be @(
            'VmId Name         Kind Node Status  CPUs MemoryGiB DiskGiB Pool Tags'
            '---- ----         ---- ---- ------  ---- --------- ------- ---- ----'
            ' 100 web-01       VM   pve1 running    2         4      32 prod debian prod web'
            ' 107 install-test VM   pve3 stopped    2         2      16')
    }
    It 'picks by <What>' -ForEach @(
        @{ What = 'wildcard'; With = @{ Name = 'WEB*' }; Expected = 100, 101 }
        @{ What = 'vmid'; With = @{ VmId = 102, 105 }; Expected = 102, 105 }
        @{ What = 'node'; With = @{ Node = '*3' }; Expected = 105, 107 }
        @{ What = 'all of the tags'; With = @{ Tag = 'Prod', 'web' }; Expected = 100, 101 }
        @{ What = 'several filters'; With = @{ Name = 'web*'; Node = 'pve2' }; Expected = 101 }
    ) {
        (Get-PmpcVm @With).VmId | Should -Be $Expected
    }
    It 'takes names from the pipeline' {
        ('web-01', 'db*' | Get-PmpcVm).VmId | Should -Be 100, 102
    }
    It 'takes rows of a table from the pipeline' {
        ('Name', 'monitor' | ConvertFrom-Csv | Get-PmpcVm).VmId | Should -Be 105
    }
    It 'takes its own objects from the pipeline' {
        (Get-PmpcVm web* | Get-PmpcVm).VmId | Should -Be 100, 101
    }
    It 'reports each that is not there and gives the others' {
        $guests = Get-PmpcVm web-01, nobody, db-01 -ErrorVariable failed -ErrorAction SilentlyContinue
        $guests.VmId | Should -Be 100, 102
        $failed.Count | Should -Be 1
        $failed[0].FullyQualifiedErrorId | Should -Be (ErrorId PmpcGuestNotFound Get-PmpcVm)
        $failed[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $failed[0].TargetObject | Should -Be 'nobody'
        $failed[0].ErrorDetails.RecommendedAction | Should -BeLike '*-Online*'
    }
    It 'stops at the first with -ErrorAction Stop' {
        { Get-PmpcVm -VmId 999 -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcGuestNotFound Get-PmpcVm)
    }
    It 'does not mind a wildcard that matches nothing' {
        Get-PmpcVm nobody* -ErrorAction Stop | Should -BeNullOrEmpty
    }
    It 'asks the server with -Online alone' {
        $null = New-LabWorkspace
        Edit-Lab { $args[0].guests['100'].config.cores = 6 }
        (Get-PmpcVm web-01).CpuCount | Should -Be 2
        (Get-PmpcVm web-01 -Online).CpuCount | Should -Be 6
        (Get-PmpcVm web-01).CpuCount | Should -Be 2 -Because 'nothing was stored'
    }
    It 'knows nothing before the first sync, and says what to do' {
        $null = New-LabWorkspace -NoSync
        $failure = { Get-PmpcVm } | Should -Throw -ErrorId (ErrorId PmpcNeverSynced Get-PmpcVm) -PassThru
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*Sync-PmpcInfrastructure*'
        (Get-PmpcVm -Online).Count | Should -Be 10
    }
    It 'completes names of VMs' {
        $null = New-LabWorkspace
        Complete 'Get-PmpcVm we' | Should -Be 'web-01', 'web-02'
        Complete 'Get-PmpcVm dns' | Should -BeNullOrEmpty
        Complete 'Get-PmpcVm -Node pve' | Should -Be 'pve1', 'pve2', 'pve3'
    }
    It 'completes in the workspace that -Workspace names' {
        $path = New-LabWorkspace
        Set-Location $TestDrive
        Complete "Get-PmpcVm -Workspace '$path' -Name mon" | Should -Be 'monitor'
    }
}
