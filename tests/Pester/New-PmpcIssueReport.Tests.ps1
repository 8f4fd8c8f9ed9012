Describe 'New-PmpcIssueReport' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $home_ = $env:PROXMOX_MPC_HOME
        $env:PROXMOX_MPC_HOME = Join-Path $TestDrive 'profile'
        $null = New-LabWorkspace
    }
    AfterAll { Pop-Location; $env:PROXMOX_MPC_HOME = $home_ }

    It 'shows with -WhatIf what would be in it' {
        $report = New-PmpcIssueReport ./report -Safe -WhatIf
        $report.IsWritten | Should -BeFalse
        $report.Files.Name | Should -Contain 'inventory.md'
        Test-Path report | Should -BeFalse
    }
    It 'holds no name of a node, and a manifest' {
        $report = New-PmpcIssueReport ./report -Safe
        $nodes = (Get-PmpcNode).Name
        $all = Get-ChildItem report | Get-Content -Raw | Out-String
        foreach ($node in $nodes) { $all | Should -Not -Match "\b$node\b" }
        Get-Content report/MANIFEST.md -Raw | Should -Match '\| Node \| 3 \|'
    }
    It 'writes an archive, and not over one' {
        $null = New-PmpcIssueReport ./report.zip -Safe
        { New-PmpcIssueReport ./report.zip -Safe -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcOutputExists New-PmpcIssueReport)
    }
}
