Describe 'Get-PmpcAnonymizationStatistic' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $home_ = $env:PROXMOX_MPC_HOME
        $env:PROXMOX_MPC_HOME = Join-Path $TestDrive 'profile'
        $null = New-LabWorkspace
    }
    AfterAll { Pop-Location; $env:PROXMOX_MPC_HOME = $home_ }

    It 'counts without values' {
        $null = '10.20.0.7 10.20.0.7 10.20.0.8' | ConvertTo-PmpcAnonymized
        Get-PmpcAnonymizationStatistic | Where-Object Kind -eq Ipv4 | ForEach-Object { "$($_.Replaced) $($_.Distinct)" } | Should -Be '3 2'
    }
}
