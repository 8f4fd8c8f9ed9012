Describe 'Get-PmpcPseudonym' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $home_ = $env:PROXMOX_MPC_HOME
        $env:PROXMOX_MPC_HOME = Join-Path $TestDrive 'profile'
        $null = New-LabWorkspace
    }
    AfterAll { Pop-Location; $env:PROXMOX_MPC_HOME = $home_ }

    It 'tells what stands for what, but no secret' {
        $null = 'password = Tr0ub4dor&3', 'at 10.20.0.7' | ConvertTo-PmpcAnonymized
        (Get-PmpcPseudonym 10.20.0.7).Kind | Should -Be 'Ipv4'
        (Get-PmpcPseudonym -Kind Password).Original | Should -BeNullOrEmpty
        Complete 'Get-PmpcPseudonym -Kind Gue' | Should -Be 'Guest'
    }
}
