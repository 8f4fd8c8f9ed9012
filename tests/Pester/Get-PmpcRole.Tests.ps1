Describe 'Get-PmpcRole' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $null = New-LabWorkspace
    }
    AfterAll { Pop-Location }

    It 'gets one by name and all without' {
        (Get-PmpcRole PVEAuditor).Name | Should -Be 'PVEAuditor'
        @(Get-PmpcRole).Name | Should -Contain 'PVEAuditor'
        (Get-PmpcRole '*').Count | Should -Be @(Get-PmpcRole).Count
    }
    It 'takes names and wildcards from the pipeline' {
        ('PVEAuditor' | Get-PmpcRole).Name | Should -Be 'PVEAuditor'
        (Get-PmpcRole PVEAuditor | Get-PmpcRole).Name | Should -Be 'PVEAuditor'
    }
    It 'asks the server with -Online and shows the same' {
        @(Get-PmpcRole -Online).Name | Should -Be @(Get-PmpcRole).Name
    }
    It 'says that nothing in the code declares it, or that something does' {
        (Get-PmpcRole PVEAuditor).Managed | Should -BeOfType [bool]
    }
    It 'knows the privileges and what is built in' {
        (Get-PmpcRole PVEAuditor).Privileges | Should -Contain 'VM.Audit'
        (Get-PmpcRole PVEAuditor).IsBuiltIn | Should -BeTrue
    }
    It 'is an error for a name that is not there' {
        { Get-PmpcRole nowhere -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcRoleNotFound Get-PmpcRole)
        Get-PmpcRole nowhere* | Should -BeNullOrEmpty
    }
    It 'completes names' {
        Complete 'Get-PmpcRole PVEAu' | Should -Be 'PVEAuditor'
    }
}
