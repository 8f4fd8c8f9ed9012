Describe 'Copy-PmpcVm' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $fast = { $args[0].options = @{ taskSeconds = 0.05 } }
    }
    AfterAll { Pop-Location }
    BeforeEach { $null = New-LabWorkspace -Edit $fast }

    It 'makes a copy that the next sync brings into the code' {
        $copy = Copy-PmpcVm tmpl-debian-13 copy-01 -PassThru
        $copy.Name | Should -Be 'copy-01'
        'terraform/vms/copy-01.tf' | Should -Not -Exist
        $null = Sync-PmpcInfrastructure
        'terraform/vms/copy-01.tf' | Should -Exist
        (Get-PmpcPlan).HasChanges | Should -BeFalse
    }
    It 'takes vmids that nobody has, the code included' {
        New-PmpcVm planned
        (Copy-PmpcVm tmpl-debian-13 -PassThru).VmId | Should -Be 109
    }
    It 'does nothing with -WhatIf' {
        Copy-PmpcVm tmpl-debian-13 copy-01 -WhatIf
        @(Get-PmpcTask -Type *clone -Since ([datetime]::Now.AddMinutes(-5))).Count | Should -Be 0
    }
    It 'is full or linked, not both' {
        { Copy-PmpcVm tmpl-debian-13 -Full -Linked -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcInvalidParameter Copy-PmpcVm)
    }
    It 'is the error of its task where that fails' {
        Edit-Lab { $args[0].faults = @(@{ kind = 'taskError'; task = '*clone'; message = 'out of space' }) }
        $failure = { Copy-PmpcVm tmpl-debian-13 -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcTaskFailed Copy-PmpcVm) -PassThru
        "$failure" | Should -BeLike '*out of space*' 
    }
    It 'asks where it should' {
        (Get-Command Copy-PmpcVm).Parameters.Keys | Should -Contain WhatIf
        [System.Management.Automation.CommandMetadata]::new((Get-Command Copy-PmpcVm)).ConfirmImpact | Should -Be 'Medium' 
    }
}
