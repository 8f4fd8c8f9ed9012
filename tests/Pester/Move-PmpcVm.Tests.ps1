Describe 'Move-PmpcVm' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $fast = { $args[0].options = @{ taskSeconds = 0.05 } }
    }
    AfterAll { Pop-Location }
    BeforeEach { $null = New-LabWorkspace -Edit $fast }

    It 'moves to another node' {
        (Move-PmpcVm web-01 pve2 -Confirm:$false -PassThru).Node | Should -Be 'pve2'
        $null = Sync-PmpcInfrastructure
        (Get-PmpcPlan).HasChanges | Should -BeFalse
    }
    It 'leaves alone what is there' {
        $node = (Get-PmpcVm web-01).Node
        Move-PmpcVm web-01 $node
        @(Get-PmpcTask -Type *migrate).Count | Should -Be 0
    }
    It 'does nothing with -WhatIf' {
        Move-PmpcVm web-01 pve2 -WhatIf
        @(Get-PmpcTask -Type *migrate).Count | Should -Be 0
    }
    It 'says what is in the way' {
        $failure = { Move-PmpcVm dc-01 pve2 -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcGuestNotMovable Move-PmpcVm) -PassThru
        "$failure" | Should -BeLike '*vm-103-disk-1*'
        (Move-PmpcVm dc-01 pve2 -WithLocalDisks -WarningAction SilentlyContinue -PassThru).Node | Should -Be 'pve2'
    }
    It 'asks where it should' {
        (Get-Command Move-PmpcVm).Parameters.Keys | Should -Contain WhatIf
        [System.Management.Automation.CommandMetadata]::new((Get-Command Move-PmpcVm)).ConfirmImpact | Should -Be 'Medium' 
    }
    It 'completes nodes' {
        Complete 'Move-PmpcVm web-01 -TargetNode pve' | Should -Be 'pve1', 'pve2', 'pve3'
    }
}
