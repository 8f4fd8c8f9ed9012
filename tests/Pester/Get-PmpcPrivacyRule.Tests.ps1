Describe 'Get-PmpcPrivacyRule' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $home_ = $env:PROXMOX_MPC_HOME
        $env:PROXMOX_MPC_HOME = Join-Path $TestDrive 'profile'
        $null = New-LabWorkspace
    }
    AfterAll { Pop-Location; $env:PROXMOX_MPC_HOME = $home_ }

    It 'lists rules and whether they are in force' {
        (Get-PmpcPrivacyRule ipv4).IsActive | Should -BeTrue
        (Get-PmpcPrivacyRule ipv4 -Level SecretsOnly).IsActive | Should -BeFalse
        Get-PmpcPrivacyRule no-such-rule -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed.FullyQualifiedErrorId | Should -Be (ErrorId PmpcPrivacyRuleNotFound Get-PmpcPrivacyRule)
    }
}
