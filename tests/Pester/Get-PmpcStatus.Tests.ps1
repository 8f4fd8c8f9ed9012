Describe 'Get-PmpcStatus' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
    }
    AfterAll { Pop-Location }

    It 'works before the first sync' {
        $path = New-LabWorkspace -NoSync
        $status = Get-PmpcStatus
        $status.Workspace | Should -Be $path
        $status.LastChange | Should -BeNullOrEmpty
        $status.InCode | Should -Be 0
        '.proxmox/lab.json' | Should -Not -Exist -Because 'it asks nobody'
    }
    It 'counts what was read and what is code' {
        $null = New-LabWorkspace
        $status = Get-PmpcStatus
        $status.Nodes | Should -Be 3
        $status.VirtualMachines | Should -Be 10
        $status.Containers | Should -Be 5
        $status.InCode | Should -Be 15
        $status.Pending.Count | Should -Be 0
        $status.LastChange | Should -Not -BeNullOrEmpty
    }
    It 'lists what the code changed' {
        $null = New-LabWorkspace
        Set-PmpcVm web-01 -Cores 4
        $pending = (Get-PmpcStatus).Pending
        "$($pending.Name) $($pending.Attribute) $($pending.Server) $($pending.Code)" | Should -Be 'web-01 cores 2 4'
    }
    It 'is found from a folder below and by -Workspace' {
        $path = New-LabWorkspace -NoSync
        $null = New-Item deep/er -ItemType Directory
        Set-Location deep/er
        (Get-PmpcStatus).Workspace | Should -Be $path
        Set-Location $TestDrive
        (Get-PmpcStatus -Workspace $path).Workspace | Should -Be $path
    }
    It 'names the file of code that cannot be read' {
        $null = New-LabWorkspace
        'resource "proxmox_virtual_environment_vm" {' | Set-Content terraform/vms/broken.tf
        $failure = { Get-PmpcStatus -ErrorAction Stop } | Should -Throw -PassThru
        $failure.CategoryInfo.Category | Should -Be 'ParserError'
        "$failure" | Should -BeLike '*broken.tf*'
    }
}
