# Dot-sourced in the BeforeAll of every test file. Only the assembled module is under test:
# out/ProxmoxMpc of this repository, or the one that $env:PMPC_MODULE names.
$ProgressPreference = 'SilentlyContinue'
$module = if ($env:PMPC_MODULE) { $env:PMPC_MODULE } else { Join-Path $PSScriptRoot '../../out/ProxmoxMpc/ProxmoxMpc.psd1' }
if (-not (Get-Module ProxmoxMpc)) { Import-Module $module }

# The part of a FullyQualifiedErrorId that names the cmdlet.
function ErrorId([string] $Id, [string] $Cmdlet) { "$Id,ProxmoxMpc.PowerShell.Commands.$($Cmdlet.Replace('-', ''))Command" }

# Makes a workspace on the Lab, goes there, and returns its path. $Edit changes the Lab before anything is read.
function New-LabWorkspace {
    param([switch] $NoSync, [scriptblock] $Edit)
    $path = Join-Path $TestDrive ([guid]::NewGuid())
    $null = Initialize-PmpcWorkspace $path -Lab
    Set-Location -LiteralPath $path
    # The Lab's state is written by the first request.
    if ($Edit) { $null = Test-PmpcConnection; Edit-Lab $Edit }
    if (-not $NoSync) { $null = Sync-PmpcInfrastructure }
    $path
}

# Changes something on the server behind the code's back: the Lab's state as a hashtable in $args[0].
function Edit-Lab([scriptblock] $Edit) {
    $file = Join-Path $PWD '.proxmox/lab.json'
    $lab = Get-Content -LiteralPath $file -Raw | ConvertFrom-Json -AsHashtable
    & $Edit $lab
    ConvertTo-Json $lab -Depth 30 | Set-Content -LiteralPath $file
}

# A guest as the Lab has it; changes that wait for its restart are in its config.
function Get-LabGuest([int] $VmId) {
    $guest = (Get-Content -LiteralPath .proxmox/lab.json -Raw | ConvertFrom-Json -AsHashtable).guests["$VmId"]
    if ($guest.pending) { foreach ($key in $guest.pending.Keys) { $guest.config[$key] = $guest.pending[$key] } }
    if ($guest.pendingDelete) { foreach ($key in $guest.pendingDelete.Keys) { $guest.config.Remove($key) } }
    $guest
}

# Path and content of every file of the workspace but what the cmdlets keep for themselves.
function Get-Code {
    $files = [ordered]@{}
    Get-ChildItem -LiteralPath terraform, ansible, tests, docs -Recurse -File | Sort-Object FullName | ForEach-Object { $files[$_.FullName] = (Get-FileHash -LiteralPath $_).Hash }
    $files.GetEnumerator() | ForEach-Object { "$($_.Key) $($_.Value)" }
}

# An edit by hand; $Old is a regular expression.
function Edit-File([string] $Path, [string] $Old, [string] $New) {
    $text = Get-Content -LiteralPath $Path -Raw
    if ($text -notmatch $Old) { throw "$Path has no '$Old'." }
    Set-Content -LiteralPath $Path -Value ($text -replace $Old, $New) -NoNewline
}

function Complete([string] $Line) { @((TabExpansion2 -inputScript $Line -cursorColumn $Line.Length).CompletionMatches.CompletionText) }

# What a table view shows.
function Show([Parameter(ValueFromPipeline)] $InputObject) {
    begin { $all = [System.Collections.Generic.List[object]]::new() }
    process { $all.Add($InputObject) }
    end { ($all | Out-String -Width 160).Trim() -split '\r?\n' | ForEach-Object TrimEnd }
}
