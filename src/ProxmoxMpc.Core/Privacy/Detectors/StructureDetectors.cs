using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Privacy.Detectors;

/// <summary>The detectors of names and identities that structure tells.</summary>
internal static class StructureDetectors
{
    public static ImmutableArray<Detector> All { get; } =
    [
        new UpidDetector(), new AccountDetector(), new UnixAccountDetector(), new AccountPhraseDetector(), new AccountCommandDetector(), new PlainTableDetector(), new NamedListDetector(), new PeerNameDetector(), new DomainUserDetector(), new ShadowUserDetector(), new BannerNameDetector(), new ChatAccountDetector(), new AccessRuleDetector(), new ProviderGuidDetector(), new HostPlaceDetector(), new KeyNameDetector(), new GuestNameDetector(), new PathNameDetector(), new TableNameDetector(), new DirectoryNameDetector(),
        new ProseNameDetector(), new NoticeNameDetector(), new RoleNameDetector(), new MapKeyDetector(), new LoginPhraseDetector(), new MentionDetector(), new ApplianceUserDetector(), new VpnUserDetector(), new SqlUserDetector(), new ApiGroupDetector(), new VersionColumnDetector(), new AddressedNameDetector(), new AnsibleNameDetector(), new GridNameDetector(), new SectionNameDetector(), new CommandTargetDetector(), new UrlHostDetector(), new LoginTableDetector(), new RealmDetector(), new DomainKeyDetector(), new EncodedAddressDetector(),
        new HomePathDetector(), new UserListDetector(), new SessionUserDetector(), new InitialNameDetector(), new BareFormDetector(), new SidDetector(), new PhoneDetector(), new SerialDetector(), new SerialColumnDetector(), new ListedAccountDetector(), new FrameHeaderDetector(), new MachineIdDetector(), new BracketNameDetector(), new LoginOptionDetector(), new AccountFileDetector(), new BridgeIdDetector(), new ForumUserDetector(), new VolumeIdDetector(),
        new StorageDetector(), new PoolDetector(), new TagDetector(), new SegmentDetector(), new FreeTextDetector(), new PlainAccountDetector(),
        new SpokenUserDetector(), new SignedUpdateDetector(), new ProcessTitleDetector(), new DeviceNameDetector(), new DecimalAddressDetector(),
        new DirectoryPhoneDetector(), new DirectoryFilterDetector(), new UpdatedGuestDetector(), new VmwareIdDetector(), new HeadNameDetector(),
    ];
}
