using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The detectors of names and identities that structure tells.</summary>
internal static class StructureDetectors
{
    public static ImmutableArray<Detector> All { get; } =
    [
        new UpidDetector(), new AccountDetector(), new AccountArgumentDetector(), new WebLogUserDetector(), new EventAccountDetector(),
        new AuditedUserDetector(), new SnmpArgumentDetector(), new WindowsDomainDetector(), new RouterAccountDetector(), new ImportedKeyDetector(),
        new UnixAccountDetector(), new AccountPhraseDetector(), new SpokenAccountDetector(), new UserBeforeDetector(), new UserSettingDetector(),
        new CrontabUserDetector(), new DirectoryUserDetector(), new FirewallUserDetector(), new NotifiedUserDetector(), new AccountCommandDetector(),
        new PlainTableDetector(), new NamedListDetector(), new PeerNameDetector(), new DomainUserDetector(), new ShadowUserDetector(), new NeighbouringUserDetector(), new SpacedMacDetector(), new DeviceNumberDetector(), new CredentialObjectDetector(), new CredentialArgumentDetector(),
        new MailboxUserDetector(), new BannerNameDetector(), new ChatAccountDetector(), new AccessRuleDetector(), new ProviderGuidDetector(),
        new HostPlaceDetector(), new KeyNameDetector(), new GuestNameDetector(), new PathNameDetector(), new TableNameDetector(),
        new DirectoryNameDetector(),
        new ProseNameDetector(), new NoticeNameDetector(), new ConnectionNameDetector(), new CalledNameDetector(), new MovedGuestDetector(),
        new GuestNumberDetector(), new HaproxyNameDetector(), new LxcLogDetector(), new ConsolePromptDetector(), new LeaseLogDetector(),
        new RoleNameDetector(), new SiteNameDetector(), new MapKeyDetector(), new LoginPhraseDetector(), new MentionDetector(),
        new ApplianceUserDetector(), new VpnUserDetector(), new LoggedInDetector(), new StatedHostDetector(), new ProcessRowDetector(), new SqlUserDetector(), new ApiGroupDetector(), new VersionColumnDetector(),
        new AddressedNameDetector(), new AddressMapDetector(), new HostsPairDetector(), new AnsibleNameDetector(), new GridNameDetector(),
        new UnderlinedTableDetector(), new SectionNameDetector(),
        new CommandTargetDetector(), new ParameterTargetDetector(), new ShareNameDetector(), new UrlHostDetector(),
        new LoginTableDetector(), new RealmDetector(), new DomainKeyDetector(),
        new EncodedAddressDetector(),
        new HomePathDetector(), new UserListDetector(), new SessionUserDetector(), new InitialNameDetector(), new BareFormDetector(),
        new SidDetector(), new PhoneDetector(), new AreaPhoneDetector(), new AccountPhoneDetector(), new NationalPhoneDetector(), new SerialDetector(), new SerialFieldDetector(),
        new SerialColumnDetector(), new ListedAccountDetector(), new FrameHeaderDetector(), new MachineIdDetector(), new BracketNameDetector(),
        new LoginOptionDetector(), new AccountFileDetector(), new BridgeIdDetector(), new ForumUserDetector(), new VolumeIdDetector(),
        new StorageDetector(), new PoolDetector(), new TagDetector(), new SegmentDetector(), new FreeTextDetector(), new PlainAccountDetector(),
        new TerraformAddressDetector(), new HostRangeDetector(), new NodeListTableDetector(), new DomainAddressDetector(),
        new CutDirectoryNameDetector(), new CutMachineNameDetector(),
        new DirectoryServerDetector(), new WakeOnLanDetector(), new StationIdDetector(), new RepositoryOwnerDetector(), new PhoneExtensionDetector(), new BuildIdDetector(),
        new SpokenUserDetector(), new AccountLabelDetector(), new SignedUpdateDetector(), new ProcessTitleDetector(), new DeviceNameDetector(), new DeviceLabelDetector(), new DeviceTableDetector(), new RoutePeerDetector(), new DeviceUptimeDetector(),
        new DeviceUserDetector(), new KeyedUserDetector(), new DiskFileDetector(), new FirmwareFileDetector(), new ProbeNameDetector(), new SnmpNameDetector(),
        new DecimalAddressDetector(),
        new RunnerHostDetector(), new ZoneTargetDetector(), new CutUuidDetector(), new PortIdDetector(),
        new DirectoryPhoneDetector(), new DirectoryFilterDetector(), new UpdatedGuestDetector(), new VmwareIdDetector(), new HeadNameDetector(),
        new LdifTextDetector(), new PostHeadDetector(), new RemoteDesktopDetector(), new DeviceMapDetector(), new RadioIdDetector(), new LastOriginDetector(),
        new HeadPathDetector(), new RoundRobinPathDetector(), new PostColumnDetector(), new BootUserDetector(),
        new RemoteFileDetector(), new ScanDomainDetector(),
        new CertificateNameDetector(), new AnsibleAnswerDetector(), new ServerNameOptionDetector(), new DashboardUserDetector(),
        new PatternDomainDetector(), new EnvironmentDomainDetector(), new FirewallAliasDetector(), new BackupRemoteDetector(), new FileOriginDetector(), new HostsBlockDetector(), new ZoneOwnerDetector(),
        new LeaseCommentDetector(), new TemplateCloneDetector(), new GuestHashDetector(), new GuestSelectionDetector(), new QueryCommandDetector(),
        new RepositoryHostDetector(), new ConnectionServerDetector(), new ManagementNameDetector(), new RouterIdDetector(),
        new AddressKeyDetector(), new DomainOptionDetector(),
        new ChatHeadDetector(),
        new WireguardClientDetector(), new IscsiNameDetector(),
        new CertificateIdDetector(), new GatewayPhoneDetector(), new ControllerNameDetector(),
        new ControllerDeviceDetector(), new HereTableDetector(), new ChangelogDetector(), new SnmpValueDetector(), new EncodedDomainDetector(),
        new DevicePromptDetector(), new KernelAddressDetector(),
        new ToldMachineDetector(), new MachineBeforeDetector(), new ToldAccountDetector(), new NoticeUserDetector(), new SwitchedUserDetector(), new ProxyUserDetector(), new SocketRowDetector(), new PacketNameDetector(), new HopNameDetector(), new CountedLabelDetector(),
        new DeviceLogDetector(), new ResourceNodeDetector(), new AnsibleListDetector(), new WindowsReportDetector(), new ReportedUserDetector(), new ReplicaPeerDetector(), new ResolverLogDetector(), new TunnelPeerDetector(), new SubjectHostDetector(), new LabelledNameDetector(), new SingleColumnDetector(),
    ];
}
