# Dot-sourced by each test file: the assembled module, and workspaces on the Lab to try it on.
$ErrorActionPreference = 'Stop'
$ModulePath = Join-Path $PSScriptRoot '../../out/ProxmoxMpc/ProxmoxMpc.psd1'
if (-not (Test-Path $ModulePath)) { throw "Build first: $ModulePath does not exist. Run 'dotnet build' in the repository." }
Import-Module $ModulePath -Force

# Makes a workspace on the Lab in Pester's own drive, synced, and goes there.
function Enter-LabWorkspace {
    [CmdletBinding()]
    param([switch] $NotSynced)

    $folder = Join-Path (Get-PSDrive TestDrive).Root ([guid]::NewGuid())
    $null = New-Item -ItemType Directory -Path $folder
    Set-Location $folder
    $null = Initialize-PmpcWorkspace -Path $folder -Lab -Confirm:$false
    if (-not $NotSynced) { $null = Sync-PmpcInfrastructure -Confirm:$false }
    $folder
}
