Describe 'Get-PmpcUser' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $null = New-LabWorkspace
    }
    AfterAll { Pop-Location }

    It 'gets one by name and all without' {
        (Get-PmpcUser ops@pve).Name | Should -Be 'ops@pve'
        @(Get-PmpcUser).Name | Should -Contain 'ops@pve'
        (Get-PmpcUser '*').Count | Should -Be @(Get-PmpcUser).Count
    }
    It 'takes names and wildcards from the pipeline' {
        ('ops@pve' | Get-PmpcUser).Name | Should -Be 'ops@pve'
        (Get-PmpcUser ops@pve | Get-PmpcUser).Name | Should -Be 'ops@pve'
    }
    It 'asks the server with -Online and shows the same' {
        @(Get-PmpcUser -Online).Name | Should -Be @(Get-PmpcUser).Name
    }
    It 'says that nothing in the code declares it, or that something does' {
        (Get-PmpcUser ops@pve).Managed | Should -BeOfType [bool]
    }
    It 'knows the groups' {
        (Get-PmpcUser ops@pve).Groups | Should -Be 'ops'
    }
    It 'is an error for a name that is not there' {
        { Get-PmpcUser nowhere -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcUserNotFound Get-PmpcUser)
        Get-PmpcUser nowhere* | Should -BeNullOrEmpty
    }
    It 'completes names' {
        Complete 'Get-PmpcUser aud' | Should -Be "'audit@pve'"
    }
}
