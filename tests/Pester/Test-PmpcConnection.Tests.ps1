Describe 'Test-PmpcConnection' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
    }
    AfterAll { Pop-Location }

    It 'says yes with the version of the Lab' {
        $null = New-LabWorkspace -NoSync
        $report = Test-PmpcConnection
        $report.Succeeded | Should -BeTrue
        $report.Server | Should -Be 'Lab'
        $report.Version | Should -Match '^\d+\.\d+'
        $report.ErrorId | Should -BeNullOrEmpty
    }
    It 'answers no without an error where nobody listens' {
        $path = Join-Path $TestDrive unreachable
        $env:PMPC_PESTER_SECRET = 'b0a1c2d3-2222-4000-8000-0123456789ab'
        try {
            $null = Initialize-PmpcWorkspace $path -Server https://127.0.0.1:9 -TokenId 'automation@pve!pmpc' -SecretEnvironmentVariable PMPC_PESTER_SECRET -SkipConnectionTest
            $report = Test-PmpcConnection -Workspace $path -ErrorAction Stop
            $report.Succeeded | Should -BeFalse
            $report.ErrorId | Should -Be 'PmpcServerUnreachable'
            $report.Message | Should -Not -BeNullOrEmpty
            "$($report | Out-String)" | Should -Not -BeLike '*b0a1c2d3-2222*'
        }
        finally { $env:PMPC_PESTER_SECRET = $null }
    }
    It 'reports on every endpoint, and asks nobody for a password while none answers' {
        $path = Join-Path $TestDrive two
        $null = Initialize-PmpcWorkspace $path -Server https://127.0.0.1:9, https://127.0.0.1:10 -UserName root@pam -SecretEnvironmentVariable PMPC_PESTER_SECRET -SkipConnectionTest
        $env:PMPC_PESTER_SECRET = 'b0a1c2d3-3333'
        try { $reports = Test-PmpcConnection -Workspace $path -TimeoutSeconds 5 -ErrorAction Stop }
        finally { $env:PMPC_PESTER_SECRET = $null }
        $reports.Server | Should -Be 'https://127.0.0.1:9/', 'https://127.0.0.1:10/'
        $reports.ErrorId | Should -Be 'PmpcServerUnreachable', 'PmpcServerUnreachable'
        $reports.Identity | Select-Object -Unique | Should -Be 'root@pam'
    }
    It 'is an error outside of a workspace' {
        Set-Location $TestDrive
        { Test-PmpcConnection } | Should -Throw -ErrorId (ErrorId PmpcWorkspaceNotFound Test-PmpcConnection)
    }
    It 'says line and column of settings that cannot be read' {
        $null = New-LabWorkspace -NoSync
        "lab: [" | Set-Content .proxmox/config.yml
        $failure = { Test-PmpcConnection -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcConfigInvalid Test-PmpcConnection) -PassThru
        "$failure" | Should -BeLike '*config.yml*'
    }
}
