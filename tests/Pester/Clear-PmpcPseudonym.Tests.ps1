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
    It 'forgets names that only earlier sessions have learnt' {
        $null = 'user jane.quax@pve on kestrel-77.quillfirma.de' | ConvertTo-PmpcAnonymized
        $run = { param($module, $folder, $text) Import-Module $module; Set-Location $folder; $text | ConvertTo-PmpcAnonymized }
        $text = 'quax-jane? No: jane.quax, says kestrel-77'
        $later = { [powershell]::Create().AddScript($run).AddArgument($module).AddArgument("$PWD").AddArgument($text).Invoke() }
        & $later | Should -Not -Match 'jane\.quax|kestrel'
        Clear-PmpcPseudonym -Confirm:$false
        & $later | Should -Match 'kestrel-77'
    }
}
