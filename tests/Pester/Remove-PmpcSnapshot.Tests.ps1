Describe 'Remove-PmpcSnapshot' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
    }
    AfterAll { Pop-Location }
    BeforeEach { $null = New-LabWorkspace }

    It 'deletes what comes down the pipeline' {
        Get-PmpcSnapshot | Remove-PmpcSnapshot
        Get-PmpcSnapshot | Should -BeNullOrEmpty
    }
    It 'deletes nothing with -WhatIf' {
        Get-PmpcSnapshot | Remove-PmpcSnapshot -WhatIf
        @(Get-PmpcSnapshot).Count | Should -Be 1
    }
    It 'says that there is none' { { Remove-PmpcSnapshot nothing -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcSnapshotNotFound Remove-PmpcSnapshot) }
}
