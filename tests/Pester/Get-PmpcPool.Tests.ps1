Describe 'Get-PmpcPool' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $null = New-LabWorkspace
    }
    AfterAll { Pop-Location }

    It 'gets one by name and all without' {
        (Get-PmpcPool prod).Name | Should -Be 'prod'
        @(Get-PmpcPool).Name | Should -Contain 'prod'
        (Get-PmpcPool '*').Count | Should -Be @(Get-PmpcPool).Count
    }
    It 'takes names and wildcards from the pipeline' {
        ('prod' | Get-PmpcPool).Name | Should -Be 'prod'
        (Get-PmpcPool prod | Get-PmpcPool).Name | Should -Be 'prod'
    }
    It 'asks the server with -Online and shows the same' {
        @(Get-PmpcPool -Online).Name | Should -Be @(Get-PmpcPool).Name
    }
    It 'says that nothing in the code declares it, or that something does' {
        (Get-PmpcPool prod).Managed | Should -BeOfType [bool]
    }
    It 'knows the members' {
        (Get-PmpcPool prod).VmId | Should -Contain 100
        (Get-PmpcPool prod).Storage | Should -Be 'ceph-rbd'
    }
    It 'is an error for a name that is not there' {
        { Get-PmpcPool nowhere -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcPoolNotFound Get-PmpcPool)
        Get-PmpcPool nowhere* | Should -BeNullOrEmpty
    }
    It 'completes names' {
        Complete 'Get-PmpcPool sta' | Should -Be 'staging'
    }
}
