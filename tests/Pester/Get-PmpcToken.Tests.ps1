Describe 'Get-PmpcToken' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $null = New-LabWorkspace -Edit { $args[0].tokens['ops@pve!ci'] = @{ secret = [guid]::NewGuid().ToString(); privsep = $false } }
    }
    AfterAll { Pop-Location }

    It 'gets one by name and all without' {
        (Get-PmpcToken ops@pve!ci).Name | Should -Be 'ops@pve!ci'
        @(Get-PmpcToken).Name | Should -Contain 'ops@pve!ci'
        (Get-PmpcToken '*').Count | Should -Be @(Get-PmpcToken).Count
    }
    It 'takes names and wildcards from the pipeline' {
        ('ops@pve!ci' | Get-PmpcToken).Name | Should -Be 'ops@pve!ci'
        (Get-PmpcToken ops@pve!ci | Get-PmpcToken).Name | Should -Be 'ops@pve!ci'
    }
    It 'asks the server with -Online and shows the same' {
        @(Get-PmpcToken -Online).Name | Should -Be @(Get-PmpcToken).Name
    }
    It 'says that nothing in the code declares it, or that something does' {
        (Get-PmpcToken ops@pve!ci).Managed | Should -BeOfType [bool]
    }
    It 'never shows a secret' {
        Get-PmpcToken ops@pve!ci | ConvertTo-Json -Depth 4 | Should -Not -Match '[0-9a-f]{8}-[0-9a-f]{4}'
        (Get-PmpcToken ops@pve!ci).PrivilegeSeparation | Should -BeFalse
    }
    It 'is an error for a name that is not there' {
        { Get-PmpcToken nowhere -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcTokenNotFound Get-PmpcToken)
        Get-PmpcToken nowhere* | Should -BeNullOrEmpty
    }
    It 'completes names' {
        Complete 'Get-PmpcToken ops' | Should -Be "'ops@pve!ci'"
    }
}
