Describe 'ConvertFrom-PmpcAnonymized' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $home_ = $env:PROXMOX_MPC_HOME
        $env:PROXMOX_MPC_HOME = Join-Path $TestDrive 'profile'
        $null = New-LabWorkspace
    }
    AfterAll { Pop-Location; $env:PROXMOX_MPC_HOME = $home_ }

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
    It 'gives a file back byte for byte, UTF-16 too, and refuses what is no text' {
        [IO.File]::WriteAllText("$PWD/wide.txt", "ip 10.20.3.4`r`nnode: web-07.firma.de`r`n", [Text.Encoding]::Unicode)
        [IO.File]::WriteAllBytes("$PWD/narrow.log", [Text.Encoding]::UTF8.GetBytes("10.20.3.4 x`r`n") + [byte[]](255, 254, 10))
        foreach ($name in 'wide.txt', 'narrow.log') {
            $null = ConvertTo-PmpcAnonymized -Path $name -OutputPath "shared-$name"
            $null = ConvertFrom-PmpcAnonymized -Path "shared-$name" -OutputPath "back-$name"
            (Get-FileHash "shared-$name").Hash | Should -Not -Be (Get-FileHash $name).Hash
            (Get-FileHash "back-$name").Hash | Should -Be (Get-FileHash $name).Hash
        }
        [IO.File]::WriteAllBytes("$PWD/disk.bin", [byte[]](0..255))
        { ConvertFrom-PmpcAnonymized -Path disk.bin -OutputPath back.bin -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcInputIsBinary ConvertFrom-PmpcAnonymized)
    }
}
