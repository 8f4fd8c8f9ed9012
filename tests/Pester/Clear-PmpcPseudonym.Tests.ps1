Describe 'Clear-PmpcPseudonym' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $home_ = $env:PROXMOX_MPC_HOME
        $env:PROXMOX_MPC_HOME = Join-Path $TestDrive 'profile'
        $null = New-LabWorkspace
    }
    AfterAll { Pop-Location; $env:PROXMOX_MPC_HOME = $home_ }

    It 'forgets pseudonyms and key' {
        $before = '10.20.0.7' | ConvertTo-PmpcAnonymized
        Clear-PmpcPseudonym -WhatIf
        Get-PmpcPseudonym | Should -Not -BeNullOrEmpty
        Clear-PmpcPseudonym -Confirm:$false
        Get-PmpcPseudonym | Should -BeNullOrEmpty
        @(Get-ChildItem (Join-Path $env:PROXMOX_MPC_HOME privacy)).Count | Should -Be 0
        $before | ConvertFrom-PmpcAnonymized -WarningAction SilentlyContinue | Should -Be $before
    }
}
