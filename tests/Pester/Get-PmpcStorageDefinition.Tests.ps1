Describe 'Get-PmpcStorageDefinition' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $null = New-LabWorkspace
    }
    AfterAll { Pop-Location }

    It 'gets one by name and all without' {
        (Get-PmpcStorageDefinition nfs-backup).Name | Should -Be 'nfs-backup'
        @(Get-PmpcStorageDefinition).Name | Should -Contain 'nfs-backup'
        (Get-PmpcStorageDefinition '*').Count | Should -Be @(Get-PmpcStorageDefinition).Count
    }
    It 'takes names and wildcards from the pipeline' {
        ('nfs-backup' | Get-PmpcStorageDefinition).Name | Should -Be 'nfs-backup'
        (Get-PmpcStorageDefinition nfs-backup | Get-PmpcStorageDefinition).Name | Should -Be 'nfs-backup'
    }
    It 'asks the server with -Online and shows the same' {
        @(Get-PmpcStorageDefinition -Online).Name | Should -Be @(Get-PmpcStorageDefinition).Name
    }
    It 'says that nothing in the code declares it, or that something does' {
        (Get-PmpcStorageDefinition nfs-backup).Managed | Should -BeOfType [bool]
    }
    It 'shows where the data lies and for which nodes' {
        (Get-PmpcStorageDefinition nfs-backup).Source | Should -Be '10.10.0.20:/export/pve'
        (Get-PmpcStorageDefinition local-zfs).Nodes | Should -Be 'pve1', 'pve2'
        (Get-PmpcStorageDefinition local-zfs).Settings['sparse'] | Should -Be '1'
    }
    It 'is an error for a name that is not there' {
        { Get-PmpcStorageDefinition nowhere -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcStorageDefinitionNotFound Get-PmpcStorageDefinition)
        Get-PmpcStorageDefinition nowhere* | Should -BeNullOrEmpty
    }
    It 'completes names' {
        Complete 'Get-PmpcStorageDefinition local-z' | Should -Be 'local-zfs'
    }
}
