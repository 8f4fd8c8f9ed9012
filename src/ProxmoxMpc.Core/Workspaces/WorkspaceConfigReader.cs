using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>
/// From YAML to <see cref="WorkspaceConfig"/>, node by node, so that every complaint has a place. Values are never quoted in
/// a complaint: one of them might be the secret that does not belong here.
/// </summary>
internal static partial class WorkspaceConfigReader
{
    public const string Version = "version", Endpoints = "endpoints", TokenId = "tokenId", UserName = "userName", Secret = "secret", Totp = "totp", OneTimeCode = "oneTimeCode", Address = "address", Fingerprint = "fingerprint",
        Lab = "lab", Options = "options", Concurrency = "concurrency", TimeoutSeconds = "timeoutSeconds", Layout = "layout", Firewalls = "guestFirewalls",
        KeepSnapshots = "keepSnapshots", KeepDays = "keepDays", BackupStorage = "backupStorage", FileNames = "fileNames", Attributes = "attributes", Dynamic = "dynamicInventory";

    /// <summary>The settings, in the order in which they are written.</summary>
    public static ImmutableArray<string> TopLevel { get; } = [Version, Endpoints, TokenId, UserName, Secret, Totp, OneTimeCode, Fingerprint, Lab, Options];

    private static readonly ImmutableArray<string> SecretKinds = ["environment", "file", "vault"];
    private static readonly ImmutableArray<string> EndpointParts = [Address, Fingerprint];
    private static readonly ImmutableArray<string> OptionNames = [Concurrency, TimeoutSeconds, Layout, FileNames, Attributes, Dynamic, Firewalls, KeepSnapshots, KeepDays, BackupStorage];

    [GeneratedRegex(@"^[^\s@!=:/]+(?:@[^\s@!=:/]+)+![A-Za-z][A-Za-z0-9._-]+\z")]
    private static partial Regex TokenIdForm { get; }

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex VariableForm { get; }

    // Proxmox's token secrets are UUIDs.
    [GeneratedRegex("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")]
    private static partial Regex TokenSecretForm { get; }

    // A Base32 key as it is shown, in capitals; without a digit it may as well be a name.
    [GeneratedRegex(@"^(?=.*[2-7])(?:[A-Z2-7]{4}[ -]?){4,}[A-Z2-7]{0,7}=*\z")]
    private static partial Regex TotpKeyForm { get; }

    [GeneratedRegex("password|passwd|otp_?(key|seed|secret)|token_?secret|api_?token|api_?key|secret_?value|credential|^token$", RegexOptions.IgnoreCase)]
    private static partial Regex SecretKey { get; }

