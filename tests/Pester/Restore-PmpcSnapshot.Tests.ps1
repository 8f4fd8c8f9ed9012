Describe 'Restore-PmpcSnapshot' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
    }
    AfterAll { Pop-Location }
    BeforeEach {
        $null = New-LabWorkspace
        $file = 'terraform/vms/web-01.tf'
        $before = Get-Content $file -Raw
        Set-PmpcVm web-01 -Cores 4
        $null = Invoke-PmpcApply -Confirm:$false
    }

    It 'brings the code back and the server by its plan' {
        $result = Restore-PmpcSnapshot latest~1
        Get-Content $file -Raw | Should -Be $before
        (Get-LabGuest 100).config.cores | Should -Be 4
        ($result | Invoke-PmpcApply -Confirm:$false).Outcome | Should -Be 'Done'
        (Get-LabGuest 100).config.cores | Should -Be 2
        (Get-PmpcPlan).HasChanges | Should -BeFalse
    }
    It 'keeps edits that no snapshot holds' {
        Edit-File $file 'cores\s+= 4' 'cores = 8 # mine'
        $result = Restore-PmpcSnapshot latest~1 -NoPlan
        $null = Restore-PmpcSnapshot $result.SavedAs -NoPlan
        Get-Content $file -Raw | Should -Match 'cores = 8 # mine'
    }
    It 'changes nothing with -WhatIf' {
        $code = Get-Code
        (Restore-PmpcSnapshot latest~1 -WhatIf).IsDryRun | Should -BeTrue
        Get-Code | Should -Be $code
    }
    It 'heals broken code' {
        Add-Content $file 'resource "x" {'
        $null = Restore-PmpcSnapshot latest -NoPlan
        (Get-PmpcPlan).HasChanges | Should -BeFalse
    }
    It 'refuses what is no snapshot' { { Restore-PmpcSnapshot ../../etc/passwd -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcSnapshotNotFound Restore-PmpcSnapshot) }
}
