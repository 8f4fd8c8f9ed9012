Describe '<Command>' -ForEach @(
    @{ Command = 'Get-PmpcBackupJob'; Name = 'backup-nightly'; Missing = 'PmpcBackupJobNotFound'; Typed = 'back'; Completed = 'backup-nightly' }
    @{ Command = 'Get-PmpcClusterOption'; Name = 'keyboard'; Missing = 'PmpcClusterOptionNotFound'; Typed = 'mac'; Completed = 'mac_prefix' }
    @{ Command = 'Get-PmpcFirewallGroup'; Name = 'web'; Missing = 'PmpcSecurityGroupNotFound'; Typed = 'w'; Completed = 'web' }
    @{ Command = 'Get-PmpcGroup'; Name = 'ops'; Missing = 'PmpcGroupNotFound'; Typed = 'op'; Completed = 'ops' }
    @{ Command = 'Get-PmpcHaResource'; Name = 'vm:102'; Missing = 'PmpcHAResourceNotFound'; Typed = 'vm'; Completed = "'vm:102'" }
    @{ Command = 'Get-PmpcHaRule'; Name = 'db-on-big-nodes'; Missing = 'PmpcHARuleNotFound'; Typed = 'db'; Completed = 'db-on-big-nodes' }
    @{ Command = 'Get-PmpcPool'; Name = 'prod'; Missing = 'PmpcPoolNotFound'; Typed = 'sta'; Completed = 'staging' }
    @{ Command = 'Get-PmpcRealm'; Name = 'pve'; Missing = 'PmpcRealmNotFound'; Typed = 'pa'; Completed = 'pam' }
    @{ Command = 'Get-PmpcRole'; Name = 'PVEAuditor'; Missing = 'PmpcRoleNotFound'; Typed = 'PVEAu'; Completed = 'PVEAuditor' }
    @{ Command = 'Get-PmpcStorageDefinition'; Name = 'nfs-backup'; Missing = 'PmpcStorageDefinitionNotFound'; Typed = 'local-z'; Completed = 'local-zfs' }
    @{ Command = 'Get-PmpcToken'; Name = 'ops@pve!ci'; Missing = 'PmpcTokenNotFound'; Typed = 'ops'; Completed = "'ops@pve!ci'" }
    @{ Command = 'Get-PmpcUser'; Name = 'ops@pve'; Missing = 'PmpcUserNotFound'; Typed = 'aud'; Completed = "'audit@pve'" }
) {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $null = New-LabWorkspace -Edit { $args[0].tokens['ops@pve!ci'] = @{ secret = [guid]::NewGuid().ToString(); privsep = $false } }
    }
    AfterAll { Pop-Location }

    It 'gets one by name and all without' {
        (& $Command $Name).Name | Should -Be $Name
        @(& $Command).Name | Should -Contain $Name
        (& $Command '*').Count | Should -Be @(& $Command).Count
    }
    It 'takes names and wildcards from the pipeline' {
        ($Name | & $Command).Name | Should -Be $Name
        (& $Command $Name | & $Command).Name | Should -Be $Name
    }
    It 'asks the server with -Online and shows the same' {
        @(& $Command -Online).Name | Should -Be @(& $Command).Name
    }
    It 'says that nothing in the code declares it, or that something does' {
        (& $Command $Name).Managed | Should -BeOfType [bool]
    }
    It 'is an error for a name that is not there' {
        { & $Command nowhere -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId $Missing $Command)
        & $Command nowhere* | Should -BeNullOrEmpty
    }
    It 'completes names' {
        Complete "$Command $Typed" | Should -Be $Completed
    }
}
Describe 'What each kind of object tells' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $null = New-LabWorkspace -Edit { $args[0].tokens['ops@pve!ci'] = @{ secret = [guid]::NewGuid().ToString(); privsep = $false } }
    }
    AfterAll { Pop-Location }

    It 'Get-PmpcBackupJob says which guests it covers' {
        (Get-PmpcBackupJob).Covers((Get-PmpcVm db-01)) | Should -BeTrue
        (Get-PmpcBackupJob).Covers((Get-PmpcVm web-01)) | Should -BeFalse
        (Get-PmpcBackupJob | Get-PmpcVm -ErrorAction SilentlyContinue).VmId | Should -Be 102
    }
    It 'Get-PmpcClusterOption shows the value' {
        (Get-PmpcClusterOption keyboard).Value | Should -Be 'de'
    }
    It 'Get-PmpcGroup knows the members' {
        (Get-PmpcGroup ops).Users | Should -Be 'ops@pve'
    }
    It 'Get-PmpcHaResource goes on to the guest' {
        (Get-PmpcHaResource | Get-PmpcVm).Name | Should -Be 'db-01'
    }
    It 'Get-PmpcHaRule knows nodes with their priorities' {
        (Get-PmpcHaRule).Nodes | Should -Be 'pve1:2', 'pve2:1'
    }
    It 'Get-PmpcPool knows the members' {
        (Get-PmpcPool prod).VmId | Should -Contain 100
        (Get-PmpcPool prod).Storage | Should -Be 'ceph-rbd'
    }
    It 'Get-PmpcRole knows the privileges and what is built in' {
        (Get-PmpcRole PVEAuditor).Privileges | Should -Contain 'VM.Audit'
        (Get-PmpcRole PVEAuditor).IsBuiltIn | Should -BeTrue
    }
    It 'Get-PmpcStorageDefinition shows where the data lies and for which nodes' {
        (Get-PmpcStorageDefinition nfs-backup).Source | Should -Be '10.10.0.20:/export/pve'
        (Get-PmpcStorageDefinition local-zfs).Nodes | Should -Be 'pve1', 'pve2'
        (Get-PmpcStorageDefinition local-zfs).Settings['sparse'] | Should -Be '1'
    }
    It 'Get-PmpcToken never shows a secret' {
        Get-PmpcToken ops@pve!ci | ConvertTo-Json -Depth 4 | Should -Not -Match '[0-9a-f]{8}-[0-9a-f]{4}'
        (Get-PmpcToken ops@pve!ci).PrivilegeSeparation | Should -BeFalse
    }
    It 'Get-PmpcUser knows the groups' {
        (Get-PmpcUser ops@pve).Groups | Should -Be 'ops'
    }
}
