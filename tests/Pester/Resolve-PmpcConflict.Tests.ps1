Describe 'Resolve-PmpcConflict' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
    }
    AfterAll { Pop-Location }
    BeforeEach {
        $null = New-LabWorkspace
        Set-PmpcVm web-01 -Cores 4
        Set-PmpcVm web-02 -Cores 4
        Edit-Lab { $args[0].guests['100'].config.cores = 6; $args[0].guests['101'].config.cores = 6 }
        $sync = Sync-PmpcInfrastructure -WarningAction SilentlyContinue
    }

    It 'takes the server''s value into the code' {
        $done = Resolve-PmpcConflict web-01 -Prefer Server
        "$($done.Subject) $($done.Resolution)" | Should -Be 'web-01 (100) cores Server'
        'terraform/vms/web-01.tf' | Should -FileContentMatch 'cores\s+= 6'
        (Compare-PmpcInfrastructure -Offline).Name | Should -Be 'web-02'
    }
    It 'leaves the code''s value to apply' {
        $null = Resolve-PmpcConflict -VmId 100 -Prefer Code
        (Get-PmpcPlan -WarningAction SilentlyContinue).Steps.Summary | Should -Be 'cores: 6 -> 4'
    }
    It 'takes conflicts from the pipeline: <_>' -ForEach 'Sync', 'Compare' {
        $source = if ($_ -eq 'Sync') { $sync.Conflicts } else { Compare-PmpcInfrastructure | Where-Object Side -EQ Both }
        @($source | Resolve-PmpcConflict -Prefer Server).Name | Should -Be 'web-01', 'web-02'
        Compare-PmpcInfrastructure | Should -BeNullOrEmpty
    }
    It 'goes by attribute' {
        Resolve-PmpcConflict * -Attribute mem* -Prefer Code | Should -BeNullOrEmpty
        @(Resolve-PmpcConflict * -Attribute cor* -Prefer Code).Count | Should -Be 2
    }
    It 'shows with -WhatIf what would become of the code, and changes nothing' {
        $before = Get-Code
        Resolve-PmpcConflict * -Prefer Server -WhatIf | Should -BeNullOrEmpty
        Get-Code | Should -Be $before
    }
    It 'says where there is no such conflict' {
        { Resolve-PmpcConflict db-01 -Prefer Server -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcConflictNotFound Resolve-PmpcConflict)
        { Resolve-PmpcConflict -Prefer Server -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcConflictNotNamed Resolve-PmpcConflict)
    }
}
