Describe 'Compare-PmpcSnapshot' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $null = New-LabWorkspace
        Set-PmpcVm web-01 -Cores 4
        $null = Invoke-PmpcApply -Confirm:$false
    }
    AfterAll { Pop-Location }

    It 'names the attribute that changed' {
        Compare-PmpcSnapshot latest~1 latest | ForEach-Object { "$($_.Name) $($_.Attribute) $($_.Before) $($_.After)" } | Should -Be 'web-01 cores 2 4'
    }
    It 'compares with now' { (Compare-PmpcSnapshot latest~1).After | Should -Be '4' }
    It 'gives nothing for equal ones' { Compare-PmpcSnapshot latest | Should -BeNullOrEmpty }
    It 'shows the edits of the code' {
        $file = Compare-PmpcSnapshot latest~1 -Code | Where-Object Path -eq 'terraform/vms/web-01.tf'
        $file.Diff | Should -Match '(?m)^\+.*cores\s+= 4'
    }
    It 'takes a snapshot of the pipeline' { (Get-PmpcSnapshot latest~1 | Compare-PmpcSnapshot).Attribute | Should -Be 'cores' }
}
