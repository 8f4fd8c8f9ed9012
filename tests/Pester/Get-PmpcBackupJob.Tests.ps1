Describe 'Get-PmpcBackupJob' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        Push-Location
        $null = New-LabWorkspace
    }
    AfterAll { Pop-Location }

    It 'gets one by name and all without' {
        (Get-PmpcBackupJob backup-nightly).Name | Should -Be 'backup-nightly'
        @(Get-PmpcBackupJob).Name | Should -Contain 'backup-nightly'
        (Get-PmpcBackupJob '*').Count | Should -Be @(Get-PmpcBackupJob).Count
    }
    It 'takes names and wildcards from the pipeline' {
        ('backup-nightly' | Get-PmpcBackupJob).Name | Should -Be 'backup-nightly'
        (Get-PmpcBackupJob backup-nightly | Get-PmpcBackupJob).Name | Should -Be 'backup-nightly'
    }
    It 'asks the server with -Online and shows the same' {
        @(Get-PmpcBackupJob -Online).Name | Should -Be @(Get-PmpcBackupJob).Name
    }
    It 'says that nothing in the code declares it, or that something does' {
        (Get-PmpcBackupJob backup-nightly).Managed | Should -BeOfType [bool]
    }
    It 'says which guests it covers' {
        (Get-PmpcBackupJob).Covers((Get-PmpcVm db-01)) | Should -BeTrue
        (Get-PmpcBackupJob).Covers((Get-PmpcVm web-01)) | Should -BeFalse
        (Get-PmpcBackupJob | Get-PmpcVm -ErrorAction SilentlyContinue).VmId | Should -Be 102
    }
    It 'is an error for a name that is not there' {
        { Get-PmpcBackupJob nowhere -ErrorAction Stop } | Should -Throw -ErrorId (ErrorId PmpcBackupJobNotFound Get-PmpcBackupJob)
        Get-PmpcBackupJob nowhere* | Should -BeNullOrEmpty
    }
    It 'completes names' {
        Complete 'Get-PmpcBackupJob back' | Should -Be 'backup-nightly'
    }
}
