Describe '<Command>' -ForEach @(
    @{
        Command = 'Get-PmpcFirewallAlias'
        Shows = {
            (Get-PmpcFirewallAlias office).Cidr | Should -Be '198.51.100.0/24'
            (Get-PmpcFirewallAlias -Level Guest).Name | Should -Be 'home'
        }
    }
    @{
        Command = 'Get-PmpcFirewallIpSet'
        Shows = {
            "$((Get-PmpcFirewallIpSet management).Entries)" | Should -Be '10.10.0.0/24'
            (Get-PmpcFirewallIpSet -VmId 100).Name | Should -Be 'office'
        }
    }
    @{
        Command = 'Get-PmpcFirewallOption'
        Shows = {
            (Get-PmpcFirewallOption enable -Level Cluster).Value | Should -Be '0'
            (Get-PmpcFirewallOption -VmId 100).Value | Should -Be '1'
        }
    }
    @{
        Command = 'Get-PmpcFirewallRule'
        Shows = {
            (Get-PmpcFirewallRule web).Macro | Should -Be 'HTTPS', 'HTTP'
            (Get-PmpcFirewallRule -VmId 100).Macro | Should -Be 'SSH'
        }
    }
) {
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

    It 'shows the cluster and guests' { & $Shows }
    It 'asks for a guest with -Online' {
        @(Get-PmpcVm web-01 | & $Command -Online).VmId | Select-Object -Unique | Should -Be 100
        Get-PmpcVm web-02 | & $Command -Online | Should -BeNullOrEmpty
    }
    It 'takes nodes from the pipeline' {
        { Get-PmpcNode | & $Command -ErrorAction Stop } | Should -Not -Throw
    }
}
Describe 'Names of the firewall' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $null = New-LabWorkspace
    }
    AfterAll { Pop-Location }

    It 'completes security groups' {
        Complete 'Get-PmpcFirewallRule w' | Should -Be 'web'
    }
    It '<Command> is an error for a name that is not there' -ForEach @(
        @{ Command = 'Get-PmpcFirewallAlias'; Id = 'PmpcFirewallAliasNotFound' }
        @{ Command = 'Get-PmpcFirewallIpSet'; Id = 'PmpcIPSetNotFound' }
        @{ Command = 'Get-PmpcFirewallOption'; Id = 'PmpcFirewallOptionNotFound' }
    ) {
        { & $Command nowhere -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId $Id $Command)
    }
}
