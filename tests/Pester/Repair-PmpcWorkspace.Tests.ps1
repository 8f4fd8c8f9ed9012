Describe 'Repair-PmpcWorkspace' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
    }
    AfterAll { Pop-Location }
    BeforeEach { $null = New-LabWorkspace }

    It 'leaves a whole workspace alone' {
        Repair-PmpcWorkspace -Confirm:$false | Should -BeNullOrEmpty
    }
    It 'makes a state anew that was cut in half' {
        Set-PmpcVm web-01 -Cores 4
        Remove-Item .proxmox/state.db-* -ErrorAction Ignore
        $bytes = [IO.File]::ReadAllBytes("$PWD/.proxmox/state.db")
        [IO.File]::WriteAllBytes("$PWD/.proxmox/state.db", $bytes[0..($bytes.Length / 2)])
        { Get-PmpcPlan -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcStateCorrupt Get-PmpcPlan)
        (Repair-PmpcWorkspace -WhatIf).IsDryRun | Should -BeTrue
        { Get-PmpcPlan -ErrorAction Stop } | Should -Throw
        $finding = Repair-PmpcWorkspace -Confirm:$false
        $finding.Part | Should -Be 'State'
        Get-ChildItem .proxmox -Force -Filter 'state.db.damaged-*' | Should -Not -BeNullOrEmpty
        (Get-PmpcPlan).Steps.Summary | Should -Be 'cores: 2 -> 4'
        (Sync-PmpcInfrastructure).Conflicts | Should -BeNullOrEmpty
    }
}
