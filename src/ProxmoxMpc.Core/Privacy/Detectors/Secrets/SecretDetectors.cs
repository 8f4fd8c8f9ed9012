using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The detectors of what opens something.</summary>
internal static class SecretDetectors
{
    public static ImmutableArray<Detector> All { get; } =
    [
        new PemDetector(), new EncodedPemDetector(), new KeyLinesDetector(),
        new TicketDetector(), new CsrfDetector(), new ApiTokenDetector(), new SubscriptionDetector(),
        new FingerprintDetector(), new SshKeyDetector(), new PasswordHashDetector(), new SchemeHashDetector(), new RecoveryEntriesDetector(), new GivenValueDetector(), new DomainHashDetector(),
        new ServerHashDetector(), new DatabaseHashDetector(), new CephKeyDetector(), new Base64KeyDetector(),
        new KnownPrefixDetector(), new FormedTokenDetector(), new JsonWebTokenDetector(), new WebhookDetector(), new TelegramTokenDetector(), new ProductKeyDetector(),
        new AuthorizationDetector(), new CookieDetector(), new UrlCredentialDetector(),
        new KeyValueDetector(), new CommandSecretDetector(), new PositionalSecretDetector(), new DatabaseLogonDetector(), new WindowsPasswordDetector(),
        new TerraformStateDetector(), new CsvColumnDetector(), new ChpasswdDetector(), new PipedSecretDetector(), new SqlPasswordDetector(),
        new CredentialPairDetector(), new AnnouncedLoginDetector(), new GluedLoginDetector(), new QuotedLoginDetector(),
        new LoginLineDetector(), new IpsecSecretDetector(), new PasswordFieldDetector(), new CommunityDetector(), new DeviceServerDetector(),
        new SnmpUserDetector(), new ProviderCredentialDetector(), new HookSecretDetector(), new SpokenOtpDetector(), new JsonSecretDetector(),
        new SecretFileDetector(), new KubernetesSecretDetector(), new UrlLineDetector(), new GivenSecretDetector(), new AnsweredPromptDetector(),
        new TypedSecretDetector(), new HeaderMatchDetector(), new SaslExchangeDetector(), new LoginRowsDetector(),
        new PluginDataDetector(), new CallCredentialDetector(),
        new SignedUrlDetector(), new SpokenPasswordDetector(), new StrongWordDetector(), new AnnouncedSecretDetector(), new SaidPasswordDetector(),
        new BareUrlCredentialDetector(), new SecretListDetector(),
        new RecoveryKeyDetector(), new SecretMapDetector(), new EncodedBlobDetector(), new RandomVariableDetector(), new OneTimeCodeDetector(),
        new BesideUserDetector(), new UserListLineDetector(), new VariableDefaultDetector(), new QemuSecretDetector(), new SystemdCredentialDetector(), new ChapSecretsDetector(),
        new LoggedCommandDetector(), new DeviceSecretDetector(), new RealmPasswordDetector(),
        new AccessListDetector(), new PromptedCodeDetector(), new WebKeyDetector(), new RunnerTokenDetector(), new PgPassDetector(),
        new ProtectedDataDetector(), new PropertySecretDetector(), new AccountLineDetector(), new LicenceKeyDetector(),
        new DevicePhraseDetector(), new DeviceCipherDetector(), new HexBlockDetector(), new ToldPasswordDetector(), new DoorCodeDetector(),
        new BackupCodeDetector(),
        new SqlColumnDetector(), new AuditArgumentDetector(), new NtHashDetector(), new WrittenFileDetector(), new SnmpTupleDetector(),
        new EncipheredKeyDetector(), new WirelessKeyDetector(),
        new TornPemDetector(), new PuttyHostKeyDetector(), new OptionPairDetector(), new LoginCellDetector(), new QuotedPassphraseDetector(), new RcloneOptionDetector(), new PeerSecretDetector(), new EntityQuotedPasswordDetector(),
        new MoshKeyDetector(), new RecordDigestDetector(), new FoldedValueDetector(), new WrappedSecretDetector(), new InviteLinkDetector(), new CutKeyDetector(),
        new SpokenPinDetector(), new CredentialIdDetector(), new PrintedSecretDetector(), new SecretReplyDetector(),
        new FrameworkHashDetector(), new EncipheredStringDetector(), new SopsValueDetector(), new PinnedCertificateDetector(), new QueryKeyDetector(),
        new SecretSectionDetector(), new BackblazeKeyDetector(), new UserOptionDetector(), new SpiceTicketDetector(), new NamedPinDetector(),
        new GuestInfoDetector(), new AccountSlashDetector(), new AccountOfDetector(), new DeviceLoginDetector(), new CellNoteDetector(), new DumpedKeyDetector(),
        new ScanDigestDetector(),
        new ManagementLineDetector(), new CapturedPasswordDetector(), new ExporterCommunityDetector(), new BelowNounDetector(), new RelayLineDetector(),
        new TimeKeyDetector(), new RadioKeyDetector(),
        new CephOptionDetector(), new QueriedMapDetector(), new BackupElementDetector(),
        new RouterSecretDetector(), new SnmpOptionDetector(), new HomeKeyDetector(), new EncodedCommandDetector(), new UsersElementDetector(),
        new PhraseLineDetector(), new DecodedArgumentDetector(), new DigestResponseDetector(), new FirewallKeyDetector(), new TokenFormDetector(), new KnownLoginDetector(),
        new ConcealedTextDetector(), new SqlPluginDetector(), new EchoedLoginDetector(),
        new ByteKeyDetector(), new FirewallElementDetector(), new ObjectPropertyDetector(),
        new EncodedPairDetector(), new HostKeyDetector(),
        new PasswordCallDetector(), new AssertedSecretDetector(), new RsyncSecretDetector(), new PrinterCommandDetector(), new ApplianceReplyDetector(),
        new ResetPasswordDetector(), new DescribedLoginDetector(),
        new MarkedSecretDetector(), new LancomSecretDetector(), new WifiStringDetector(), new VoicemailPinDetector(), new CommunityBlockDetector(), new ListedSecretDetector(),
        new RegistryTextDetector(), new ThingPinDetector(),
        new SettingCommandDetector(), new NamedOptionDetector(), new ValidCommunityDetector(), new MailLoginDetector(), new ChatAnswerDetector(), new NotedLoginDetector(),
        new NotedSnmpDetector(), new ChangedSecretDetector(), new PrincipalKeyDetector(), new UserTableDetector(),
        new PasswordColumnDetector(), new SiblingElementDetector(), new PairVariableDetector(), new TypedAnswerDetector(), new TransferScriptDetector(), new StoredCredentialDetector(), new ToldKeyDetector(), new WikiTableDetector(),
    ];
}
