#!/usr/bin/env pwsh
<#
.SYNOPSIS
A thin door to the build for people who live in PowerShell: everything here is a dotnet command.
.PARAMETER Task
Build assembles the module in out/ProxmoxMpc. Test builds and runs all tests, those of tests/Pester once more in this pwsh. Package makes the files of a release in out/packages.
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
            # They have just run in the pwsh of tests/Shell. This one is the user's, and one more check.
            if (Get-Module -ListAvailable Pester | Where-Object { $_.Version.Major -eq 5 }) { & ./tests/Pester/Run.ps1 }
            else { Write-Warning 'Pester 5 is not installed here; tests/Pester ran in the pwsh of tests/Shell only.' }
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
