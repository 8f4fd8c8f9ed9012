Describe 'New-PmpcContainer' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
    }
    AfterAll { Pop-Location }
    BeforeEach { $null = New-LabWorkspace }

    It 'fills in what is left open as the dialog of Proxmox would' {
        New-PmpcContainer cache-01 -Node pve3 -Started
        (Invoke-PmpcApply -Confirm:$false).Outcome | Select-Object -Unique | Should -Be 'Done'
        $config = (Get-LabGuest 108).config
        "$($config.hostname) $($config.unprivileged) $($config.swap)" | Should -Be 'cache-01 1 512'
        $config.rootfs | Should -BeLike 'local-lvm:*size=8G*'
        $config.net0 | Should -BeLike 'name=eth0,bridge=vmbr0,*ip=dhcp*'
        (Get-PmpcContainer cache-01 -Online).Status | Should -Be 'running'
        (Get-PmpcPlan).HasChanges | Should -BeFalse
    }
    It 'uses the template that is named' {
        $edit = New-PmpcContainer cache-01 -OsTemplate local:vztmpl/alpine-3.22-default_20250617_amd64.tar.xz -PassThru
        $edit.Diff | Should -BeLike '*alpine-3.22-default_20250617_amd64.tar.xz*'
    }
    It 'makes a privileged one only when asked' {
        (New-PmpcContainer cache-01 -PassThru).Diff | Should -Match 'unprivileged\s*= true'
        (New-PmpcContainer cache-02 -Privileged -PassThru).Diff | Should -Not -Match 'unprivileged\s*= true'
    }
    It 'takes a whole interface as an attribute' {
        New-PmpcContainer ns-03 -Attribute @{ net0 = 'name=eth0,bridge=vmbr0,ip=10.10.0.55/24,gw=10.10.0.1' }
        $null = Invoke-PmpcApply -Confirm:$false
        (Get-PmpcContainer ns-03 -Online).NetworkInterfaces.Address | Should -Be '10.10.0.55/24'
    }
    It 'writes nothing with -WhatIf' {
        $before = Get-Code
        New-PmpcContainer cache-01 -WhatIf
        Get-Code | Should -Be $before
    }
    It 'is in no doubt about the same vmid' {
        { New-PmpcContainer cache-01 -VmId 200 -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcVmIdTaken New-PmpcContainer)
    }
}
