Describe 'Undo-PmpcApply' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
    }
    AfterAll { Pop-Location }
    BeforeEach { $null = New-LabWorkspace }

    It 'takes the last apply back, with a later edit kept' {
        Set-PmpcVm web-01 -Cores 4
        $null = Invoke-PmpcApply -Confirm:$false
        Edit-File terraform/vms/web-01.tf 'cores\s+= 4' 'cores = 4 # why'
        $null = Undo-PmpcApply | Invoke-PmpcApply -Confirm:$false
        (Get-LabGuest 100).config.cores | Should -Be 2
        Get-Content terraform/vms/web-01.tf -Raw | Should -Match 'cores\s+= 2 # why'
    }
    It 'takes back what was done beside guests, with the plan and the sync saying so' {
        $before = Get-Content terraform/access.tf, terraform/firewall.tf -Raw
        Edit-File terraform/access.tf 'comment  = "Operators"' 'comment  = "The operators"'
        Add-Content terraform/access.tf @'

resource "proxmox_virtual_environment_group" "night" {
  group_id = "night"
}

resource "proxmox_acl" "night" {
  path     = "/vms"
  group_id = proxmox_virtual_environment_group.night.group_id
  role_id  = "PVEAuditor"
}
'@
        Edit-File terraform/firewall.tf '    macro  = "HTTPS"' '    macro  = "SSH"'
        (Get-PmpcPlan).Summary | Should -Be '2 to create, 2 to update beside guests.'
        (Sync-PmpcInfrastructure).ObjectPending.Name | Should -Be 'group night', 'group ops', 'access rule /vms: PVEAuditor for night', 'security group web'
        $result = Invoke-PmpcApply -Confirm:$false
        $result.Outcome | Should -Be 'Done', 'Done', 'Done', 'Done'
        (Get-PmpcPlan).Summary | Should -Be 'No changes. Code and server agree.'
        $null = Undo-PmpcApply | Invoke-PmpcApply -Confirm:$false
        (Get-PmpcPlan).Summary | Should -Be 'No changes. Code and server agree.'
        (Get-Content terraform/access.tf, terraform/firewall.tf -Raw).TrimEnd() | Should -Be $before.TrimEnd()
    }
    It 'brings a deleted guest back from its backup' {
        Remove-PmpcVm web-01
        $null = Invoke-PmpcApply -Confirm:$false -AllowDataLoss web-01
        $result = Undo-PmpcApply -WarningVariable warnings -WarningAction SilentlyContinue
        $result.Plan.Steps.Action | Should -Contain 'Restore'
        $result.Returns.From | Should -BeLike 'nfs-backup:backup/vzdump-*'
        "$warnings" | Should -BeNullOrEmpty
    }
    It 'says that there is nothing to undo' { { Undo-PmpcApply -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcNothingToUndo Undo-PmpcApply) }
    It 'changes nothing with -WhatIf' {
        Set-PmpcVm web-01 -Cores 4
        $null = Invoke-PmpcApply -Confirm:$false
        $code = Get-Code
        $null = Undo-PmpcApply -WhatIf
        Get-Code | Should -Be $code
    }
}
