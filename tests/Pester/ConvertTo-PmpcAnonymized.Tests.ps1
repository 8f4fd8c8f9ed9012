Describe 'ConvertTo-PmpcAnonymized' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $env:PROXMOX_MPC_HOME = Join-Path $TestDrive 'profile'
        $null = New-LabWorkspace
    }
    AfterAll { Pop-Location; $env:PROXMOX_MPC_HOME = $null }

    It 'leaks nothing of the Lab when VMs and containers become JSON' {
        $lab = Get-Content -LiteralPath .proxmox/lab.json -Raw | ConvertFrom-Json -AsHashtable
        $json = (Get-PmpcVm), (Get-PmpcContainer) | ForEach-Object { $_ } | ConvertTo-PmpcAnonymized | ConvertTo-Json -Depth 8
        $json | Should -Not -BeNullOrEmpty
        $configs = $lab.guests.Values.config
        $names = @($configs | ForEach-Object { $_.name; $_.hostname }) + @($lab.nodes.Keys) | Where-Object { $_ }
        $descriptions = @($configs | ForEach-Object { $_.description } | Where-Object { $_ })
        $text = $configs | ConvertTo-Json -Depth 8
        $macs = @([regex]::Matches($text, '(?:[0-9A-F]{2}:){5}[0-9A-F]{2}').Value | Select-Object -Unique)
        $addresses = @([regex]::Matches($text, '\b(?:\d{1,3}\.){3}\d{1,3}\b').Value | Where-Object { $_ -notmatch '^(255|0|127)\.' } | Select-Object -Unique)
        $names.Count, $descriptions.Count, $macs.Count, $addresses.Count | ForEach-Object { $_ | Should -BeGreaterThan 2 }
        # A guest may be called as a tag is ('monitor'), and tags stay: names are sought where names stand.
        $shared = $json | ConvertFrom-Json
        $shared.Name | Where-Object { $_ -in $names } | Should -BeNullOrEmpty
        foreach ($name in $names | Where-Object { $_ -match '-' -or $_ -match '\d$' }) { $json | Should -Not -Match "(?<![\w-])$([regex]::Escape($name))(?![\w-])" }
        foreach ($value in $descriptions + $macs + $addresses) { $json.Contains($value) | Should -BeFalse -Because 'a real value is in the output' }
    }
    It 'keeps vmids, the view and the type' {
        $vm = Get-PmpcVm web-01 | ConvertTo-PmpcAnonymized
        $vm.VmId | Should -Be 100
        $vm.PSTypeNames[0] | Should -Be 'Anonymized.ProxmoxMpc.Core.Model.Guest'
        (Get-PmpcVm web-01 | ConvertTo-PmpcAnonymized | Show)[0] | Should -Match 'VmId Name'
    }
    It 'hands lines on before the next one is read' {
        $script:read = 0
        $null = 1..1000 | ForEach-Object { $script:read++; "10.20.0.$($_ % 250)" } | ConvertTo-PmpcAnonymized | Select-Object -First 3
        $script:read | Should -BeLessThan 6
    }
    It 'hides a key that comes line by line' {
        $body = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj'
        $lines = '-----BEGIN PRIVATE KEY-----', $body, $body, '-----END PRIVATE KEY-----', 'after' | ConvertTo-PmpcAnonymized
        $lines.Count | Should -Be 5
        $lines -join "`n" | Should -Not -Match 'MIIEvQIBADANBgkqhkiG9w0'
        $lines[0] | Should -Be '-----BEGIN PRIVATE KEY-----'
        $lines[4] | Should -Be 'after'
    }
    It 'copies a folder, skips what is no text, and never writes into it' {
        $null = New-Item in -ItemType Directory
        Set-Content in/web-01.conf 'host web-01 10.20.0.7'
        [IO.File]::WriteAllBytes("$PWD/in/disk.bin", [byte[]](0..255))
        $before = (Get-FileHash in/web-01.conf).Hash
        $files = ConvertTo-PmpcAnonymized -Path in -OutputPath out -WarningAction SilentlyContinue
        ($files | Group-Object Outcome | Sort-Object Name | ForEach-Object { "$($_.Name) $($_.Count)" }) | Should -Be 'Skipped 1', 'Written 1'
        (Get-FileHash in/web-01.conf).Hash | Should -Be $before
        Test-Path out/web-01.conf | Should -BeFalse
        Get-Content ($files | Where-Object Outcome -eq Written).OutputPath -Raw | Should -Not -Match '10\.20\.0\.7'
        { ConvertTo-PmpcAnonymized -Path in -OutputPath in -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcInputWouldBeOverwritten ConvertTo-PmpcAnonymized)
    }
    It 'writes nothing with -WhatIf, and says what it would' {
        Set-Content one.log 'host web-01 10.20.0.7'
        ConvertTo-PmpcAnonymized -Path one.log -OutputPath two.log -WhatIf | Should -BeNullOrEmpty
        Test-Path two.log | Should -BeFalse
        'at 10.20.0.7' | ConvertTo-PmpcAnonymized -WhatIf | Should -Not -Match '10\.20\.0\.7'
    }
    It 'hides storages, tags and descriptions of a text with -Level Strict' {
        $text = 'description = "Kasse von Huber"', 'tags = ["kasse", "nord"]', 'datastore_id = "tank-huber"', 'username = "ops"' -join "`n"
        $shared = $text | ConvertTo-PmpcAnonymized -Level Strict
        'Huber', 'kasse', 'nord', 'tank-huber', '"ops"' | ForEach-Object { $shared | Should -Not -BeLike "*$_*" }
        $text | ConvertTo-PmpcAnonymized | Should -BeLike '*tank-huber*'
    }
    It 'says where privacy.yml is wrong' {
        Set-Content .proxmox/privacy.yml "words: [ACME]`nlevle: Strict"
        try { { 'x' | ConvertTo-PmpcAnonymized -ErrorAction Stop } | Should -Throw '*privacy.yml:2:1*' } finally { Remove-Item .proxmox/privacy.yml }
    }
    It 'hides words of the user' {
        Set-Content .proxmox/privacy.yml 'words: [Zephyrcorp]'
        try { 'made by Zephyrcorp' | ConvertTo-PmpcAnonymized | Should -Not -Match 'Zephyrcorp' } finally { Remove-Item .proxmox/privacy.yml }
    }
}
