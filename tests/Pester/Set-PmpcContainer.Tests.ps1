Describe 'Set-PmpcContainer' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
    }
    AfterAll { Pop-Location }
    BeforeEach { $null = New-LabWorkspace }

    It 'brings <What> to the server' -ForEach @(
        @{ What = 'cores, memory and swap'; With = @{ Cores = 3; MemoryMiB = 1024; SwapMiB = 0 }; Expected = @{ cores = '3'; memory = '1024'; swap = '0' } }
        @{ What = 'name servers'; With = @{ Nameserver = '10.0.0.1', '9.9.9.9' }; Expected = @{ nameserver = '10.0.0.1 9.9.9.9' } }
        @{ What = 'a new name'; With = @{ NewName = 'ns-01' }; Expected = @{ hostname = 'ns-01' } }
        @{ What = 'a larger root disk'; With = @{ Attribute = @{ 'rootfs.size' = '8G' } }; Expected = @{ rootfs = '*size=8G*' } }
        @{ What = 'a VLAN'; With = @{ Attribute = @{ 'net0.tag' = '20' } }; Expected = @{ net0 = '*tag=20*' } }
    ) {
        Set-PmpcContainer dns-01 @With
        (Invoke-PmpcApply -Confirm:$false).Outcome | Select-Object -Unique | Should -Be 'Done'
        $config = (Get-LabGuest 200).config
        foreach ($key in $Expected.Keys) { "$($config[$key])" | Should -BeLike $Expected[$key] }
        (Get-PmpcPlan).HasChanges | Should -BeFalse
    }
    It 'takes the objects of Get-PmpcContainer' {
        Get-PmpcContainer dns* | Set-PmpcContainer -MemoryMiB 1024
        (Get-PmpcPlan).Steps.VmId | Should -Be 200, 201
    }
    It 'changes nothing with -WhatIf' {
        $before = Get-Code
        Set-PmpcContainer * -Cores 2 -WhatIf
        Get-Code | Should -Be $before
    }
    It 'has no attributes of a VM' {
        { Set-PmpcContainer dns-01 -Attribute @{ bios = 'ovmf' } -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcAttributeUnknown Set-PmpcContainer)
    }
}
