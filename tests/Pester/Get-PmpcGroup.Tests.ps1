Describe 'Get-PmpcGroup' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $null = New-LabWorkspace
    }
    AfterAll { Pop-Location }

    It 'gets one by name and all without' {
        (Get-PmpcGroup ops).Name | Should -Be 'ops'
        @(Get-PmpcGroup).Name | Should -Contain 'ops'
        (Get-PmpcGroup '*').Count | Should -Be @(Get-PmpcGroup).Count
    }
    It 'takes names and wildcards from the pipeline' {
        ('ops' | Get-PmpcGroup).Name | Should -Be 'ops'
        (Get-PmpcGroup ops | Get-PmpcGroup).Name | Should -Be 'ops'
    }
    It 'asks the server with -Online and shows the same' {
        @(Get-PmpcGroup -Online).Name | Should -Be @(Get-PmpcGroup).Name
    }
    It 'says that nothing in the code declares it, or that something does' {
        (Get-PmpcGroup ops).Managed | Should -BeOfType [bool]
    }
    It 'knows the members' {
        (Get-PmpcGroup ops).Users | Should -Be 'ops@pve'
    }
    It 'is an error for a name that is not there' {
        { Get-PmpcGroup nowhere -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcGroupNotFound Get-PmpcGroup)
        Get-PmpcGroup nowhere* | Should -BeNullOrEmpty
    }
    It 'completes names' {
        Complete 'Get-PmpcGroup op' | Should -Be 'ops'
    }
}
