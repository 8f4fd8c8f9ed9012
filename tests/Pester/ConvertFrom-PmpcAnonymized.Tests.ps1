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
    It 'gives a file back byte for byte, UTF-16 too, and leaves out what is no text' {
        [IO.File]::WriteAllText("$PWD/wide.txt", "ip 10.20.3.4`r`nnode: web-07.firma.de`r`n", [Text.Encoding]::Unicode)
        [IO.File]::WriteAllBytes("$PWD/narrow.log", [Text.Encoding]::UTF8.GetBytes("10.20.3.4 x`r`n") + [byte[]](255, 254, 10))
        foreach ($name in 'wide.txt', 'narrow.log') {
            $null = ConvertTo-PmpcAnonymized -Path $name -OutputPath "shared-$name"
            $null = ConvertFrom-PmpcAnonymized -Path "shared-$name" -OutputPath "back-$name"
            (Get-FileHash "shared-$name").Hash | Should -Not -Be (Get-FileHash $name).Hash
            (Get-FileHash "back-$name").Hash | Should -Be (Get-FileHash $name).Hash
        }
        [IO.File]::WriteAllBytes("$PWD/disk.bin", [byte[]](0..255))
        (ConvertFrom-PmpcAnonymized -Path disk.bin -OutputPath back.bin -WarningVariable told -WarningAction SilentlyContinue).Outcome | Should -Be Skipped
        "$told" | Should -BeLike '*disk.bin*no text*'
        Test-Path back.bin | Should -BeFalse
        ConvertFrom-PmpcAnonymized -Path shared-wide.txt | Should -Be 'ip 10.20.3.4', 'node: web-07.firma.de'
    }
    It 'gives a folder back as it was, and one that was edited as it is meant' {
        $null = New-Item tree/nodes/web-01 -ItemType Directory
        Set-Content tree/nodes/web-01/10.20.0.7.log 'user bob@pve from 10.20.0.7'
        Set-Content tree/web-01.conf 'host web-01 10.20.0.7'
        $null = ConvertTo-PmpcAnonymized -Path tree -OutputPath tree-shared
        (Get-ChildItem tree-shared -Recurse).Name | Should -Not -Match 'web-01|10\.20'
        $files = ConvertFrom-PmpcAnonymized -Path tree-shared -OutputPath tree-back
        $files.Outcome | Should -Be Written, Written
        ($files | Measure-Object Replaced -Sum).Sum | Should -Be 4
        foreach ($file in 'web-01.conf', 'nodes/web-01/10.20.0.7.log') { (Get-FileHash "tree-back/$file").Hash | Should -Be (Get-FileHash "tree/$file").Hash }
        $name = (Get-ChildItem tree-shared -File).BaseName
        Set-Content "tree-shared/new-$name.md" "restart $name"
        { ConvertFrom-PmpcAnonymized -Path tree-shared -Destination tree-back -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcOutputExists ConvertFrom-PmpcAnonymized)
        ConvertFrom-PmpcAnonymized -Path tree-shared -Destination tree-back -Force -WhatIf | Should -BeNullOrEmpty
        Test-Path tree-back/new-web-01.md | Should -BeFalse
        $null = ConvertFrom-PmpcAnonymized -Path tree-shared -Destination tree-back -Force
        Get-Content tree-back/new-web-01.md | Should -Be 'restart web-01'
    }
    It 'asks where the copies of a folder go, and keeps them out of what is shared' {
        $null = New-Item told/sub -ItemType Directory
        Set-Content told/a.log 'plain'
        { ConvertFrom-PmpcAnonymized -Path told -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcOutputPathMissing ConvertFrom-PmpcAnonymized)
        { ConvertFrom-PmpcAnonymized -Path told -OutputPath told/sub -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcOutputInsideInput ConvertFrom-PmpcAnonymized)
        { ConvertFrom-PmpcAnonymized -Path told -OutputPath . -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcInputWouldBeOverwritten ConvertFrom-PmpcAnonymized)
    }
    It 'completes parameters as the way there' { Complete 'ConvertFrom-PmpcAnonymized -Path x -K' | Should -Be '-KeepName' }
}
