Describe 'Compare-PmpcInfrastructure' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
    }
    AfterAll { Pop-Location }
    BeforeEach { $null = New-LabWorkspace }

    It 'is silent where nothing differs' {
        Compare-PmpcInfrastructure | Should -BeNullOrEmpty
        Compare-PmpcInfrastructure -Offline | Should -BeNullOrEmpty
    }
    It 'says which side moved' {
        Set-PmpcVm web-01 -Cores 4
        Set-PmpcVm web-02 -Cores 4
        Edit-Lab { $args[0].guests['101'].config.cores = 6; $args[0].guests['102'].config.cores = 6 }
        Compare-PmpcInfrastructure | Show | Should -Be @(
            'VmId Name   Side   Change  Attribute Code Server By'
            '---- ----   ----   ------  --------- ---- ------ --'
            ' 100 web-01 Code   Changed cores     4    2'
            ' 101 web-02 Both   Changed cores     4    6      unknown'
            ' 102 db-01  Server Changed cores     8    6      unknown')
    }
    It 'names who changed something by a task' {
        $null = Move-PmpcVm web-01 -TargetNode pve2 -Confirm:$false
        $found = Compare-PmpcInfrastructure | Where-Object Attribute -eq node
        $found.Culprit.Certainty | Should -Be Known
        $found.Culprit.User | Should -Be 'root@pam!lab'
        $found.Culprit.Tasks[0].Type | Should -Be qmigrate
        $found | Show | Select-Object -Last 1 | Should -Match 'root@pam!lab$'
    }
    It 'compares offline with what was last read' {
        Edit-Lab { $args[0].guests['102'].config.cores = 6 }
        Compare-PmpcInfrastructure -Offline | Should -BeNullOrEmpty
    }
    It 'shows guests that only one side has' {
        New-PmpcVm web-03
        Edit-Lab { $args[0].guests.Remove('107') }
        Remove-PmpcContainer sandbox
        Compare-PmpcInfrastructure | ForEach-Object { "$($_.VmId) $($_.Side) $($_.Change)" } | Sort-Object | Should -Be '107 Server OnlyInCode', '108 Code OnlyInCode', '204 Code OnlyOnServer'
    }
    It 'changes nothing' {
        Edit-Lab { $args[0].guests['102'].config.cores = 6 }
        $before = Get-Code
        $null = Compare-PmpcInfrastructure
        Get-Code | Should -Be $before
        (Get-PmpcVm db-01).CpuCount | Should -Be 8
    }
}
