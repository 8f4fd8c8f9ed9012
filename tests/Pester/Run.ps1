<#
.SYNOPSIS
Runs the Pester tests on the assembled module.
.PARAMETER CountFile
Gets one line: passed, failed and skipped tests.
#>
param([string] $CountFile)

$ErrorActionPreference = 'Stop'
Import-Module Pester -MinimumVersion 5.0
$configuration = New-PesterConfiguration
$configuration.Run.Path = $PSScriptRoot
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Normal'
$result = Invoke-Pester -Configuration $configuration
if ($CountFile) {
    # A block or a file that could not run at all is a failure, too.
    $failed = $result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount
    Set-Content -Path $CountFile -Value "$($result.PassedCount) $failed $($result.SkippedCount + $result.NotRunCount)"
}
exit [int] ($result.Result -ne 'Passed')
