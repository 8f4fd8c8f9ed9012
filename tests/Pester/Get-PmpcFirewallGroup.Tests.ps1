Describe 'Get-PmpcFirewallGroup' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $null = New-LabWorkspace
    }
    AfterAll { Pop-Location }

    It 'gets one by name and all without' {
        (Get-PmpcFirewallGroup web).Name | Should -Be 'web'
        @(Get-PmpcFirewallGroup).Name | Should -Contain 'web'
        (Get-PmpcFirewallGroup '*').Count | Should -Be @(Get-PmpcFirewallGroup).Count
    }
    It 'takes names and wildcards from the pipeline' {
        ('web' | Get-PmpcFirewallGroup).Name | Should -Be 'web'
        (Get-PmpcFirewallGroup web | Get-PmpcFirewallGroup).Name | Should -Be 'web'
    }
    It 'asks the server with -Online and shows the same' {
        @(Get-PmpcFirewallGroup -Online).Name | Should -Be @(Get-PmpcFirewallGroup).Name
    }
    It 'says that nothing in the code declares it, or that something does' {
        (Get-PmpcFirewallGroup web).Managed | Should -BeOfType [bool]
    }
    It 'is an error for a name that is not there' {
        { Get-PmpcFirewallGroup nowhere -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcSecurityGroupNotFound Get-PmpcFirewallGroup)
        Get-PmpcFirewallGroup nowhere* | Should -BeNullOrEmpty
    }
    It 'completes names' {
        Complete 'Get-PmpcFirewallGroup w' | Should -Be 'web'
    }
}
