Describe 'ConvertTo-PmpcAnonymized' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $home_ = $env:PROXMOX_MPC_HOME
        $env:PROXMOX_MPC_HOME = Join-Path $TestDrive 'profile'
        $null = New-LabWorkspace
    }
    AfterAll { Pop-Location; $env:PROXMOX_MPC_HOME = $home_ }

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
    It 'leaks no name and no address of the inventory in Get-PmpcVm | ConvertTo-PmpcAnonymized | ConvertTo-Json' {
        $guests = @(Get-PmpcVm) + @(Get-PmpcContainer)
        $nodes = @(Get-PmpcNode)
        $real = @($guests.Name) + @($nodes.Name) + @($nodes.Address) + @($guests.NetworkInterfaces.MacAddress) + @($guests.Config.Value | Select-String '\b(?!255\.|127\.|0\.)\d+\.\d+\.\d+\.\d+\b' -AllMatches | ForEach-Object { $_.Matches.Value }) + 'lab.example.internal' | Where-Object { $_ } | Select-Object -Unique
        $real.Count | Should -BeGreaterThan 40
        $json = (Get-PmpcVm | ConvertTo-PmpcAnonymized | ConvertTo-Json -Depth 8) + (Get-PmpcContainer | ConvertTo-PmpcAnonymized | ConvertTo-Json -Depth 8)
        # Tags stay, and a guest may be called as one is.
        $json = $json -replace '"tags": "[^"]*"' -replace '(?s)"Tags": \[.*?\]'
        $real | Where-Object { $json -match "(?<![\w.-])$([regex]::Escape($_))(?![\w.-])" } | Should -BeNullOrEmpty
    }
    It 'keeps vmids, the view and the type' {
        $vm = Get-PmpcVm web-01 | ConvertTo-PmpcAnonymized
        $vm.VmId | Should -Be 100
        $vm.PSTypeNames[0] | Should -Be 'Anonymized.ProxmoxMpc.Core.Model.Guest'
        (Get-PmpcVm web-01 | ConvertTo-PmpcAnonymized | Show)[0] | Should -Match 'VmId Name'
    }
    It 'shows the steps of a plan beside guests, which have their properties only' {
        $file = Join-Path $PWD 'terraform/pools.tf'
        $text = [IO.File]::ReadAllText($file)
        [IO.File]::WriteAllText($file, $text.Replace('"Staging and CI"', '"Staging"'))
        try { (Get-PmpcPlan | ConvertTo-PmpcAnonymized | Show) -join "`n" | Should -Match 'Beside guests : 1\. \S.*: \S' }
        finally { [IO.File]::WriteAllText($file, $text) }
    }
    It 'hands lines on before the next one is read' {
        $script:read = 0
        $null = 1..1000 | ForEach-Object { $script:read++; "10.20.0.$($_ % 250)" } | ConvertTo-PmpcAnonymized | Select-Object -First 3
        $script:read | Should -BeLessThan 6
    }
    It 'never holds more than a line of a big log' {
        $log = Join-Path $TestDrive big.log
        [IO.File]::WriteAllLines($log, [string[]]@(foreach ($number in 1..100000) { "Nov 27 05:10:11 kestrel-$($number % 40) sshd[812]: Accepted publickey for marlenqua from 10.44.$($number % 200).7 port 50022 ssh2 ($number)" }))
        $script:read = $script:written = $script:held = $script:leaks = 0
        Get-Content -LiteralPath $log | ForEach-Object { $script:read++; $_ } | ConvertTo-PmpcAnonymized | ForEach-Object {
            $script:written++
            if ($script:read - $script:written -gt $script:held) { $script:held = $script:read - $script:written }
            if ($_ -match 'kestrel|marlenqua|10\.44\.' -or -not $_.EndsWith("($script:written)")) { $script:leaks++ }
        }
        $script:written | Should -Be 100000
        # So many had been read and not yet written when a line came out.
        $script:held | Should -BeLessThan 2
        $script:leaks | Should -Be 0 -Because 'no line has a real name, and each is in its place'
        $script:read = 0
        $first = Get-Content -LiteralPath $log | ForEach-Object { $script:read++; $_ } | ConvertTo-PmpcAnonymized | Select-Object -First 1
        $first | Should -BeLike 'Nov 27 05:10:11 * sshd`[812`]: Accepted publickey for * port 50022 ssh2 (1)'
        $script:read | Should -BeLessThan 3
    }
    It 'keeps the pseudonyms of a pipeline that was stopped' {
        $line = 'host kestrel-77.quillfirma.de is 10.20.0.7', 'more' | ConvertTo-PmpcAnonymized | Select-Object -First 1
        $line | Should -Not -Match 'kestrel'
        # A runspace of its own reads what is stored.
        $other = [powershell]::Create()
        try { $other.AddScript("Import-Module '$((Get-Module ProxmoxMpc).Path)'; Set-Location -LiteralPath '$PWD'; '$line' | ConvertFrom-PmpcAnonymized").Invoke() | Should -Be 'host kestrel-77.quillfirma.de is 10.20.0.7' } finally { $other.Dispose() }
    }
    It 'goes on where a file cannot be read, and names what it leaves out' {
        $null = New-Item mixed -ItemType Directory
        Set-Content mixed/a.log 'host web-01 10.20.0.7'
        [IO.File]::WriteAllBytes("$PWD/mixed/old.gz", [byte[]](0x1f, 0x8b, 8, 0, 0, 0))
        [IO.File]::WriteAllBytes("$PWD/mixed/b.txt", [Text.UnicodeEncoding]::new($false, $false).GetBytes("host web-01`r`n"))
        $files = ConvertTo-PmpcAnonymized -Path mixed -OutputPath mixedout -WarningVariable told -WarningAction SilentlyContinue
        ($files | ForEach-Object { "$(Split-Path -Leaf $_.Path) $($_.Outcome)" }) | Should -Be 'a.log Written', 'b.txt Written', 'old.gz Skipped'
        "$told" | Should -BeLike '*old.gz*compressed*'
        { ConvertTo-PmpcAnonymized -Path mixed/a.log -OutputPath mixed/a.log -Force -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcInputWouldBeOverwritten ConvertTo-PmpcAnonymized)
        { ConvertTo-PmpcAnonymized -Path mixed/a.log -OutputPath mixed/a.log/b.log -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcOutputNotWritten ConvertTo-PmpcAnonymized)
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

Describe 'ConvertTo-PmpcAnonymized and objects' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $home_ = $env:PROXMOX_MPC_HOME
        $env:PROXMOX_MPC_HOME = Join-Path $TestDrive 'profile2'
        $null = New-LabWorkspace
        # Each label stands in some name, comment or address of the Lab, and in nothing of Proxmox's own.
        $labels = 'kestrelnode', 'zorbquelle', 'qwimper', 'marlenqua', 'quillfirma', 'huberquax', 'zephyrklaster', 'brixbert', 'quaxgruppe', '203.0.114', '10.44.7.', '10.10.20.', 'BC:24:11:4A:0', '5a100064', 'AAAAC3NzaC1lZDI1NTE5AAAAIAcICQoL'
        $lab = (Get-Content -LiteralPath .proxmox/lab.json -Raw) -replace '\bpve([123])\b', 'kestrelnode$1' | ConvertFrom-Json -AsHashtable
        $number = 0
        foreach ($guest in $lab.guests.Values) {
            $key = $guest.config.ContainsKey('hostname') ? 'hostname' : 'name'
            $guest.config[$key] = $number++ % 2 ? "zorbquelle-$number" : "Qwimper$number"
            $guest.config.description = "Kasse von Huberquax $number`nfragt Brixbert"
            if ($guest.config.ContainsKey('ciuser')) { $guest.config.ciuser = 'marlenqua' }
            if ($guest.config.ContainsKey('searchdomain')) { $guest.config.searchdomain = 'corp.quillfirma.de' }
        }
        $lab.clusterName = 'zephyrklaster'
        $lab.users = @{ 'root@pam' = @{ email = 'root@corp.quillfirma.de' }; 'marlenqua@pve' = @{ comment = 'Huberquax'; firstname = 'Brixbert'; lastname = 'Huberquax'; email = 'brixbert@quillfirma.de' } }
        $lab.groups = @{ quaxgruppe = @{ comment = 'Truppe Huberquax'; users = @('marlenqua@pve') } }
        $lab.acl = @(@{ path = '/'; ugid = 'marlenqua@pve'; type = 'user'; role = 'PVEAuditor'; propagate = $true }, @{ path = '/pool/staging'; ugid = 'quaxgruppe'; type = 'group'; role = 'PVEVMAdmin'; propagate = $true })
        $lab.pools.prod.comment = 'Kunde Huberquax'
        $lab.datacenter.description = 'Rechenzentrum Huberquax'
        $lab.ha.resources['vm:102'].comment = 'Huberquax db'
        $lab.firewall.aliases.office = @{ cidr = '203.0.114.0/24'; comment = 'Huberquax' }
        $lab.firewall.ipsets.management = @{ comment = 'Huberquax'; entries = @(@{ cidr = '10.44.7.0/24'; comment = 'Huberquax' }) }
        $lab.backupJobs['backup-nightly'].comment = 'Huberquax'
        $lab.backupJobs['backup-nightly']['notes-template'] = '{{guestname}} Huberquax'
        $lab | ConvertTo-Json -Depth 20 | Set-Content .proxmox/lab.json
        $null = Sync-PmpcInfrastructure
    }
    AfterAll { Pop-Location; $env:PROXMOX_MPC_HOME = $home_ }

    It 'leaks nothing of what any cmdlet emits' {
        # Every reading cmdlet without mandatory parameters is in it: what is new is shared here, too. Pseudonyms are listed with what they stand for.
        $scripts = @(Get-Command -Module ProxmoxMpc -Verb Get, Test, Compare | Where-Object Name -NotMatch 'Pseudonym$' | Where-Object { $sets = $_.ParameterSets; -not @(@($sets | Where-Object IsDefault) + @($sets)[0] | Select-Object -First 1 | ForEach-Object Parameters | Where-Object IsMandatory) } | ForEach-Object Name) + @(
            'Get-PmpcTask | Get-PmpcTaskLog'
            "New-PmpcGuestSnapshot -VmId 100 -SnapshotName before1 -Description 'vor Huberquax'"
            'Get-PmpcGuestSnapshot -VmId 100'
            "Set-PmpcVm -VmId 100 -Memory 8192 -Description 'neu fuer Huberquax, und Brixbert'"
            'Get-PmpcPlan', '(Get-PmpcPlan).Steps', 'Compare-PmpcInfrastructure', 'Invoke-PmpcApply -Confirm:$false', 'Stop-PmpcVm -VmId 100 -Confirm:$false', 'Sync-PmpcInfrastructure', 'Get-PmpcHistory', 'Get-PmpcStatus'
            'Get-PmpcVm nosuchqwimper', 'New-PmpcIssueReport report -WhatIf')
        $types = [Collections.Generic.HashSet[string]]::new()
        foreach ($script in $scripts) {
            $found = @(try { & ([scriptblock]::Create($script)) 2>&1 3>$null 6>$null } catch { $_ })
            $found | ForEach-Object { $null = $types.Add($_.PSTypeNames[0]) }
            $json = ($found | ConvertTo-PmpcAnonymized -Level Standard -ErrorAction Stop | ConvertTo-Json -Depth 12 -WarningAction SilentlyContinue) -join "`n"
            foreach ($label in $labels) { $json.Contains($label, 'OrdinalIgnoreCase') | Should -BeFalse -Because "$script must not tell $label, as in: $(@($json -split "`n" -like "*$label*")[0])" }
        }
        $types.Count | Should -BeGreaterThan 25
    }
    It 'keeps the types of objects of any shape, and gives them back' {
        $item = [pscustomobject]@{
            Node = 'castle-01'; Nested = [pscustomobject]@{ Deep = [pscustomobject]@{ Text = 'ssh castle-01'; Number = 7 } }
            Table = @{ 'castle-01' = @{ ip = '10.77.3.9' } }; List = @(1, 'at 10.77.3.9', $null); When = [datetime]'2026-01-02'; Bytes = [Text.Encoding]::UTF8.GetBytes('castle-01 is 10.77.3.9'); Key = [byte[]](0, 255, 1, 254)
            Password = 'Geheim#77x'; Secret = (ConvertTo-SecureString 'Geheim#78' -AsPlainText -Force); Credential = [pscredential]::new('jane@castle.firma.de', (ConvertTo-SecureString 'Geheim#79' -AsPlainText -Force))
            Xml = [xml]'<host name="castle-01">10.77.3.9</host>'; Id = [guid]'6f1c2b34-9a8b-4c5d-8e7f-0123456789ab'; Flag = $true; Ratio = 4.5; Nothing = $null; Empty = ''
        }
        $out = $item | ConvertTo-PmpcAnonymized
        $out.Nested.Deep.Number, $out.When, $out.Bytes, $out.List, $out.Flag, $out.Ratio | ForEach-Object { , $_ } | ForEach-Object { $_.GetType().Name } | Should -Be 'Int32', 'DateTime', 'Byte[]', 'Object[]', 'Boolean', 'Double'
        $out.Nested.Deep.Text | Should -BeLike 'ssh *'
        $shared = ($out | ConvertTo-Json -Depth 8) + [Text.Encoding]::UTF8.GetString($out.Bytes)
        foreach ($value in 'castle', '10.77.3.9', 'Geheim', 'jane', 'firma', '6f1c2b34') { $shared | Should -Not -BeLike "*$value*" }
        $back = $out | ConvertFrom-PmpcAnonymized
        "$($back.Node) $($back.Nested.Deep.Text) $($back.Table.Keys) $($back.List[1]) $([Text.Encoding]::UTF8.GetString($back.Bytes))" | Should -Be 'castle-01 ssh castle-01 castle-01 at 10.77.3.9 castle-01 is 10.77.3.9'
    }
    It 'hides a number that is a password, keeps the others, and takes any command''s description' {
        $out = '{"password":12345678,"vmid":101,"memory":4096}' | ConvertFrom-Json | ConvertTo-PmpcAnonymized
        $out.password, $out.vmid, $out.memory | ForEach-Object { $_ -is [string] } | Should -Be $false, $false, $false
        $out.password | Should -Not -Be 12345678
        $out.vmid, $out.memory | Should -Be 101, 4096
        ($out | ConvertFrom-PmpcAnonymized).password | Should -Be 12345678
        (Get-Command Get-PmpcVm | ConvertTo-PmpcAnonymized).Name | Should -Be 'Get-PmpcVm'
    }
    It 'shares an error with what it says, and refuses bytes one by one' {
        try { Get-Item /nonexistent/castle-01.firma.de -ErrorAction Stop } catch { $record = $_ }
        $out = $record | ConvertTo-PmpcAnonymized
        $out.FullyQualifiedErrorId | Should -BeLike 'PathNotFound*'
        $out.Exception.Message | Should -BeLike 'Cannot find path*'
        $out | ConvertTo-Json -Depth 8 | Should -Not -BeLike '*firma*'
        { [Text.Encoding]::UTF8.GetBytes('castle-01') | ConvertTo-PmpcAnonymized -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcInputInPieces ConvertTo-PmpcAnonymized)
    }
    It 'changes nothing in a second run, in a new session of the workspace either' {
        $text = 'node castle-01.firma.de is 10.77.3.9', 'password=Geheim#77x', 'token ghp_0123456789abcdefABCDEF0123456789abcd'
        $shared = $text | ConvertTo-PmpcAnonymized
        $shared | ConvertTo-PmpcAnonymized | Should -Be $shared
        $run = { param($module, $folder, $text) Import-Module $module; Set-Location $folder; $text | ConvertTo-PmpcAnonymized }
        [powershell]::Create().AddScript($run).AddArgument($module).AddArgument("$PWD").AddArgument($shared).Invoke() | Should -Be $shared
    }
}
