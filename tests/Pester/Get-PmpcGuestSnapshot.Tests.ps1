Describe 'Get-PmpcGuestSnapshot' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $fast = { $args[0].options = @{ taskSeconds = 0.05 } }
    }
    AfterAll { Pop-Location }
    BeforeEach { $null = New-LabWorkspace -Edit $fast }

    It 'shows a tree' {
        New-PmpcGuestSnapshot web-01 one
        New-PmpcGuestSnapshot web-01 two
        $lines = Get-PmpcGuestSnapshot web-01 | Show
        $lines[2] | Should -Match '^web-01 \(100\) one +\d{4}-'
        $lines[3] | Should -Match '^web-01 \(100\)   two \*'
    }
    It 'takes objects' {
        New-PmpcGuestSnapshot dns-01 one
        (Get-PmpcContainer dns-01 | Get-PmpcGuestSnapshot).SnapshotName | Should -Be 'one'
    }
    It 'is an error for one that is not there' {
        { Get-PmpcGuestSnapshot web-01 none -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcSnapshotNotFound Get-PmpcGuestSnapshot)
    }
}
