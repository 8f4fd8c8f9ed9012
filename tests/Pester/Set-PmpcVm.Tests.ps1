Describe 'Set-PmpcVm' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
    }
    AfterAll { Pop-Location }
    BeforeEach {
        $null = New-LabWorkspace
        $file = 'terraform/vms/web-01.tf'
    }

    It 'changes one attribute in the file and nothing else' {
        $before = Get-Content $file
        Set-PmpcVm web-01 -Cores 4 | Should -BeNullOrEmpty
        $changed = Compare-Object $before (Get-Content $file)
        ($changed.InputObject -replace '\s+', ' ').Trim() | Should -Be 'cores = 4', 'cores = 2'
    }
    It 'tells the server nothing' {
        Set-PmpcVm web-01 -Cores 4
        (Get-LabGuest 100).config.cores | Should -Be 2
    }
    It 'keeps the comment of an edited line' {
        Edit-File $file 'cores\s+= 2' 'cores = 2 # enough, says Ann'
        Set-PmpcVm web-01 -Cores 4
        $file | Should -FileContentMatch 'cores = 4 +# enough, says Ann'
    }
    It 'takes the objects of Get-PmpcVm' {
        Get-PmpcVm web* | Set-PmpcVm -Cores 4
        (Get-PmpcPlan).Steps.Summary | Should -Be 'cores: 2 -> 4', 'cores: 2 -> 4'
    }
    It 'takes names' {
        'web-01', 'db-01' | Set-PmpcVm -MemoryMiB 8192
        (Get-PmpcPlan).Steps.VmId | Should -Be 100, 102
    }
    It 'takes rows of a table by their names' {
        'Name', 'web-01' | ConvertFrom-Csv | Set-PmpcVm -Cores 4
        (Get-PmpcPlan).Steps.VmId | Should -Be 100
    }
    It 'knows a piped guest by its vmid, whatever others are called' {
        $null = New-LabWorkspace -Edit { $args[0].guests['101'].config.name = 'web-01' }
        Get-PmpcVm -VmId 101 | Set-PmpcVm -Cores 4
        (Get-PmpcPlan).Steps.VmId | Should -Be 101
    }
    It 'refuses a name that two have' {
        $null = New-LabWorkspace -Edit { $args[0].guests['101'].config.name = 'web-01' }
        { Set-PmpcVm web-01 -Cores 4 -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcGuestNameAmbiguous Set-PmpcVm)
        (Get-PmpcPlan).HasChanges | Should -BeFalse
    }
    It 'returns the edit with -PassThru' {
        $edit = Set-PmpcVm web-01 -Cores 4 -PassThru
        $edit.VmId | Should -Be 100
        $edit.File | Should -Be $file
        ($edit.Diff -split '\n' -replace '\s+', ' ') | Should -Contain '- cores = 2'
        ($edit.Diff -split '\n' -replace '\s+', ' ') | Should -Contain '+ cores = 4'
    }
    It 'changes nothing with -WhatIf, and says what it would' {
        $before = Get-Content $file -Raw
        (Set-PmpcVm web-01 -Cores 4 -WhatIf -PassThru).Diff | Should -Not -BeNullOrEmpty
        Get-Content $file -Raw | Should -BeExactly $before
    }
    It 'obeys $WhatIfPreference' {
        $before = Get-Content $file -Raw
        & { $WhatIfPreference = $true; Set-PmpcVm web-01 -Cores 4 }
        Get-Content $file -Raw | Should -BeExactly $before
    }
    It 'brings <What> to the server' -ForEach @(
        @{ What = 'cores and sockets'; With = @{ Cores = 3; Sockets = 2 }; Expected = @{ cores = '3'; sockets = '2' } }
        @{ What = 'the CPU type'; With = @{ CpuType = 'host' }; Expected = @{ cpu = '*host*' } }
        @{ What = 'memory'; With = @{ MemoryMiB = 3072; BalloonMiB = 1024 }; Expected = @{ memory = '3072'; balloon = '1024' } }
        @{ What = 'tags'; With = @{ Tag = 'one', 'two' }; Expected = @{ tags = 'one;two' } }
        @{ What = 'no tags'; With = @{ Tag = @() }; Expected = @{ tags = $null } }
        @{ What = 'no description'; With = @{ Description = '' }; Expected = @{ description = $null } }
        @{ What = 'switches on'; With = @{ Protection = $true }; Expected = @{ protection = '1' } }
        @{ What = 'switches off'; With = @{ OnBoot = $false }; Expected = @{ onboot = '[0]' } }
        @{ What = 'name servers'; With = @{ Nameserver = '10.0.0.1', '10.0.0.2'; SearchDomain = 'example.org' }; Expected = @{ nameserver = '10.0.0.1 10.0.0.2'; searchdomain = 'example.org' } }
        @{ What = 'a new name'; With = @{ NewName = 'front-01' }; Expected = @{ name = 'front-01' } }
        @{ What = 'the OS type'; With = @{ OSType = 'l24' }; Expected = @{ ostype = 'l24' } }
        @{ What = 'parts of a device'; With = @{ Attribute = @{ 'net0.bridge' = 'vmbr0'; 'net0.tag' = 30 } }; Expected = @{ net0 = 'virtio=BC:24:11:4A:00:64,bridge=vmbr0,firewall=1,tag=30' } }
        @{ What = 'a new disk'; With = @{ Attribute = @{ scsi1 = 'ceph-rbd:8,discard=on' } }; Expected = @{ scsi1 = 'ceph-rbd:vm-100-disk-?,*size=8G*' } }
        @{ What = 'a hostile description'; With = @{ Description = 'a"${x}''; rm -rf ../.. %{ if }' + "`n# no heading`n" + '$(Get-Date)' }; Expected = @{} }
    ) {
        Set-PmpcVm web-01 @With
        $results = Invoke-PmpcApply -Confirm:$false
        $results.Outcome | Select-Object -Unique | Should -Be 'Done'
        $config = (Get-LabGuest 100).config
        foreach ($key in $Expected.Keys) {
            if ($null -eq $Expected[$key]) { $config.Contains($key) | Should -BeFalse -Because "$key is gone" }
            elseif ($config.Contains($key) -or $Expected[$key] -ne '[0]') { "$($config[$key])" | Should -BeLike $Expected[$key] }
        }
        if ($With.Description) { $config.description | Should -BeExactly $With.Description }
        (Get-PmpcPlan).HasChanges | Should -BeFalse
        (Sync-PmpcInfrastructure).FilesWritten | Should -Be 0
    }
    It 'takes an attribute back to its default' {
        Set-PmpcVm web-01 -Attribute @{ onboot = $null }
        $null = Invoke-PmpcApply -Confirm:$false
        (Get-PmpcVm web-01 -Online).OnBoot | Should -BeFalse
        (Get-PmpcPlan).HasChanges | Should -BeFalse
    }
    It 'refuses <Why> before it touches the file' -ForEach @(
        @{ Why = 'an attribute that is none'; With = @{ Attribute = @{ 'net0.brigde' = 'vmbr0' } }; Id = 'PmpcAttributeUnknown' }
        @{ Why = 'a value out of range'; With = @{ MemoryMiB = 4 }; Id = 'PmpcAttributeInvalid' }
        @{ Why = 'a choice that is none'; With = @{ Bios = 'award' }; Id = 'PmpcAttributeInvalid' }
        @{ Why = 'a name that is no DNS name'; With = @{ NewName = 'a_b' }; Id = 'PmpcAttributeInvalid' }
        @{ Why = 'to set nothing'; With = @{}; Id = 'PmpcNothingToSet' }
    ) {
        $before = Get-Content $file -Raw
        foreach ($dry in @{}, @{ WhatIf = $true }) {
            $failure = { Set-PmpcVm web-01 @With @dry -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId $Id Set-PmpcVm) -PassThru
            $failure.CategoryInfo.Category | Should -Be 'InvalidArgument'
        }
        Get-Content $file -Raw | Should -BeExactly $before
    }
    It 'reports a guest that the code does not have and goes on' {
        'nobody', 'web-01' | Set-PmpcVm -Cores 4 -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0].FullyQualifiedErrorId | Should -Be (ErrorId PmpcGuestNotInCode Set-PmpcVm)
        $failed[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        (Get-PmpcPlan).Steps.VmId | Should -Be 100
    }
    It 'does not change containers' {
        { Set-PmpcVm dns-01 -Cores 4 -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcGuestNotInCode Set-PmpcVm)
    }
    It 'completes names' {
        Complete 'Set-PmpcVm we' | Should -Be 'web-01', 'web-02'
    }
    It 'completes tags and pools' {
        Complete 'Set-PmpcVm web-01 -Tag pro' | Should -Be 'prod', 'proxy'
        Complete 'Set-PmpcVm web-01 -Pool s' | Should -Be 'staging'
        Complete 'Get-PmpcVm -Tag post' | Should -Be 'postgres'
    }
}
