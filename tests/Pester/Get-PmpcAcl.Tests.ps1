Describe 'Get-PmpcAcl' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $null = New-LabWorkspace
    }
    AfterAll { Pop-Location }

    It 'lists who has which role where' {
        (Get-PmpcAcl /).Principal | Should -Be 'audit@pve'
        (Get-PmpcAcl /pool/*).Role | Should -Be 'PVEVMAdmin'
        (Get-PmpcAcl -Role PVEAud*).Path | Should -Be '/'
    }
    It 'takes users and groups from the pipeline' {
        (Get-PmpcGroup | Get-PmpcAcl).Path | Should -Be '/pool/staging'
        (Get-PmpcUser audit* | Get-PmpcAcl).Propagate | Should -BeTrue
        'nobody@pve' | Get-PmpcAcl | Should -BeNullOrEmpty
    }
    It 'asks the server with -Online' {
        @(Get-PmpcAcl -Online).Count | Should -Be @(Get-PmpcAcl).Count
    }
}
