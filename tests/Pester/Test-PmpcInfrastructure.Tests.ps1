Describe 'Test-PmpcInfrastructure' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        function Failed { Test-PmpcInfrastructure -SkipPester @args | Where-Object Outcome -eq Failed }
    }
    AfterAll { Pop-Location }
    BeforeEach { $null = New-LabWorkspace }

    It 'passes right after a sync, and shows that it checked' {
        $results = Test-PmpcInfrastructure -SkipPester
        $results.Passed | Should -Not -Contain $false
        $results.Check | Should -Contain 'VmIdUnique'
        $results.Check | Should -Contain 'BridgeExists'
    }
    It 'finds <What>' -ForEach @(
        @{ What = 'a bridge that is not there'; Edit = { Set-PmpcVm web-01 -Attribute @{ 'net0.bridge' = 'vmbr99' } }; Check = 'BridgeExists'; Text = '*vmbr99*' }
        @{ What = 'a storage that is not there'; Edit = { New-PmpcVm x -Node pve3 -Storage local-zfs }; Check = 'StorageExists'; Text = '*local-zfs*' }
        @{ What = 'a name used twice'; Edit = { New-PmpcVm web-01 }; Check = 'NameUnique'; Text = '*web-01*' }
        @{ What = 'more CPUs than the node has'; Edit = { Set-PmpcVm web-01 -Cores 64 }; Check = 'CoresFit'; Text = '*64*' }
        @{ What = 'more memory than the node has'; Edit = { Set-PmpcVm web-01 -MemoryMiB 262144 }; Check = 'MemoryFits'; Text = '*MiB*' }
        @{ What = 'a disk that does not fit'; Edit = { Set-PmpcVm web-01 -Attribute @{ 'scsi0.size' = '20000G' } }; Check = 'StorageFits'; Text = '*GiB*' }
        @{ What = 'an address used twice'; Edit = { Set-PmpcContainer dns-02 -Attribute @{ 'net0.ip' = '10.10.0.53/24' } }; Check = 'AddressUnique'; Text = '*10.10.0.53*' }
        @{ What = 'a template that is not there'; Edit = { New-PmpcContainer x -OsTemplate local:vztmpl/none.tar.zst }; Check = 'TemplateExists'; Text = '*none.tar.zst*' }
    ) {
        & $Edit
        $failed = @(Failed)
        $failed.Count | Should -Be 1
        $failed[0].Check | Should -Be $Check
        $failed[0].Message | Should -BeLike $Text
    }
    It 'is a result, not an error' {
        Set-PmpcVm web-01 -Cores 64
        Failed -ErrorAction Stop | Show | Select-Object -First 1 | Should -Match '^Check +Target +Outcome +Message$'
    }
    It 'asks nobody with -Offline' {
        Edit-Lab { $args[0].nodes.pve3.cores = 1 }
        Failed -Offline | Should -BeNullOrEmpty
        @(Failed).Check | Select-Object -Unique | Should -Be 'CoresFit'
    }
    It 'changes nothing' {
        $before = Get-Code
        $null = Test-PmpcInfrastructure -SkipPester
        Get-Code | Should -Be $before
    }
    # In a process of its own, for Pester does not run within Pester.
    It 'runs the generated tests' {
        # A guest is enough, and Ansible wants a locale that every machine has.
        $null = New-LabWorkspace -Edit { $lab = $args[0]; @($lab.guests.Keys) -ne '100' | ForEach-Object { $lab.guests.Remove($_) } }
        $locale = $env:LC_ALL
        $env:LC_ALL = 'C.UTF-8'
        $results = pwsh -NoProfile -NonInteractive -Command "`$ProgressPreference = 'SilentlyContinue'; Import-Module '$((Get-Module ProxmoxMpc).Path -replace 'ProxmoxMpc\.PowerShell\.dll$', 'ProxmoxMpc.psd1')'; Test-PmpcInfrastructure | Where-Object Check -eq Pester | ForEach-Object { `"`$(`$_.Outcome) `$(`$_.Message)`" }"
        $env:LC_ALL = $locale
        $results.Count | Should -BeGreaterThan 1
        $results | Where-Object { $_ -notlike 'Passed*' -and $_ -notlike 'Skipped*' } | Should -BeNullOrEmpty
    }
}
