Describe 'Test-PmpcPermission' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
    }
    AfterAll { Pop-Location }
    BeforeEach { $null = New-LabWorkspace }

    It 'needs nothing where there is nothing to do' {
        Test-PmpcPermission | Should -BeNullOrEmpty
    }
    It 'says what a plan needs and that it is there' {
        Set-PmpcVm web-01 -Cores 4
        $checks = Get-PmpcPlan | Test-PmpcPermission
        $checks.Outcome | Select-Object -Unique | Should -Be 'Granted'
        $checks | ForEach-Object { "$($_.Path) $($_.Privilege)" } | Should -Be '/vms/100 VM.Audit', '/vms/100 VM.Config.CPU'
        $checks[1].Steps | Should -Be 1
        $checks[1].What | Should -Be 'web-01 (100): cores'
    }
    It 'knows before what only root may, and so does apply' {
        Set-PmpcVm web-01 -Attribute @{ args = '-no-hpet' }
        (Test-PmpcPermission | Where-Object Outcome -eq RootOnly).What | Should -Be 'web-01 (100): args'
        Invoke-PmpcApply -WhatIf -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike '*Only root@pam itself may do this*web-01 (100): args*'
    }
    It 'gives the lines for a role that has all and no more' {
        Set-PmpcVm web-01 -Cores 4
        Test-PmpcPermission -LeastRole -RoleName Tiny | Should -Be @(
            "pveum role add 'Tiny' --privs 'VM.Audit VM.Config.CPU'"
            "pveum acl modify '/vms/100' --users 'root@pam' --roles 'Tiny'"
            "pveum acl modify '/vms/100' --tokens 'root@pam!lab' --roles 'Tiny'")
        Test-PmpcPermission -AsCommand | Should -BeNullOrEmpty
    }
    It 'refuses a role name that is none' {
        { Test-PmpcPermission -LeastRole -RoleName "x'; reboot" } | Should -Throw
    }
}
