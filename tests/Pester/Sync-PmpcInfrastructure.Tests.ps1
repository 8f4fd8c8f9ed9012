Describe 'Sync-PmpcInfrastructure' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
    }
    AfterAll { Pop-Location }

    Context 'the first time' {
        BeforeAll {
            $null = New-LabWorkspace -NoSync
            $result = Sync-PmpcInfrastructure
        }
        It 'turns every guest into code' {
            $result.Changes.Count | Should -Be 15
            $result.Changes.Kind | Select-Object -Unique | Should -Be 'Added'
            (Get-ChildItem terraform/vms/*.tf -Exclude versions.tf, variables.tf).BaseName | Should -Contain 'web-01'
            'terraform/main.tf', 'terraform/imports.tf', 'ansible/inventory.yml', 'docs/architecture.md' | Should -Exist
            $result.SnapshotId | Should -Not -BeNullOrEmpty
        }
        It 'leaves a plan without changes' {
            (Get-PmpcPlan).HasChanges | Should -BeFalse
            Compare-PmpcInfrastructure | Should -BeNullOrEmpty
        }
        It 'summarises itself' {
            $result | Show | Should -Contain 'Guests        : 15'
        }
    }
    Context 'again' {
        BeforeEach {
            $null = New-LabWorkspace
            $file = 'terraform/vms/web-01.tf'
        }
        It 'writes no file and no row where nothing changed' {
            $before = Get-ChildItem -Recurse -File -Force | ForEach-Object { "$($_.FullName) $($_.LastWriteTimeUtc.Ticks)" } | Where-Object { $_ -notmatch 'lab\.json|state\.db|lock' }
            $result = Sync-PmpcInfrastructure
            "$($result.FilesWritten) $($result.RowsWritten) $($result.Changes.Count)" | Should -Be '0 0 0'
            $result.SnapshotId | Should -BeNullOrEmpty
            Get-ChildItem -Recurse -File -Force | ForEach-Object { "$($_.FullName) $($_.LastWriteTimeUtc.Ticks)" } | Where-Object { $_ -notmatch 'lab\.json|state\.db|lock' } | Should -Be $before
        }
        It 'brings a change of the server into the line that it is about' {
            Edit-File $file 'cores\s+= 2' 'cores = 2 # enough'
            $before = Get-Content $file
            Edit-Lab { $args[0].guests['100'].config.cores = 6 }
            $result = Sync-PmpcInfrastructure
            $result.Changes | Select-Object -First 1 | ForEach-Object { "$($_.Kind) $($_.Path) $($_.Base) $($_.Server)" } | Should -Be 'Updated cores 2 6'
            ((Compare-Object $before (Get-Content $file)).InputObject -replace '\s+', ' ').Trim() | Should -Be 'cores = 6 # enough', 'cores = 2 # enough'
        }
        It 'leaves a change of the code pending, with its comment' {
            Edit-File $file 'cores\s+= 2' 'cores = 4 # more'
            (Sync-PmpcInfrastructure).Pending.Path | Should -Be 'cores'
            Get-Content $file -Raw | Should -BeLike '*cores = 4 # more*'
            (Get-PmpcPlan).Steps.Summary | Should -Be 'cores: 2 -> 4'
        }
        It 'warns of a conflict and changes neither side' {
            Set-PmpcVm web-01 -Cores 4
            Edit-Lab { $args[0].guests['100'].config.cores = 6 }
            $result = Sync-PmpcInfrastructure -WarningVariable warned -WarningAction SilentlyContinue
            "$($result.Conflicts.Base) $($result.Conflicts.Code) $($result.Conflicts.Server)" | Should -Be '2 4 6'
            "$warned" | Should -BeLike '*web-01*cores*-Prefer*'
            Get-Content $file -Raw | Should -Match 'cores\s+= 4'
            (Get-LabGuest 100).config.cores | Should -Be 6
            (Get-PmpcPlan -WarningAction SilentlyContinue).HasChanges | Should -BeFalse
        }
        It 'decides a conflict for <Side>' -ForEach @(
            @{ Side = 'Server'; Cores = 6; Steps = @() }
            @{ Side = 'Code'; Cores = 4; Steps = 'cores: 6 -> 4' }
        ) {
            Set-PmpcVm web-01 -Cores 4
            Edit-Lab { $args[0].guests['100'].config.cores = 6 }
            $result = Sync-PmpcInfrastructure -Prefer $Side
            @($result.Conflicts).Count | Should -Be 0
            Get-Content $file -Raw | Should -Match "cores\s+= $Cores"
            @((Get-PmpcPlan).Steps.Summary) | Should -Be $Steps
        }
        It 'takes a guest that is gone from the server out of the code' {
            Edit-Lab { $args[0].guests.Remove('107') }
            (Sync-PmpcInfrastructure).Changes.Kind | Should -Be 'Removed'
            'terraform/vms/install-test.tf' | Should -Not -Exist
        }
        It 'keeps what it could not read and says so' {
            Edit-Lab { $args[0].faults = @(@{ kind = 'status'; method = 'GET'; path = '/nodes/pve2/qemu/101/*'; status = 500; message = 'no luck' }) }
            $result = Sync-PmpcInfrastructure -WarningVariable warned -WarningAction SilentlyContinue
            $result.Gaps.Count | Should -BeGreaterThan 0
            "$warned" | Should -BeLike '*no luck*'
            'terraform/vms/web-02.tf' | Should -Exist
            $result.Changes | Should -BeNullOrEmpty
            $result.Files.Path -like 'terraform/*' | Should -BeNullOrEmpty
        }
        It 'shows its diffs with -WhatIf and writes nothing' {
            Edit-Lab { $args[0].guests['100'].config.cores = 6 }
            $before = Get-Code
            $result = Sync-PmpcInfrastructure -WhatIf
            $result.IsDryRun | Should -BeTrue
            $result.Files.Path | Should -Be $file
            Get-Code | Should -Be $before
            (Get-PmpcVm web-01).CpuCount | Should -Be 2 -Because 'the state is not written either'
        }
        It 'leaves a derived file that was edited by hand, unless forced' {
            Add-Content docs/architecture.md 'By hand.'
            Edit-Lab { $args[0].guests['100'].config.cores = 6 }
            (Sync-PmpcInfrastructure).Files | Where-Object Path -eq docs/architecture.md | ForEach-Object Action | Should -Be 'SkippedEdited'
            Get-Content docs/architecture.md | Select-Object -Last 1 | Should -Be 'By hand.'
            $null = Sync-PmpcInfrastructure -Force
            Get-Content docs/architecture.md | Select-Object -Last 1 | Should -Not -Be 'By hand.'
        }
        It 'reads no cluster for a file that is broken, and touches nothing' {
            'resource {' | Set-Content terraform/vms/broken.tf
            $before = Get-Code
            $failure = { Sync-PmpcInfrastructure -ErrorAction Stop } | Should -Throw -PassThru
            $failure.CategoryInfo.Category | Should -Be 'ParserError'
            "$failure" | Should -BeLike '*broken.tf*'
            Get-Code | Should -Be $before
        }
    }
    Context 'with another taste' {
        It 'lays out new guests so from now on and leaves what is there' {
            $null = New-LabWorkspace
            $before = Get-ChildItem terraform -Recurse -Filter *.tf | Sort-Object FullName | ForEach-Object { (Get-FileHash -LiteralPath $_).Hash }
            (Sync-PmpcInfrastructure -Layout PerNode -FileName 'all-of-{node}' -AttributeDetail Lossless).FilesWritten | Should -Be 0
            Get-ChildItem terraform -Recurse -Filter *.tf | Sort-Object FullName | ForEach-Object { (Get-FileHash -LiteralPath $_).Hash } | Should -Be $before
            '.proxmox/config.yml' | Should -FileContentMatch 'layout: perNode'
            (New-PmpcVm web-09 -Node pve1 -PassThru).File | Should -Be 'terraform/vms/all-of-pve1.tf'
            (New-PmpcVm web-10 -Node pve1 -PassThru).File | Should -Be 'terraform/vms/all-of-pve1.tf'
        }
        It 'writes a dynamic inventory once where it is wanted' {
            $null = New-LabWorkspace
            'ansible/dynamic.proxmox.yml' | Should -Not -Exist
            $null = Sync-PmpcInfrastructure -DynamicInventory
            'ansible/dynamic.proxmox.yml' | Should -FileContentMatch 'plugin: community.proxmox.proxmox'
            Set-Content ansible/dynamic.proxmox.yml '# mine'
            $null = Sync-PmpcInfrastructure
            Get-Content ansible/dynamic.proxmox.yml | Should -Be '# mine'
        }
        It 'changes no setting with -WhatIf' {
            $null = New-LabWorkspace
            $preview = Sync-PmpcInfrastructure -Layout Single -WhatIf
            $preview.Files.Path | Where-Object { $_ -like 'terraform/vms/*' } | Should -BeNullOrEmpty
            '.proxmox/config.yml' | Should -Not -FileContentMatch 'layout: single'
        }
        It 'previews the layout that it is asked for' {
            $null = New-LabWorkspace -NoSync
            (Sync-PmpcInfrastructure -Layout Single -WhatIf).Files.Path | Where-Object { $_ -like 'terraform/vms/*' } | Should -Be 'terraform/vms/vms.tf'
        }
        It 'refuses a pattern that cannot name the files' {
            $null = New-LabWorkspace -NoSync
            { Sync-PmpcInfrastructure -FileName '{node}' -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcFileNamesInvalid Sync-PmpcInfrastructure)
        }
    }
    It 'takes hostile texts as text' {
        $text = 'a"${x}''; rm -rf ../.. %{ for }' + "`n" + '$(Remove-Item x) ```' + "`n---`n# not a heading"
        $null = New-LabWorkspace -Edit { $args[0].guests['100'].config.description = $text }.GetNewClosure()
        (Get-PmpcVm web-01).Description | Should -BeExactly $text
        (Get-PmpcPlan).HasChanges | Should -BeFalse
        (Sync-PmpcInfrastructure).FilesWritten | Should -Be 0
    }
    It 'is an error outside of a workspace' {
        Set-Location $TestDrive
        $failure = { Sync-PmpcInfrastructure } | Should -Throw -ErrorId (ErrorId PmpcWorkspaceNotFound Sync-PmpcInfrastructure) -PassThru
        $failure.CategoryInfo.Category | Should -Be 'ResourceUnavailable'
    }
}
