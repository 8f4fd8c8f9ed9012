Describe 'Get-PmpcFirewallOption' {
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
        (Get-PmpcFirewallOption enable -Level Cluster).Value | Should -Be '0'
        (Get-PmpcFirewallOption -VmId 100).Value | Should -Be '1'
    }
    It 'asks for a guest with -Online' {
        @(Get-PmpcVm web-01 | Get-PmpcFirewallOption -Online).VmId | Select-Object -Unique | Should -Be 100
        Get-PmpcVm web-02 | Get-PmpcFirewallOption -Online | Should -BeNullOrEmpty
    }
    It 'takes nodes from the pipeline' {
        { Get-PmpcNode | Get-PmpcFirewallOption -ErrorAction Stop } | Should -Not -Throw
    }
    It 'is an error for a name that is not there' {
        { Get-PmpcFirewallOption nowhere -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcFirewallOptionNotFound Get-PmpcFirewallOption)
    }
}
