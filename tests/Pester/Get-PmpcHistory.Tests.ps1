Describe 'Get-PmpcHistory' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $null = New-LabWorkspace
        Edit-Lab { $args[0].guests['100'].config.memory = '3072' }
        $null = Sync-PmpcInfrastructure
        Set-PmpcVm web-01 -MemoryMiB 4096
        $null = Invoke-PmpcApply -Confirm:$false
    }
    AfterAll { Pop-Location }

    It 'tells when the memory changed and whether we did it' {
        Get-PmpcHistory web-01 -Attribute memory | Select-Object -Skip 1 | ForEach-Object { "$($_.After) $($_.Origin)" } | Should -Be '3072 server', '4096 apply'
    }
    It 'says of what others did who it was where a task tells' {
        $null = Move-PmpcVm web-02 -TargetNode pve3 -Confirm:$false
        $null = Sync-PmpcInfrastructure
        $entry = Get-PmpcHistory web-02 node | Select-Object -Last 1
        "$($entry.After) $($entry.Origin) $($entry.By) $($entry.Culprit.Certainty)" | Should -Be 'pve3 server root@pam!lab Known'
        "$((Get-PmpcHistory web-01 memory)[1].Culprit)" | Should -Be 'unknown'
        'docs/drift.md' | Should -FileContentMatch 'qmigrate'
    }
    It 'takes guests of the pipeline' { (Get-PmpcVm web-01 | Get-PmpcHistory).VmId | Select-Object -Unique | Should -Be 100 }
    It 'bounds the time of each change' {
        $entries = Get-PmpcHistory web-01 memory
        $entries[0].NotBefore | Should -BeNullOrEmpty
        $entries[2].NotBefore | Should -Be $entries[1].Time
    }
    It 'gives nothing for what never was' { Get-PmpcHistory no-such-guest | Should -BeNullOrEmpty }
}
