Describe '<Command>' -ForEach @(
    @{ Command = 'Move-PmpcVm'; Get = 'Get-PmpcVm'; Guest = 'web-01'; Node = 'pve2' }
    @{ Command = 'Move-PmpcContainer'; Get = 'Get-PmpcContainer'; Guest = 'proxy'; Node = 'pve1' }
) {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $fast = { $args[0].options = @{ taskSeconds = 0.05 } }
    }
    AfterAll { Pop-Location }
    BeforeEach { $null = New-LabWorkspace -Edit $fast }

    It 'moves to another node' {
        (& $Command $Guest $Node -Confirm:$false -PassThru).Node | Should -Be $Node
        $null = Sync-PmpcInfrastructure
        (Get-PmpcPlan).HasChanges | Should -BeFalse
    }
    It 'leaves alone what is there' {
        & $Command $Guest (& $Get $Guest).Node
        @(Get-PmpcTask -Type *migrate).Count | Should -Be 0
    }
    It 'does nothing with -WhatIf' {
        & $Command $Guest $Node -WhatIf
        @(Get-PmpcTask -Type *migrate).Count | Should -Be 0
    }
    It 'asks where it should' {
        (Get-Command $Command).Parameters.Keys | Should -Contain WhatIf
        [System.Management.Automation.CommandMetadata]::new((Get-Command $Command)).ConfirmImpact | Should -Be 'Medium'
    }
    It 'completes nodes' {
        Complete "$Command $Guest -TargetNode pve" | Should -Be 'pve1', 'pve2', 'pve3'
    }
}
Describe 'Move-PmpcVm' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $null = New-LabWorkspace -Edit { $args[0].options = @{ taskSeconds = 0.05 } }
    }
    AfterAll { Pop-Location }

    It 'says what is in the way' {
        $failure = { Move-PmpcVm dc-01 pve2 -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcGuestNotMovable Move-PmpcVm) -PassThru
        "$failure" | Should -BeLike '*vm-103-disk-1*'
        (Move-PmpcVm dc-01 pve2 -WithLocalDisks -WarningAction SilentlyContinue -PassThru).Node | Should -Be 'pve2'
    }
}
