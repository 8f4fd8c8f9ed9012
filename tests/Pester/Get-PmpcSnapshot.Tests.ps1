Describe 'Get-PmpcSnapshot' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $null = New-LabWorkspace
        Set-PmpcVm web-01 -Cores 4
        $null = Invoke-PmpcApply -Confirm:$false
    }
    AfterAll { Pop-Location }

    It 'lists the newest first' { (Get-PmpcSnapshot).Kind | Should -Be 'apply', 'sync' }
    It 'finds by kind' { (Get-PmpcSnapshot -Kind sync).Kind | Should -Be 'sync' }
    It 'counts back from the latest' { (Get-PmpcSnapshot latest~1).Kind | Should -Be 'sync' }
    It 'takes the beginning of an id' { (Get-PmpcSnapshot (Get-PmpcSnapshot latest).Id.Substring(0, 23)).Kind | Should -Be 'apply' }
    It 'takes a point in time' { (Get-PmpcSnapshot (Get-Date).AddHours(1).ToString('O')).Kind | Should -Be 'apply' }
    It 'says that there is none as old as that' { { Get-PmpcSnapshot '1999-01-01' -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcSnapshotNotFound Get-PmpcSnapshot) }
    It 'shows when, what and why' { (Get-PmpcSnapshot | Show)[0] | Should -Match '^Created\s+Kind\s+Summary\s+Id$' }
    It 'completes ids' { Complete 'Get-PmpcSnapshot ' | Should -Be (Get-PmpcSnapshot).Id }
}
