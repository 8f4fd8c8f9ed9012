Describe 'Get-PmpcHaResource' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $null = New-LabWorkspace
    }
    AfterAll { Pop-Location }

    It 'gets one by name and all without' {
        (Get-PmpcHaResource vm:102).Name | Should -Be 'vm:102'
        @(Get-PmpcHaResource).Name | Should -Contain 'vm:102'
        (Get-PmpcHaResource '*').Count | Should -Be @(Get-PmpcHaResource).Count
    }
    It 'takes names and wildcards from the pipeline' {
        ('vm:102' | Get-PmpcHaResource).Name | Should -Be 'vm:102'
        (Get-PmpcHaResource vm:102 | Get-PmpcHaResource).Name | Should -Be 'vm:102'
    }
    It 'asks the server with -Online and shows the same' {
        @(Get-PmpcHaResource -Online).Name | Should -Be @(Get-PmpcHaResource).Name
    }
    It 'says that nothing in the code declares it, or that something does' {
        (Get-PmpcHaResource vm:102).Managed | Should -BeOfType [bool]
    }
    It 'goes on to the guest' {
        (Get-PmpcHaResource | Get-PmpcVm).Name | Should -Be 'db-01'
    }
    It 'is an error for a name that is not there' {
        { Get-PmpcHaResource nowhere -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcHAResourceNotFound Get-PmpcHaResource)
        Get-PmpcHaResource nowhere* | Should -BeNullOrEmpty
    }
    It 'completes names' {
        Complete 'Get-PmpcHaResource vm' | Should -Be "'vm:102'"
    }
}
