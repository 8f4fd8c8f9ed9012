Describe 'Import-PmpcConfiguration' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $fleet = @'
version: 1
defaults: { node: pve1, memory: 2GiB }
guests:
  app-[01-03]: { vmid: 7001, cores: 2 }
environments:
  production:
    guests:
      app-[01-03]: { cores: 4 }
'@
    }
    AfterAll { Pop-Location }
    BeforeEach {
        $null = New-LabWorkspace
        Set-Content guests.yml $fleet
    }

    It 'writes the code of a fleet, once' {
        Import-PmpcConfiguration guests.yml | ForEach-Object { "$($_.Action) $($_.Name) $($_.VmId)" } | Should -Be 'Created app-01 7001', 'Created app-02 7002', 'Created app-03 7003'
        (Get-PmpcPlan).Steps | Where-Object Action -eq Create | ForEach-Object VmId | Should -Be 7001, 7002, 7003
        (Import-PmpcConfiguration guests.yml).Action | Select-Object -Unique | Should -Be Unchanged
    }
    It 'lays an environment over it' {
        $null = Import-PmpcConfiguration guests.yml
        Import-PmpcConfiguration guests.yml -Environment production | Show | Should -Be @(
            'Action  VmId Name   Node Changes File'
            '------  ---- ----   ---- ------- ----'
            'Updated 7001 app-01 pve1 cores   terraform/vms/app-01.tf'
            'Updated 7002 app-02 pve1 cores   terraform/vms/app-02.tf'
            'Updated 7003 app-03 pve1 cores   terraform/vms/app-03.tf')
    }
    It 'takes JSON, and files of the pipeline' {
        '{"version": 1, "guests": {"json-01": {"cores": 1}}}' | Set-Content more.json
        (Get-Item guests.yml, more.json | Import-PmpcConfiguration).Name | Should -Be 'app-01', 'app-02', 'app-03', 'json-01'
    }
    It 'writes nothing with -WhatIf' {
        $before = Get-Code
        (Import-PmpcConfiguration guests.yml -WhatIf).Action | Should -Be Created, Created, Created
        Get-Code | Should -Be $before
    }
    It 'says of every mistake where it is and what was expected, and writes nothing' {
        Set-Content guests.yml "version: 1`nguests:`n  a: { coers: 2 }`n  b: { node: pve9 }"
        $before = Get-Code
        $failure = { Import-PmpcConfiguration guests.yml -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcDeclarationInvalid Import-PmpcConfiguration) -PassThru
        $failure.CategoryInfo.Category | Should -Be ParserError
        "$failure" | Should -BeLike "*guests.yml:3:15: a VM has no 'coers'; did you mean 'cores'?*guests.yml:4:14: there is no node 'pve9'; pve1, pve2, pve3 are expected*"
        $failure.TargetObject.Line | Should -Be 3, 4
        Get-Code | Should -Be $before
    }
    It 'knows no other environments than those of the file' {
        { Import-PmpcConfiguration guests.yml -Environment nowhere -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcEnvironmentUnknown Import-PmpcConfiguration)
    }
    It 'can be undone' {
        $snapshot = (Get-PmpcSnapshot | Select-Object -First 1).Id
        $null = Import-PmpcConfiguration guests.yml
        $null = Restore-PmpcSnapshot $snapshot -Confirm:$false
        'terraform/vms/app-01.tf' | Should -Not -Exist
    }
    It 'ships a schema for editors' {
        $schema = Get-Content (Join-Path (Get-Module ProxmoxMpc).ModuleBase schemas/guests.schema.json) -Raw
        Test-Json -Json '{"version": 1, "guests": {"app-[01-03]": {"vmid": 7001, "cores": 2, "memory": "2GiB", "net0": {"bridge": "vmbr0"}}}}' -Schema $schema | Should -BeTrue
        Test-Json -Json '{"version": 1, "guests": {"app": {"coers": 2}}}' -Schema $schema -ErrorAction SilentlyContinue | Should -BeFalse
    }
}
