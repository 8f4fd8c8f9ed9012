Describe 'Invoke-PmpcApi' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $fast = { $args[0].options = @{ taskSeconds = 0.05 } }
    }
    AfterAll { Pop-Location }
    BeforeEach { $null = New-LabWorkspace -Edit $fast }

    It 'reads any endpoint as objects' {
        (Invoke-PmpcApi /nodes).node | Sort-Object | Should -Be 'pve1', 'pve2', 'pve3'
        (Invoke-PmpcApi /nodes/pve1/qemu/100/config).name | Should -Be 'web-01'
        (Invoke-PmpcApi /version -Raw | ConvertFrom-Json).release | Should -Be '9.2'
    }
    It 'writes, with what PowerShell has as types' {
        Invoke-PmpcApi -Method Put /nodes/pve1/qemu/100/config @{ onboot = $true; tags = 'b', 'a' } | Should -BeNullOrEmpty
        (Get-LabGuest 100).config.tags | Should -Be 'a;b'
    }
    It 'sends the values of a list one by one' {
        Invoke-PmpcApi -Method Post /cluster/backup @{ id = 'nightly-x'; schedule = '02:30'; all = $true; storage = 'local'; 'exclude-path' = '/tmp/a b', '/var/x,y' }
        (Invoke-PmpcApi /cluster/backup/nightly-x).'exclude-path' | Should -Be '/tmp/a b', '/var/x,y'
        { Invoke-PmpcApi -Method Put /nodes/pve1/qemu/100/config @{ name = 'a', 'b' } -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcInvalidParameter Invoke-PmpcApi)
    }
    It 'shows no secret and sends nothing with -WhatIf' {
        $said = Invoke-PmpcApi -Method Post /access/users @{ userid = 'a@pve'; password = 'S3cret-Word' } -WhatIf -Verbose *>&1 | Out-String
        $said | Should -Not -BeLike '*S3cret*'
        (Invoke-PmpcApi /access/users).userid | Should -Not -Contain 'a@pve'
    }
    It 'waits for a task' {
        (Invoke-PmpcApi -Method Post /nodes/pve2/qemu/104/status/start -Wait).ExitStatus | Should -Be 'OK'
    }
    It 'refuses a path that leads elsewhere' {
        { Invoke-PmpcApi /nodes/../access -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcInvalidPath Invoke-PmpcApi)
    }
}
