Describe 'Get-PmpcHaRule' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $null = New-LabWorkspace
    }
    AfterAll { Pop-Location }

    It 'gets one by name and all without' {
        (Get-PmpcHaRule db-on-big-nodes).Name | Should -Be 'db-on-big-nodes'
        @(Get-PmpcHaRule).Name | Should -Contain 'db-on-big-nodes'
        (Get-PmpcHaRule '*').Count | Should -Be @(Get-PmpcHaRule).Count
    }
    It 'takes names and wildcards from the pipeline' {
        ('db-on-big-nodes' | Get-PmpcHaRule).Name | Should -Be 'db-on-big-nodes'
        (Get-PmpcHaRule db-on-big-nodes | Get-PmpcHaRule).Name | Should -Be 'db-on-big-nodes'
    }
    It 'asks the server with -Online and shows the same' {
        @(Get-PmpcHaRule -Online).Name | Should -Be @(Get-PmpcHaRule).Name
    }
    It 'says that nothing in the code declares it, or that something does' {
        (Get-PmpcHaRule db-on-big-nodes).Managed | Should -BeOfType [bool]
    }
    It 'knows nodes with their priorities' {
        (Get-PmpcHaRule).Nodes | Should -Be 'pve1:2', 'pve2:1'
    }
    It 'is an error for a name that is not there' {
        { Get-PmpcHaRule nowhere -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcHARuleNotFound Get-PmpcHaRule)
        Get-PmpcHaRule nowhere* | Should -BeNullOrEmpty
    }
    It 'completes names' {
        Complete 'Get-PmpcHaRule db' | Should -Be 'db-on-big-nodes'
    }
}
