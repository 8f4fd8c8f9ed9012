#!/usr/bin/env pwsh
<#
.SYNOPSIS
A thin door to the build for people who live in PowerShell: everything here is a dotnet command.
.PARAMETER Task
Build assembles the module in out/ProxmoxMpc. Test builds and runs all tests. Package makes the files of a release in out/packages.
.EXAMPLE
./build.ps1 Test
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Package')]
    [string] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Debug'
)

$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
Push-Location $PSScriptRoot
try {
    switch ($Task) {
        'Build' { dotnet build -c $Configuration }
        'Test' {
            dotnet test -c $Configuration
            if (Get-Module -ListAvailable Pester | Where-Object Version -ge 5.0) { & ./tests/Pester/Run.ps1 }
            else { Write-Warning 'Pester 5 is not installed; tests/Pester was not run.' }
        }
        'Package' {
            dotnet build src/ProxmoxMpc.PowerShell -c Release -t:PackageModule
            dotnet pack src/ProxmoxMpc.Console -c Release -o out/packages
        }
    }
}
finally {
    Pop-Location
}
