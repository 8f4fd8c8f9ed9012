Describe 'Get-PmpcClusterOption' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $null = New-LabWorkspace
    }
    AfterAll { Pop-Location }

    It 'gets one by name and all without' {
        (Get-PmpcClusterOption keyboard).Name | Should -Be 'keyboard'
        @(Get-PmpcClusterOption).Name | Should -Contain 'keyboard'
        (Get-PmpcClusterOption '*').Count | Should -Be @(Get-PmpcClusterOption).Count
    }
    It 'takes names and wildcards from the pipeline' {
        ('keyboard' | Get-PmpcClusterOption).Name | Should -Be 'keyboard'
        (Get-PmpcClusterOption keyboard | Get-PmpcClusterOption).Name | Should -Be 'keyboard'
    }
    It 'asks the server with -Online and shows the same' {
        @(Get-PmpcClusterOption -Online).Name | Should -Be @(Get-PmpcClusterOption).Name
    }
    It 'says that nothing in the code declares it, or that something does' {
        (Get-PmpcClusterOption keyboard).Managed | Should -BeOfType [bool]
    }
    It 'shows the value' {
        (Get-PmpcClusterOption keyboard).Value | Should -Be 'de'
    }
    It 'is an error for a name that is not there' {
        { Get-PmpcClusterOption nowhere -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcClusterOptionNotFound Get-PmpcClusterOption)
        Get-PmpcClusterOption nowhere* | Should -BeNullOrEmpty
    }
    It 'completes names' {
        Complete 'Get-PmpcClusterOption mac' | Should -Be 'mac_prefix'
    }
}
