Describe 'Get-PmpcNode' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $null = New-LabWorkspace
    }
    AfterAll { Pop-Location }

    It 'lists the nodes with CPUs and memory' {
        Get-PmpcNode | Show | Should -Be @(
            'Name Status CPUs MemoryGiB Address'
            '---- ------ ---- --------- -------'
            'pve1 online   32       128 10.10.0.11'
            'pve2 online   32       128 10.10.0.12'
            'pve3 online   16        64 10.10.0.13')
    }
    It 'picks by names and wildcards' {
        (Get-PmpcNode PVE1, *3).Name | Should -Be 'pve1', 'pve3'
    }
    It 'says which node is not there and gives the others' {
        $nodes = Get-PmpcNode pve1, pve9 -ErrorVariable failed -ErrorAction SilentlyContinue
        $nodes.Name | Should -Be 'pve1'
        $failed[0].FullyQualifiedErrorId | Should -Be (ErrorId PmpcNodeNotFound Get-PmpcNode)
        $failed[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $failed[0].TargetObject | Should -Be 'pve9'
    }
    It 'knows the load only when it asks' {
        (Get-PmpcNode pve1).Usage | Should -BeNullOrEmpty
        (Get-PmpcNode pve1 -Online).Usage.MemoryUsedMiB | Should -BeGreaterThan 0
    }
    It 'completes names' {
        Complete 'Get-PmpcNode pve' | Should -Be 'pve1', 'pve2', 'pve3'
    }
}
