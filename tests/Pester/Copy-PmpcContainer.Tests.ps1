Describe 'Copy-PmpcContainer' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $fast = { $args[0].options = @{ taskSeconds = 0.05 } }
    }
    AfterAll { Pop-Location }
    BeforeEach { $null = New-LabWorkspace -Edit $fast }

    It 'makes a copy that the next sync brings into the code' {
        $copy = Copy-PmpcContainer sandbox copy-01 -PassThru
        $copy.Name | Should -Be 'copy-01'
        'terraform/containers/copy-01.tf' | Should -Not -Exist
        $null = Sync-PmpcInfrastructure
        'terraform/containers/copy-01.tf' | Should -Exist
        (Get-PmpcPlan).HasChanges | Should -BeFalse
    }
    It 'takes vmids that nobody has, the code included' {
        New-PmpcVm planned
        (Copy-PmpcContainer sandbox -PassThru).VmId | Should -Be 109
    }
    It 'does nothing with -WhatIf' {
        Copy-PmpcContainer sandbox copy-01 -WhatIf
        @(Get-PmpcTask -Type *clone -Since ([datetime]::Now.AddMinutes(-5))).Count | Should -Be 0
    }
    It 'is full or linked, not both' {
        { Copy-PmpcContainer sandbox -Full -Linked -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcInvalidParameter Copy-PmpcContainer)
    }
    It 'is the error of its task where that fails' {
        Edit-Lab { $args[0].faults = @(@{ kind = 'taskError'; task = '*clone'; message = 'out of space' }) }
        $failure = { Copy-PmpcContainer sandbox -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcTaskFailed Copy-PmpcContainer) -PassThru
        "$failure" | Should -BeLike '*out of space*' 
    }
    It 'asks where it should' {
        (Get-Command Copy-PmpcContainer).Parameters.Keys | Should -Contain WhatIf
        [System.Management.Automation.CommandMetadata]::new((Get-Command Copy-PmpcContainer)).ConfirmImpact | Should -Be 'Medium' 
    }
}
