Describe 'Get-PmpcNetwork' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $null = New-LabWorkspace
    }
    AfterAll { Pop-Location }

    It 'lists the interfaces of every node' {
        @(Get-PmpcNetwork vmbr0).Node | Should -Be 'pve1', 'pve2', 'pve3'
        (Get-PmpcNetwork vmbr1.40 -Node pve1).VlanTag | Should -Be 40
        (Get-PmpcNetwork bond0 -Node pve1).Ports | Should -Be 'enp65s0f0', 'enp65s0f1'
        @(Get-PmpcNetwork -Type bond).Count | Should -Be 3
    }
    It 'takes nodes and guests from the pipeline' {
        (Get-PmpcNode pve2 | Get-PmpcNetwork vmbr0).Node | Should -Be 'pve2'
        (Get-PmpcVm monitor | Get-PmpcNetwork vmbr0).Node | Should -Be 'pve3'
    }
    It 'shows what waits for a reload' {
        (Get-PmpcNetwork vmbr0 -Node pve1).HasPendingChanges | Should -BeFalse
        @(Get-PmpcNetwork -Online).Count | Should -Be @(Get-PmpcNetwork).Count
    }
    It 'is an error for a name that is not there' {
        { Get-PmpcNetwork vmbr99 -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcNetworkInterfaceNotFound Get-PmpcNetwork)
    }
    It 'completes names of interfaces and nodes' {
        Complete 'Get-PmpcNetwork bo' | Should -Be 'bond0'
        Complete 'Get-PmpcNetwork -Node pve3' | Should -Be 'pve3'
    }
}
