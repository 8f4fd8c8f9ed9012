Describe 'Get-PmpcFirewallRule' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $null = New-LabWorkspace -Edit {
            $args[0].guests['100'].config.net0 += ',firewall=1'
            $args[0].guests['100'].firewall = @{
                options = @{ enable = '1' }; rules = @(@{ type = 'in'; action = 'ACCEPT'; macro = 'SSH'; enable = '1' })
                aliases = @{ home = @{ cidr = '192.0.2.0/24' } }; ipsets = @{ office = @{ entries = @(@{ cidr = '192.0.2.1' }) } }
            }
        }
    }
    AfterAll { Pop-Location }

    It 'shows the cluster and guests' {
        (Get-PmpcFirewallRule web).Macro | Should -Be 'HTTPS', 'HTTP'
        (Get-PmpcFirewallRule -VmId 100).Macro | Should -Be 'SSH'
    }
    It 'asks for a guest with -Online' {
        @(Get-PmpcVm web-01 | Get-PmpcFirewallRule -Online).VmId | Select-Object -Unique | Should -Be 100
        Get-PmpcVm web-02 | Get-PmpcFirewallRule -Online | Should -BeNullOrEmpty
    }
    It 'takes nodes from the pipeline' {
        { Get-PmpcNode | Get-PmpcFirewallRule -ErrorAction Stop } | Should -Not -Throw
    }
    It 'completes security groups' {
        Complete 'Get-PmpcFirewallRule w' | Should -Be 'web'
    }
}
