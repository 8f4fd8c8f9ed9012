Describe 'Get-PmpcContainer' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $null = New-LabWorkspace
    }
    AfterAll { Pop-Location }

    It 'lists containers as a table' {
        Get-PmpcContainer dns* | Show | Should -Be @(
            'VmId Name   Kind Node Status  CPUs MemoryGiB DiskGiB Pool Tags'
            '---- ----   ---- ---- ------  ---- --------- ------- ---- ----'
            ' 200 dns-01 CT   pve1 running    2       0.5       4      dns infra'
            ' 201 dns-02 CT   pve2 running    2       0.5       4      dns infra')
    }
    It 'does not give VMs' {
        { Get-PmpcContainer web-01 -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcGuestNotFound Get-PmpcContainer)
        (Get-PmpcContainer).Count | Should -Be 5
    }
    It 'has disks, interfaces and the description without the newline of Proxmox' {
        $guest = Get-PmpcContainer docker-01
        $guest.Disks.Key | Sort-Object | Should -Be 'mp0', 'mp1', 'rootfs'
        ($guest.Disks | Measure-Object SizeGiB -Sum).Sum | Should -Be 176
        $guest.NetworkInterfaces.Address | Should -Be '10.10.20.30/24'
        (Get-PmpcContainer dns-01).Description | Should -BeExactly "Resolver`nsecondary is dns-02"
    }
    It 'completes names of containers' {
        Complete 'Get-PmpcContainer d' | Should -Be 'dns-01', 'dns-02', 'docker-01'
    }
}