    public static WorkspaceConfig Read(string text, string path)
    {
        var place = new Place(path);
        var root = place.Mapping(Document(text, place), "the file");
        var settings = Settings(place, root, TopLevel, "a setting of a workspace");
        if (!settings.TryGetValue(Version, out var version)) throw place.Error(root, "the setting 'version' is missing", "Add the line: version: 1");
        if (place.Number(version, Version, 0, int.MaxValue) is var number && number != WorkspaceConfig.FormatVersion)
            throw place.Error(version, $"this ProxmoxMpc reads version {WorkspaceConfig.FormatVersion} of the file", number > WorkspaceConfig.FormatVersion ? "Update the module: Update-PSResource ProxmoxMpc." : "Write: version: 1");

        var options = settings.TryGetValue(Options, out var optionsNode) && !place.IsEmpty(optionsNode) ? Settings(place, place.Mapping(optionsNode, Options), OptionNames, "an option") : [];
        var lab = settings.TryGetValue(Lab, out var labNode) && !place.IsEmpty(labNode) ? LabPath(place, labNode) : null;
        var config = new WorkspaceConfig
        {
            Endpoints = settings.TryGetValue(Endpoints, out var endpoints) && !place.IsEmpty(endpoints) ? EndpointsOf(place, endpoints) : [],
            TokenId = settings.TryGetValue(TokenId, out var token) && !place.IsEmpty(token) ? TokenIdOf(place, token) : null,
            UserName = settings.TryGetValue(UserName, out var user) && !place.IsEmpty(user) ? UserNameOf(place, user) : null,
            Secret = settings.TryGetValue(Secret, out var secret) && !place.IsEmpty(secret) ? SecretOf(place, secret, Secret) : null,
            Totp = settings.TryGetValue(Totp, out var totp) && !place.IsEmpty(totp) ? SecretOf(place, totp, Totp) : null,
            OneTimeCode = settings.TryGetValue(OneTimeCode, out var code) && !place.IsEmpty(code) ? SecretOf(place, code, OneTimeCode) : null,
            Fingerprint = settings.TryGetValue(Fingerprint, out var pin) && !place.IsEmpty(pin) ? FingerprintOf(place, pin) : null,
            IsLab = lab is not null,
            LabState = lab,
            Concurrency = options.TryGetValue(Concurrency, out var concurrency) ? place.Number(concurrency, Concurrency, 1, 64) : WorkspaceConfig.DefaultConcurrency,
            TimeoutSeconds = options.TryGetValue(TimeoutSeconds, out var timeout) ? place.Number(timeout, TimeoutSeconds, 1, 3600) : WorkspaceConfig.DefaultTimeoutSeconds,
            Layout = options.TryGetValue(Layout, out var layout) ? LayoutOf(place, layout) : default,
            FileNames = options.TryGetValue(FileNames, out var names) && !place.IsEmpty(names) ? place.Text(names, FileNames) : null,
            Attributes = options.TryGetValue(Attributes, out var detail) ? DetailOf(place, detail) : default,
            DynamicInventory = options.TryGetValue(Dynamic, out var dynamic) && FlagOf(place, dynamic, Dynamic),
            GuestFirewalls = options.TryGetValue(Firewalls, out var firewalls) ? FirewallsOf(place, firewalls) : default,
            KeepSnapshots = options.TryGetValue(KeepSnapshots, out var snapshots) ? place.Number(snapshots, KeepSnapshots, 1, 1_000_000) : null,
            KeepDays = options.TryGetValue(KeepDays, out var days) ? place.Number(days, KeepDays, 1, 36_500) : null,
            BackupStorage = options.TryGetValue(BackupStorage, out var backup) ? place.Text(backup, BackupStorage) : null,
        };
        if (CodeStyle.Problem(config.Layout, config.FileNames) is { } wrong) throw place.Error(names!, $"'{FileNames}' cannot name the files: {wrong}");
        if (config is { IsLab: false, Endpoints.IsEmpty: true })
            throw place.Error(root, "neither 'endpoints' nor 'lab' is set", "Name the cluster's API under endpoints: - https://pve1.example.org:8006");
        if (config is { TokenId: not null, UserName: not null })
            throw place.Error(user!, "'tokenId' and 'userName' exclude each other", "Keep the one that shall ask, and the place of its secret.");
        if (config is { UserName: null, Totp: not null } or { UserName: null, OneTimeCode: not null })
            throw place.Error((totp ?? code)!, "a second factor belongs to a user who logs in ('userName')", "An API token needs none: remove the setting.");
        if (config is { Totp: not null, OneTimeCode: not null })
            throw place.Error(code!, "'totp' and 'oneTimeCode' exclude each other", "With the authenticator's key (totp) no code is needed from elsewhere.");
        return config;
    }

