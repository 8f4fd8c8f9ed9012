Describe 'Get-PmpcStorage' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $null = New-LabWorkspace
    }
    AfterAll { Pop-Location }

    It 'lists a storage once for each node that has it' {
        (Get-PmpcStorage local-zfs).Node | Should -Be 'pve1', 'pve2'
    }
    It 'shows them as a table' {
        Get-PmpcStorage local-lvm -Node pve1 | Show | Should -Be @(
            'Name      Node Type    Status    Shared TotalGiB Content'
            '----      ---- ----    ------    ------ -------- -------'
            'local-lvm pve1 lvmthin available False       800 images,rootdir')
    }
    It 'takes <What> from the pipeline' -ForEach @(
        @{ What = 'nodes'; Source = { Get-PmpcNode pve3 } }
        @{ What = 'guests'; Source = { Get-PmpcVm monitor } }
        @{ What = 'names'; Source = { 'pve3' } }
    ) {
        $found = & $Source | Get-PmpcStorage
        $found.Node | Select-Object -Unique | Should -Be 'pve3'
        $found.Name | Should -Contain 'ceph-rbd'
        $found.Name | Should -Not -Contain 'local-zfs'
    }
    It 'knows the space in use only when it asks' {
        (Get-PmpcStorage ceph-rbd -Node pve1).UsedGiB | Should -BeNullOrEmpty
        (Get-PmpcStorage ceph-rbd -Node pve1 -Online).UsedGiB | Should -BeGreaterThan 0
    }
    It 'is an error for a name that is not there' {
        { Get-PmpcStorage nowhere -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcStorageNotFound Get-PmpcStorage)
    }
    It 'completes names of storages and nodes' {
        Complete 'Get-PmpcStorage ceph' | Should -Be 'ceph-rbd'
        Complete 'Get-PmpcStorage -Node pve3' | Should -Be 'pve3'
    }
}
