Describe 'ConvertFrom-PmpcAnonymized' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $env:PROXMOX_MPC_HOME = Join-Path $TestDrive 'profile'
        $null = New-LabWorkspace
    }
    AfterAll { Pop-Location; $env:PROXMOX_MPC_HOME = $null }

    It 'gives names and addresses back' {
        $text = 'web-01 lost 10.20.0.7, said bob@pve'
        $shared = $text | ConvertTo-PmpcAnonymized
        $shared | Should -Not -Match 'web-01|10\.20\.0\.7|bob'
        $shared | ConvertFrom-PmpcAnonymized | Should -Be $text
    }
    It 'gives objects back' { (Get-PmpcVm web-01 | ConvertTo-PmpcAnonymized | ConvertFrom-PmpcAnonymized).Name | Should -Be 'web-01' }
    It 'knows in a new session what the workspace stored, and needs the key for that' {
        $shared = 'see 10.20.0.9' | ConvertTo-PmpcAnonymized
        $run = { param($module, $folder, $text) Import-Module $module; Set-Location $folder; $text | ConvertFrom-PmpcAnonymized }
        $shell = [powershell]::Create()
        $shell.AddScript($run).AddArgument($module).AddArgument("$PWD").AddArgument($shared).Invoke() | Should -Be 'see 10.20.0.9'
        [Text.Encoding]::Latin1.GetString([IO.File]::ReadAllBytes("$PWD/.proxmox/state.db")) | Should -Not -Match '10\.20\.0\.9'
    }
}
