Describe 'Initialize-PmpcWorkspace' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
    }
    AfterAll { Pop-Location }
    BeforeEach {
        $path = Join-Path $TestDrive ([guid]::NewGuid())
        $token = @{ TokenId = 'automation@pve!pmpc'; SecretEnvironmentVariable = 'PMPC_PESTER_SECRET' }
    }
    AfterEach { $env:PMPC_PESTER_SECRET = $null }

    It 'makes a workspace on the Lab and says where' {
        $result = Initialize-PmpcWorkspace $path -Lab
        $result.PSTypeNames | Should -Contain 'ProxmoxMpc.Core.Workspaces.InitializeResult'
        $result.Workspace | Should -Be $path
        $result.Server | Should -Be 'Lab'
        Join-Path $path .proxmox/config.yml | Should -Exist
        Get-Content (Join-Path $path .gitignore) | Should -Contain '.proxmox/*'
    }
    It 'works in the current location without a path' {
        $null = New-Item $path -ItemType Directory
        Set-Location $path
        (Initialize-PmpcWorkspace -Lab).Workspace | Should -Be $path
    }
    It 'makes nothing with -WhatIf' {
        Initialize-PmpcWorkspace $path -Lab -WhatIf | Should -BeNullOrEmpty
        $path | Should -Not -Exist
    }
    It 'refuses a folder that is a workspace and leaves it as it is' {
        $null = Initialize-PmpcWorkspace $path -Lab
        $before = Get-Content (Join-Path $path .proxmox/config.yml) -Raw
        { Initialize-PmpcWorkspace $path -Lab -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcWorkspaceExists Initialize-PmpcWorkspace)
        Get-Content (Join-Path $path .proxmox/config.yml) -Raw | Should -BeExactly $before
    }
    It 'keeps the .gitignore that is there' {
        $null = New-Item $path -ItemType Directory
        'mine/' | Set-Content (Join-Path $path .gitignore)
        $null = Initialize-PmpcWorkspace $path -Lab
        Get-Content (Join-Path $path .gitignore) | Select-Object -First 1 | Should -Be 'mine/'
        Get-Content (Join-Path $path .gitignore) | Should -Contain '*.tfstate'
    }
    It 'works on the very Lab state that is named' {
        $state = Join-Path $TestDrive 'state.json'
        '{ "nodes": { "solo": { "cores": 4, "memoryMiB": 8192 } } }' | Set-Content $state
        $null = Initialize-PmpcWorkspace $path -Lab -LabState $state
        Set-Location $path
        (Get-PmpcNode -Online).Name | Should -Be 'solo'
        $null = Sync-PmpcInfrastructure
        $null = New-PmpcVm made-later -Node solo -MemoryMiB 512
        $null = Invoke-PmpcApply -Confirm:$false
        (Get-Content $state -Raw | ConvertFrom-Json -AsHashtable).guests.Values.config.name | Should -Contain 'made-later'
        Join-Path $path .proxmox/lab.json | Should -Not -Exist
    }
    It 'names a Lab state in the workspace by its relative path' {
        $null = New-Item (Join-Path $path lab) -ItemType Directory
        '{ "nodes": { "solo": { "cores": 4, "memoryMiB": 8192 } } }' | Set-Content (Join-Path $path lab/state.json)
        $null = Initialize-PmpcWorkspace $path -Lab -LabState (Join-Path $path lab/state.json)
        Get-Content (Join-Path $path .proxmox/config.yml) | Should -Contain 'lab: lab/state.json'
    }
    It 'refuses a Lab state that <Why>' -ForEach @(
        @{ Why = 'does not exist'; Text = $null; Id = 'PmpcLabStateNotFound' }
        @{ Why = 'is none'; Text = '{ "nodes": ['; Id = 'PmpcLabStateInvalid' }
    ) {
        $state = Join-Path $TestDrive "$([guid]::NewGuid()).json"
        if ($Text) { $Text | Set-Content $state }
        { Initialize-PmpcWorkspace $path -Lab -LabState $state -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId $Id Initialize-PmpcWorkspace)
        $path | Should -Not -Exist
    }
    It 'takes a credential for several servers and keeps its password nowhere' {
        $password = 'n0wh3re to be found'
        $credential = [pscredential]::new('root@pam', (ConvertTo-SecureString $password -AsPlainText))
        $pin = (@('AB') * 32) -join ':'
        $other = (@('CD') * 32) -join ':'
        $result = Initialize-PmpcWorkspace $path -Server pve1.example.org, pve2.example.org -Credential $credential -Fingerprint $pin, $other -SkipConnectionTest
        $result.Identity | Should -Be 'root@pam'
        $result.Endpoints.Fingerprint | Should -Be $pin, $other
        Get-ChildItem $path -Recurse -File -Force | Select-String -SimpleMatch $password | Should -BeNullOrEmpty
        $config = Get-Content (Join-Path $path .proxmox/config.yml)
        $config | Should -Contain 'userName: root@pam'
        $config | Should -Contain '  - address: https://pve2.example.org:8006'
        $config | Should -Not -Match '^secret:'
    }
    It 'keeps a password and a TOTP key in the profile when it is told to' {
        $home_ = $env:PROXMOX_MPC_HOME
        $env:PROXMOX_MPC_HOME = Join-Path $TestDrive "profile$([guid]::NewGuid())"
        try {
            $credential = [pscredential]::new('root@pam', (ConvertTo-SecureString ' k3pt ' -AsPlainText))
            $null = Initialize-PmpcWorkspace $path -Server pve1.example.org -Credential $credential -SavePassword -Totp (ConvertTo-SecureString 'GEZD GNBV GY3T QOJQ' -AsPlainText) -SkipConnectionTest
            $kept = Get-ChildItem (Join-Path $env:PROXMOX_MPC_HOME secrets) -File
            $kept.Count | Should -Be 2
            $kept | Get-Content | Should -Contain ' k3pt '
            Get-ChildItem $path -Recurse -File -Force | Select-String -SimpleMatch 'k3pt', 'GEZD' | Should -BeNullOrEmpty
        }
        finally { $env:PROXMOX_MPC_HOME = $home_ }
    }
    It 'refuses a TOTP key that is none before it writes anything' {
        { Initialize-PmpcWorkspace $path -Server pve1.example.org -UserName root@pam -SecretVault v/n -Totp (ConvertTo-SecureString 'no key!' -AsPlainText) -SkipConnectionTest -ErrorAction Stop } |
            Should -Throw -ErrorId (ErrorId PmpcSecretInvalid Initialize-PmpcWorkspace)
        $path | Should -Not -Exist
    }
    It 'wants to be told who asks, a token or a user' {
        { Initialize-PmpcWorkspace $path -Server https://127.0.0.1:9 -SkipConnectionTest -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcIdentityMissing Initialize-PmpcWorkspace)
        { Initialize-PmpcWorkspace $path -Server https://127.0.0.1:9 @token -UserName root@pam -ErrorAction Stop } | Should -Throw -ErrorId 'AmbiguousParameterSet*'
    }
    It 'finds a host that does not answer out before it writes anything' {
        $env:PMPC_PESTER_SECRET = 'b0a1c2d3-0000-4000-8000-0123456789ab'
        { Initialize-PmpcWorkspace $path -Server https://127.0.0.1:9 @token -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcServerUnreachable Initialize-PmpcWorkspace)
        $path | Should -Not -Exist
    }
    It 'names the variable that is not set' {
        $failure = { Initialize-PmpcWorkspace $path -Server https://127.0.0.1:9 @token -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcSecretNotFound Initialize-PmpcWorkspace) -PassThru
        "$failure" | Should -BeLike '*PMPC_PESTER_SECRET*'
        $path | Should -Not -Exist
    }
    It 'never puts the secret itself into the workspace' {
        $home_ = $env:PROXMOX_MPC_HOME
        $env:PROXMOX_MPC_HOME = Join-Path $TestDrive profile
        try {
            $secret = 'b0a1c2d3-1111-4000-8000-0123456789ab'
            $null = Initialize-PmpcWorkspace $path -Server pve1.example.org -TokenId 'automation@pve!pmpc' -Secret (ConvertTo-SecureString $secret -AsPlainText) -SkipConnectionTest
            Get-ChildItem $path -Recurse -File -Force | Select-String -SimpleMatch $secret | Should -BeNullOrEmpty
            $kept = Get-ChildItem (Join-Path $env:PROXMOX_MPC_HOME secrets) -File
            Get-Content $kept | Should -Be $secret
            if (-not $IsWindows) { $kept.UnixFileMode | Should -Be ([IO.UnixFileMode]'UserRead, UserWrite') }
            Get-Content (Join-Path $path .proxmox/config.yml) -Raw | Should -BeLike '*https://pve1.example.org:8006*'
        }
        finally { $env:PROXMOX_MPC_HOME = $home_ }
    }
    It 'wants to be told once where the secret is' {
        { Initialize-PmpcWorkspace $path -Server https://127.0.0.1:9 -TokenId 'automation@pve!pmpc' -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcSecretMissing Initialize-PmpcWorkspace)
        { Initialize-PmpcWorkspace $path -Server https://127.0.0.1:9 @token -SecretVault v/n -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcSecretMissing Initialize-PmpcWorkspace)
    }
    It 'refuses <Why>' -ForEach @(
        @{ Why = 'an address without encryption'; Given = @{ Server = 'http://pve1.example.org:8006' }; Id = 'PmpcEndpointInvalid' }
        @{ Why = 'a server that is named twice'; Given = @{ Server = 'pve1', 'https://pve1:8006' }; Id = 'PmpcServerRepeated' }
        @{ Why = 'fewer fingerprints than servers'; Given = @{ Server = 'pve1', 'pve2', 'pve3'; Fingerprint = ((@('AB') * 32) -join ':'), ((@('CD') * 32) -join ':') }; Id = 'PmpcFingerprintInvalid' }
        @{ Why = 'a fingerprint that is none'; Given = @{ Server = 'https://127.0.0.1:9'; Fingerprint = 'AB:CD' }; Id = 'PmpcFingerprintInvalid' }
    ) {
        { Initialize-PmpcWorkspace $path @Given @token -SkipConnectionTest -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId $Id Initialize-PmpcWorkspace)
        $path | Should -Not -Exist
    }
    It 'lays out files as people like it' {
        $path = Join-Path $TestDrive ([guid]::NewGuid())
        $null = Initialize-PmpcWorkspace $path -Lab -Layout Single
        Push-Location -LiteralPath $path
        try {
            $null = Sync-PmpcInfrastructure
            (Get-ChildItem terraform/vms).Name | Should -Be 'versions.tf', 'vms.tf'
            (Get-PmpcPlan).HasChanges | Should -BeFalse
        }
        finally { Pop-Location }
        { Initialize-PmpcWorkspace (Join-Path $TestDrive other) -Lab -Layout PerNode -FileName '{name}' -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcFileNamesInvalid Initialize-PmpcWorkspace)
        Join-Path $TestDrive other | Should -Not -Exist
    }
}