    /// <summary>The document's root, with line and column of every node.</summary>
    public static YamlNode Document(string text, Place place)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents switch
            {
                [var only] => only.RootNode,
                [] => throw place.Error(1, 1, "the file is empty", "Run Initialize-PmpcWorkspace in a new folder to see what it should look like."),
                _ => throw place.Error((int)stream.Documents[1].RootNode.Start.Line, 1, "the file holds more than one YAML document", "Keep one and remove the line '---' between them."),
            };
        }
        catch (YamlException error)
        {
            throw place.Error((int)error.Start.Line, (int)error.Start.Column, $"this is not valid YAML: {error.Message.TrimEnd('.')}", "Look at the indentation, and quote values that hold ': ' or '#'.", error);
        }
    }

    private static Dictionary<string, YamlNode> Settings(Place place, YamlMappingNode mapping, ImmutableArray<string> known, string what)
    {
        var settings = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        foreach (var (keyNode, value) in mapping.Children)
        {
            if (keyNode is not YamlScalarNode { Value: { } key }) throw place.Error(keyNode, "a setting's name must be plain text");
            if (!known.Contains(key))
            {
                if (SecretKey.IsMatch(key)) throw place.HoldsSecret(keyNode);
                var nearest = NearestName.Of(key, known);
                throw place.Error(keyNode, $"'{key}' is not {what}", nearest is null ? $"Known are: {string.Join(", ", known)}." : $"Did you mean '{nearest}'?");
            }
            settings[key] = value;
        }
        return settings;
    }

    private static ImmutableArray<PveEndpoint> EndpointsOf(Place place, YamlNode node)
    {
        IEnumerable<YamlNode> items = node is YamlSequenceNode sequence ? sequence.Children : [node];
        return [.. items.Select(item => EndpointOf(place, item))];
    }

    // 'pve1', or { address: pve1, fingerprint: AA:BB:… } where it has a certificate of its own.
    private static PveEndpoint EndpointOf(Place place, YamlNode node)
    {
        if (node is not YamlMappingNode mapping) return new(AddressOf(place, node, Endpoints));
        var parts = Settings(place, mapping, EndpointParts, "a part of an endpoint");
        if (!parts.TryGetValue(Address, out var address)) throw place.Error(node, "the endpoint has no 'address'", "For example: address: https://pve1.example.org:8006");
        return new(AddressOf(place, address, Address), parts.TryGetValue(Fingerprint, out var pin) && !place.IsEmpty(pin) ? FingerprintOf(place, pin) : null);
    }

    private static Uri AddressOf(Place place, YamlNode node, string what)
    {
        try
        {
            return WorkspaceConfig.ParseEndpoint(place.Text(node, what));
        }
        catch (PmpcException error) when (error.Id == "PmpcEndpointInvalid")
        {
            throw place.Error(node, char.ToLowerInvariant(error.Message[0]) + error.Message[1..].TrimEnd('.'), error.Hint);
        }
    }

    private static string TokenIdOf(Place place, YamlNode node)
    {
        var text = place.Text(node, TokenId);
        if (text.Contains('=') || TokenSecretForm.IsMatch(text)) throw place.HoldsSecret(node);
        return TokenIdForm.IsMatch(text) ? text : throw place.Error(node, "'tokenId' must have the form user@realm!tokenname", "For example root@pam!pmpc; in YAML it needs no quotes.");
    }

    private static string UserNameOf(Place place, YamlNode node)
    {
        var text = place.Text(node, UserName);
        if (PveCredential.IsTokenId(text)) throw place.Error(node, "'userName' is a token's id", "Write it as tokenId.");
        return PvePassword.IsUserId(text) ? text : throw place.Error(node, "'userName' must have the form user@realm", "For example root@pam; the password never stands in this file.");
    }

    private static SecretReference SecretOf(Place place, YamlNode node, string what)
    {
        if (node is not YamlMappingNode mapping) throw place.HoldsSecret(node);
        var settings = Settings(place, mapping, SecretKinds, "a place for a secret");
        if (settings is not { Count: 1 }) throw place.Error(node, $"'{what}' must name exactly one of environment, file and vault");
        var (kind, value) = settings.Single();
        var name = place.Text(value, kind);
        // The address behind the QR code holds the key.
        if (name.StartsWith("otpauth:", StringComparison.OrdinalIgnoreCase) || (what == Totp && TotpKeyForm.IsMatch(name))) throw place.HoldsSecret(value);
        switch (kind)
        {
            case "environment":
                if (TokenSecretForm.IsMatch(name)) throw place.HoldsSecret(value);
                return VariableForm.IsMatch(name) ? new(SecretKind.Environment, name) : throw place.Error(value, "'environment' must be the name of a variable: letters, digits and underscores");
            case "vault":
                return name.IndexOf('/') is var slash && slash > 0 && slash < name.Length - 1 ? new(SecretKind.Vault, name) : throw place.Error(value, "'vault' must have the form VaultName/SecretName");
            default:
                return TokenSecretForm.Match(name).Value == name ? throw place.HoldsSecret(value) : new(SecretKind.File, name);
        }
    }

    private static string FingerprintOf(Place place, YamlNode node) => WorkspaceConfig.NormalizeFingerprint(place.Text(node, Fingerprint))
        ?? throw place.Error(node, "'fingerprint' must be a SHA-256: 32 pairs of hexadecimal digits", "Proxmox shows it under Node > System > Certificates; Test-PmpcConnection shows the one that it presents now.");

    // 'lab: true' is the short form of the default path.
    private static string? LabPath(Place place, YamlNode node)
    {
        var text = place.Text(node, Lab);
        if (text == "false") return null;
        if (text == "true") return WorkspaceConfig.DefaultLabState;
        if (Path.IsPathFullyQualified(text)) return text;
        return text.Contains('\\') || Path.IsPathRooted(text) || text.Split('/').Any(part => part is "" or "." or "..")
            ? throw place.Error(node, "'lab' must be a path inside the workspace, or an absolute one", $"For example {WorkspaceConfig.DefaultLabState}.")
            : text;
    }

    private static WorkspaceLayout LayoutOf(Place place, YamlNode node) => place.Text(node, Layout) switch
    {
        // The second is what the first version of the file called it.
        "perGuest" or "filePerGuest" => WorkspaceLayout.PerGuest,
        "perNode" => WorkspaceLayout.PerNode,
        "single" => WorkspaceLayout.Single,
        _ => throw place.Error(node, "'layout' must be perGuest, perNode or single"),
    };

    private static AttributeDetail DetailOf(Place place, YamlNode node) => place.Text(node, Attributes) switch
    {
        "minimal" => AttributeDetail.Minimal,
        "lossless" => AttributeDetail.Lossless,
        _ => throw place.Error(node, "'attributes' must be minimal or lossless"),
    };

    private static bool FlagOf(Place place, YamlNode node, string name) => place.Text(node, name) switch
    {
        "true" => true,
        "false" => false,
        _ => throw place.Error(node, $"'{name}' must be true or false"),
    };

    private static GuestFirewalls FirewallsOf(Place place, YamlNode node) => place.Text(node, Firewalls) switch
    {
        "auto" => GuestFirewalls.Auto,
        "always" => GuestFirewalls.Always,
        "never" => GuestFirewalls.Never,
        _ => throw place.Error(node, $"'{Firewalls}' must be auto, always or never"),
    };

    /// <summary>The file, to make complaints that lead to the spot.</summary>
    internal sealed class Place(string path)
    {
        public bool IsEmpty(YamlNode node) => node is YamlScalarNode { Value: null or "" or "~" or "null", Style: ScalarStyle.Plain or ScalarStyle.Any };

        public YamlMappingNode Mapping(YamlNode node, string what) => node as YamlMappingNode ?? throw Error(node, $"{what} must be settings of the form 'name: value'");

        public string Text(YamlNode node, string what) =>
            node is YamlScalarNode { Value: { Length: > 0 } text } ? text : throw Error(node, $"'{what}' must be plain text");

        public int Number(YamlNode node, string what, int min, int max) =>
            int.TryParse(Text(node, what), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
                ? number
                : throw Error(node, max == int.MaxValue ? $"'{what}' must be a whole number" : string.Create(CultureInfo.InvariantCulture, $"'{what}' must be a whole number from {min} to {max}"));

        public PmpcException Error(YamlNode node, string problem, string? hint = null) => Error((int)node.Start.Line, (int)node.Start.Column, problem, hint);

        public PmpcException Error(int line, int column, string problem, string? hint, Exception? inner = null) => new("PmpcConfigInvalid", PmpcErrorKind.Parse,
            string.Create(CultureInfo.InvariantCulture, $"{path}:{line}:{column}: {problem}."), hint, path, inner);

        public PmpcException HoldsSecret(YamlNode node) => new("PmpcConfigHoldsSecret", PmpcErrorKind.Workspace,
            string.Create(CultureInfo.InvariantCulture, $"{path}:{node.Start.Line}:{node.Start.Column}: a secret does not belong in this file, which is committed with the code."),
            "Remove it, and where the file was committed make a new one. Say where the secret is instead: secret: { environment: NAME }, { file: NAME } or { vault: VaultName/SecretName }.", path);
    }
}
