Describe 'Move-PmpcContainer' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $fast = { $args[0].options = @{ taskSeconds = 0.05 } }
    }
    AfterAll { Pop-Location }
    BeforeEach { $null = New-LabWorkspace -Edit $fast }

    It 'moves to another node' {
        (Move-PmpcContainer proxy pve1 -Confirm:$false -PassThru).Node | Should -Be 'pve1'
        $null = Sync-PmpcInfrastructure
        (Get-PmpcPlan).HasChanges | Should -BeFalse
    }
    It 'leaves alone what is there' {
        $node = (Get-PmpcContainer proxy).Node
        Move-PmpcContainer proxy $node
        @(Get-PmpcTask -Type *migrate).Count | Should -Be 0
    }
    It 'does nothing with -WhatIf' {
        Move-PmpcContainer proxy pve1 -WhatIf
        @(Get-PmpcTask -Type *migrate).Count | Should -Be 0
    }
    It 'asks where it should' {
        (Get-Command Move-PmpcContainer).Parameters.Keys | Should -Contain WhatIf
        [System.Management.Automation.CommandMetadata]::new((Get-Command Move-PmpcContainer)).ConfirmImpact | Should -Be 'Medium' 
    }
    It 'completes nodes' {
        Complete 'Move-PmpcContainer proxy -TargetNode pve' | Should -Be 'pve1', 'pve2', 'pve3'
    }
}
