Describe 'The module' {
    BeforeAll { . $PSScriptRoot/common.ps1 }

    It 'exports what its manifest lists, with complete help' {
        $commands = Get-Command -Module ProxmoxMpc
        $commands.Name | Should -Be (Import-PowerShellDataFile ((Get-Module ProxmoxMpc).Path -replace 'ProxmoxMpc\.PowerShell\.dll$', 'ProxmoxMpc.psd1')).CmdletsToExport
        foreach ($command in $commands) {
            $help = Get-Help $command.Name -Full
            $help.Synopsis | Should -Not -BeLike "*$($command.Name) *``[*" -Because "$($command.Name) has a synopsis of its own"
            @($help.examples.example).Count | Should -BeGreaterThan 1
            foreach ($parameter in $help.parameters.parameter) { "$($parameter.description.Text)" | Should -Not -BeNullOrEmpty -Because "$($command.Name) -$($parameter.name)" }
        }
        Get-Help about_ProxmoxMpc | Should -BeLike '*three states*'
    }
    It 'shows what examples print as it is printed' {
        $lines = (Get-Help Get-PmpcVm -Examples | Out-String -Width 160) -split '\r?\n'
        $header = [array]::FindIndex($lines, [Predicate[string]] { $args[0] -match '^ +VmId Name   Kind' })
        $header | Should -BeGreaterThan 0
        $lines[$header + 1] | Should -Match '^ +---- ----   ----'
        $lines[$header + 1].IndexOf('-') | Should -Be $lines[$header].IndexOf('VmId')
    }
    It 'asks before it changes something, and only then' {
        $commands = Get-Command -Module ProxmoxMpc
        # The two conversions write files only where they are told to, and ask then.
        ($commands | Where-Object { $_.Parameters.ContainsKey('WhatIf') }).Name | Should -Be ($commands | Where-Object Verb -NotIn Compare, Get, Test, Wait).Name
    }
    # Each in a process of its own: what is loaded stays loaded.
    Context 'in a fresh process' {
        BeforeAll {
            $manifest = (Get-Module ProxmoxMpc).Path -replace 'ProxmoxMpc\.PowerShell\.dll$', 'ProxmoxMpc.psd1'
            function Run([string] $Script) {
                $lines = pwsh -NoProfile -NonInteractive -Command "`$ErrorActionPreference = 'Stop'; `$ProgressPreference = 'SilentlyContinue'; $Script"
                if ($LASTEXITCODE -ne 0) { throw "$lines" }
                $lines
            }
            $other = Join-Path $PSScriptRoot '../Neighbour/bin/Debug/net10.0/ProxmoxMpc.Tests.Neighbour.dll'
            $work = "`$null = Initialize-PmpcWorkspace '$TestDrive/PLACE' -Lab; (Sync-PmpcInfrastructure -Workspace '$TestDrive/PLACE').Guests"
        }
        It 'can be imported, removed and imported again' {
            Run "Import-Module '$manifest'; $($work.Replace('PLACE', 'again1')); Remove-Module ProxmoxMpc; Import-Module '$manifest'; $($work.Replace('PLACE', 'again2'))" | Should -Be 15, 15
        }
        It 'loads none of the libraries of its core by itself' {
            Run "Import-Module '$manifest'; [AppDomain]::CurrentDomain.GetAssemblies().GetName().Name -match '^(YamlDotNet|Microsoft.Data.Sqlite|Scriban)$'" | Should -BeNullOrEmpty
        }
        It 'works beside a module with other versions of its libraries' {
            if (-not (Test-Path $other)) { Set-ItResult -Skipped -Because 'the neighbouring module is not built'; return }
            $lines = Run "Import-Module '$other'; Get-NeighbourVersion; Import-Module '$manifest'; $($work.Replace('PLACE', 'beside')); Get-NeighbourVersion"
            $lines[1] | Should -Be 15
            $lines[2] | Should -Be $lines[0]
        }
        It 'works in runspaces at the same time' {
            Run "1..3 | ForEach-Object -Parallel { Import-Module '$manifest'; `$ProgressPreference = 'SilentlyContinue'; `$place = '$TestDrive/parallel' + `$_; `$null = Initialize-PmpcWorkspace `$place -Lab; (Sync-PmpcInfrastructure -Workspace `$place).Guests }" | Should -Be 15, 15, 15
        }
    }
}
