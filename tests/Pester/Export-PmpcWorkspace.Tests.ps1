Describe 'Export-PmpcWorkspace' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $staging = New-LabWorkspace
        # Only root@pam may set it.
        Edit-File (Get-ChildItem terraform/containers/docker-01.tf) 'keyctl( *)=' '# keyctl$1='
        # The demo's bridge takes smaller packets than the guest that runs on it.
        Edit-File (Get-ChildItem terraform/vms/db-01.tf) 'mtu( *)=' '# mtu$1='
        $empty = { param($lab) $lab.guests = @{}; $lab.ha = @{}; $lab.backupJobs = @{}; foreach ($storage in @($lab.content.Keys)) { $lab.content[$storage] = @($lab.content[$storage] | Where-Object { $_.volid -match '/' }) } }
        function New-Target([scriptblock] $Edit = $empty) { $path = New-LabWorkspace -NoSync -Edit $Edit; Set-Location -LiteralPath $staging; $path }
    }
    AfterAll { Pop-Location }

    It 'goes from export to apply in one command each, and then the other cluster equals the code' {
        $production = New-Target
        $result = Export-PmpcWorkspace $production -WarningAction SilentlyContinue
        $result.IsWritten | Should -BeTrue
        $result.Guests | Should -Be ((Get-PmpcVm).Count + (Get-PmpcContainer).Count)
        $steps = Invoke-PmpcApply -Workspace $production -Force
        $steps.Outcome | Select-Object -Unique | Should -Be Done
        (Get-PmpcPlan -Workspace $production).HasChanges | Should -BeFalse
        (Get-Content -LiteralPath "$production/ansible/inventory.yml" -Raw) | Should -Match 'web-01'
    }
    It 'writes nothing with -WhatIf and gives the mappings as objects' {
        $production = New-Target
        $before = (Get-ChildItem -LiteralPath $production -Recurse -File).Count
        $result = Export-PmpcWorkspace $production -WhatIf -WarningAction SilentlyContinue
        $result.IsWritten | Should -BeFalse
        ($result.Mappings | Where-Object Kind -eq Node).Source | Should -Be pve1, pve2, pve3
        (Get-ChildItem -LiteralPath $production -Recurse -File).Count | Should -Be $before
    }
    It 'asks where it is not certain, and goes on with the answers' {
        # No cluster has such a pool, and the code does not make it.
        $code = Get-ChildItem terraform/*/*.tf | Where-Object { (Get-Content -LiteralPath $_ -Raw) -match 'pool_id *= "staging"' } | Select-Object -First 1
        $before = Get-Content -LiteralPath $code -Raw
        Edit-File $code 'pool_id( *)= "staging"' 'pool_id$1= "ghost"'
        try {
            $production = New-Target
            $result = Export-PmpcWorkspace $production -ErrorVariable failed -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
            $failed[0].FullyQualifiedErrorId | Should -Be (ErrorId PmpcExportQuestions Export-PmpcWorkspace)
            $result.Questions.Source | Should -Be ghost
            Test-Path -LiteralPath "$production/terraform" | Should -BeFalse
            Edit-File "$production/mapping.yml" 'ghost: ""' 'ghost: "-"'
            (Export-PmpcWorkspace $production -WarningAction SilentlyContinue).IsWritten | Should -BeTrue
            Get-Content -Path "$production/terraform/*/*.tf" | Should -Not -Match 'pool_id *= "ghost"'
        } finally {
            Set-Content -LiteralPath $code -Value $before -NoNewline
        }
    }
    It 'needs to know for which server' {
        { Export-PmpcWorkspace (Join-Path $TestDrive nowhere) -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcExportTargetMissing Export-PmpcWorkspace)
        { Export-PmpcWorkspace (Join-Path $TestDrive nowhere) -Target $staging -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcExportTargetSame Export-PmpcWorkspace)
    }
}
