<#
.SYNOPSIS
Runs the Pester tests on the assembled module.
.DESCRIPTION
Needs PowerShell 7.6 with Pester 5. Where neither is installed, the build has made one: tests/Shell/bin/Debug/net10.0/pwsh.
.PARAMETER Name
The files to run, by name with wildcards and without .Tests.ps1.
.PARAMETER CountFile
Gets one line: passed, failed and skipped tests.
.PARAMETER ResultFile
Gets every test as JSON: name, result and message.
.EXAMPLE
./Run.ps1 Get-PmpcVm, *Snapshot
#>
param([string[]] $Name = '*', [string] $CountFile, [string] $ResultFile)

$ErrorActionPreference = 'Stop'
Import-Module Pester -MinimumVersion 5.0 -MaximumVersion 5.99
$configuration = New-PesterConfiguration
# pwsh -File hands a list over as one text.
$files = @($Name -split ',' | ForEach-Object { Get-ChildItem (Join-Path $PSScriptRoot "$_.Tests.ps1") } | ForEach-Object FullName)
if ($files.Count -eq 0) { throw "No file of tests is called $($Name -join ' or ')." }
$configuration.Run.Path = $files
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Normal'
# Keys and secrets that a test makes go to a folder of the run: never to the profile of whoever runs the tests.
$profileBefore = $env:PROXMOX_MPC_HOME
$env:PROXMOX_MPC_HOME = Join-Path ([IO.Path]::GetTempPath()) "pmpc-pester-$([guid]::NewGuid().ToString('n'))"
try { $result = Invoke-Pester -Configuration $configuration }
finally {
    if (Test-Path $env:PROXMOX_MPC_HOME) { Remove-Item -LiteralPath $env:PROXMOX_MPC_HOME -Recurse -Force }
    $env:PROXMOX_MPC_HOME = $profileBefore
}
if ($ResultFile) {
    function Told($Errors) {
        (@($Errors | ForEach-Object { $_.DisplayErrorMessage ?? $_.Exception.Message; $_.DisplayStackTrace }) -join "`n").Trim() -replace '^Exception: is (skipped|inconclusive), because '
    }
    # A block or a file that could not run at all is a failure, too.
    $all = @($result.Tests | ForEach-Object { @{ Name = $_.ExpandedPath; Result = "$($_.Result)"; Message = Told $_.ErrorRecord } }) +
        @($result.FailedBlocks | ForEach-Object { @{ Name = "$($_.ExpandedPath) (the block)"; Result = 'Failed'; Message = Told $_.ErrorRecord } }) +
        @($result.FailedContainers | ForEach-Object { @{ Name = "$($_.Item) (the file)"; Result = 'Failed'; Message = Told $_.ErrorRecord } })
    ConvertTo-Json -InputObject $all | Set-Content -LiteralPath $ResultFile
}
if ($CountFile) {
    $failed = $result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount
    Set-Content -LiteralPath $CountFile -Value "$($result.PassedCount) $failed $($result.SkippedCount + $result.InconclusiveCount + $result.NotRunCount)"
}
exit [int] ($result.Result -ne 'Passed')
