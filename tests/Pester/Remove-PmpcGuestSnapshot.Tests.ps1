Describe 'Remove-PmpcGuestSnapshot' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $fast = { $args[0].options = @{ taskSeconds = 0.05 } }
    }
    AfterAll { Pop-Location }
    BeforeEach { $null = New-LabWorkspace -Edit $fast }

    It 'removes what Get lists' {
        New-PmpcGuestSnapshot web-01, dns-01 one
        New-PmpcGuestSnapshot web-01 two
        Get-PmpcGuestSnapshot * o* | Remove-PmpcGuestSnapshot -Confirm:$false
        (Get-PmpcGuestSnapshot *).SnapshotName | Should -Be 'two'
    }
    It 'does nothing with -WhatIf' {
        New-PmpcGuestSnapshot web-01 one
        Remove-PmpcGuestSnapshot web-01 * -WhatIf
        (Get-PmpcGuestSnapshot web-01).SnapshotName | Should -Be 'one'
    }
    It 'is an error for one that is not there' {
        { Remove-PmpcGuestSnapshot web-01 none -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcSnapshotNotFound Remove-PmpcGuestSnapshot)
    }
    It 'asks where it should' {
        (Get-Command Remove-PmpcGuestSnapshot).Parameters.Keys | Should -Contain WhatIf
        [System.Management.Automation.CommandMetadata]::new((Get-Command Remove-PmpcGuestSnapshot)).ConfirmImpact | Should -Be 'High' 
    }
}
