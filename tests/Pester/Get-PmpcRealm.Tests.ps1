Describe 'Get-PmpcRealm' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $null = New-LabWorkspace
    }
    AfterAll { Pop-Location }

    It 'gets one by name and all without' {
        (Get-PmpcRealm pve).Name | Should -Be 'pve'
        @(Get-PmpcRealm).Name | Should -Contain 'pve'
        (Get-PmpcRealm '*').Count | Should -Be @(Get-PmpcRealm).Count
    }
    It 'takes names and wildcards from the pipeline' {
        ('pve' | Get-PmpcRealm).Name | Should -Be 'pve'
        (Get-PmpcRealm pve | Get-PmpcRealm).Name | Should -Be 'pve'
    }
    It 'asks the server with -Online and shows the same' {
        @(Get-PmpcRealm -Online).Name | Should -Be @(Get-PmpcRealm).Name
    }
    It 'says that nothing in the code declares it, or that something does' {
        (Get-PmpcRealm pve).Managed | Should -BeOfType [bool]
    }
    It 'is an error for a name that is not there' {
        { Get-PmpcRealm nowhere -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcRealmNotFound Get-PmpcRealm)
        Get-PmpcRealm nowhere* | Should -BeNullOrEmpty
    }
    It 'completes names' {
        Complete 'Get-PmpcRealm pa' | Should -Be 'pam'
    }
}
