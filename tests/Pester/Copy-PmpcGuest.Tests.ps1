Describe '<Command>' -ForEach @(
    @{ Command = 'Copy-PmpcVm'; Guest = 'tmpl-debian-13'; File = 'terraform/vms/copy-01.tf' }
    @{ Command = 'Copy-PmpcContainer'; Guest = 'sandbox'; File = 'terraform/containers/copy-01.tf' }
) {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $fast = { $args[0].options = @{ taskSeconds = 0.05 } }
    }
    AfterAll { Pop-Location }
    BeforeEach { $null = New-LabWorkspace -Edit $fast }

    It 'makes a copy that the next sync brings into the code' {
        $copy = & $Command $Guest copy-01 -PassThru
        $copy.Name | Should -Be 'copy-01'
        $File | Should -Not -Exist
        $null = Sync-PmpcInfrastructure
        $File | Should -Exist
        (Get-PmpcPlan).HasChanges | Should -BeFalse
    }
    It 'takes vmids that nobody has, the code included' {
        New-PmpcVm planned
        (& $Command $Guest -PassThru).VmId | Should -Be 109
    }
    It 'does nothing with -WhatIf' {
        & $Command $Guest copy-01 -WhatIf
        @(Get-PmpcTask -Type *clone -Since ([datetime]::Now.AddMinutes(-5))).Count | Should -Be 0
    }
    It 'is full or linked, not both' {
        { & $Command $Guest -Full -Linked -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcInvalidParameter $Command)
    }
    It 'is the error of its task where that fails' {
        Edit-Lab { $args[0].faults = @(@{ kind = 'taskError'; task = '*clone'; message = 'out of space' }) }
        $failure = { & $Command $Guest -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcTaskFailed $Command) -PassThru
        "$failure" | Should -BeLike '*out of space*'
    }
    It 'asks where it should' {
        (Get-Command $Command).Parameters.Keys | Should -Contain WhatIf
        [System.Management.Automation.CommandMetadata]::new((Get-Command $Command)).ConfirmImpact | Should -Be 'Medium'
    }
}
