Describe 'Suspend-PmpcContainer' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $fast = { $args[0].options = @{ taskSeconds = 0.05 } }
    }
    AfterAll { Pop-Location }
    BeforeEach { $null = New-LabWorkspace -Edit $fast }

    It 'freezes, and warns of it' {
        Suspend-PmpcContainer dns-01 -Confirm:$false -WarningVariable warned -WarningAction SilentlyContinue
        $warned | Should -BeLike '*experimental*'
        (Get-PmpcTask -Limit 1).Type | Should -Be 'vzsuspend'
    }
    It 'is an error for what does not run' {
        { Suspend-PmpcContainer sandbox -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcGuestNotRunning Suspend-PmpcContainer)
    }
    It 'does nothing with -WhatIf' {
        Suspend-PmpcContainer dns-01 -WhatIf -WarningAction SilentlyContinue
        @(Get-PmpcTask -Type *suspend, *pause).Count | Should -Be 0
    }
    It 'asks where it should' {
        (Get-Command Suspend-PmpcContainer).Parameters.Keys | Should -Contain WhatIf
        [System.Management.Automation.CommandMetadata]::new((Get-Command Suspend-PmpcContainer)).ConfirmImpact | Should -Be 'High' 
    }
}
