using System.Globalization;
using System.Text;
using ProxmoxMpc.Core.Api;
using ProxmoxMpc.Core.Model;
using YamlDotNet.RepresentationModel;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>From <see cref="WorkspaceConfig"/> to commented YAML, or into an existing file with the least change.</summary>
internal static class WorkspaceConfigWriter
{
    private const string Head = """
        # A ProxmoxMpc workspace: this folder is infrastructure as code for a Proxmox VE cluster.
        # Commit this file. It says where secrets are, never the secret itself.

        """;

    /// <summary>The file's new text.</summary>
    /// <exception cref="PmpcException">The result would not be read back as the same settings.</exception>
    public static string Write(WorkspaceConfig config, string? existing, string path)
    {
        var text = existing is null ? Fresh(config) : Patched(config, existing, path);
        // The reader judges: nothing is written that it would refuse or take for something else.
        if (existing is not null && Reads(text, path) is var patched && config.Equals(patched)) return text;
        text = Fresh(config);
        return config.Equals(WorkspaceConfigReader.Read(text, path)) ? text : throw new PmpcException("PmpcConfigInvalid", PmpcErrorKind.InvalidArgument,
            $"The settings for '{path}' hold a value in a form that would not be read back.", "Give endpoints by ParseEndpoint and the fingerprint as 32 pairs of hexadecimal digits.", path);
    }

    private static WorkspaceConfig? Reads(string text, string path)
    {
        try
        {
            return WorkspaceConfigReader.Read(text, path);
        }
        catch (PmpcException error) when (error.Id == "PmpcConfigInvalid")
        {
            // The patch did not fit the file's style (a flow mapping, an anchor): the whole file is written instead.
            return null;
        }
    }

    private static string Fresh(WorkspaceConfig config)
    {
        var text = new StringBuilder(Head);
        foreach (var name in WorkspaceConfigReader.TopLevel)
            if (Block(config, name) is { } block) text.Append(Comment(name)).Append(block);
        return text.ToString();
    }

    // Block-style settings start at a line's begin and end where the next one's begins; their comments lie in between.
    private static string Patched(WorkspaceConfig config, string existing, string path)
    {
        var current = WorkspaceConfigReader.Read(existing, path);
        if (current.Equals(config)) return existing;
        var lines = existing.Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd('\n').Split('\n').ToList();
        var root = (YamlMappingNode)WorkspaceConfigReader.Document(existing, new(path));
        foreach (var (key, value) in root.Children.OrderByDescending(pair => pair.Key.Start.Line))
        {
            var name = ((YamlScalarNode)key).Value!;
            if (Block(current, name) == Block(config, name)) continue;
            var (first, last) = ((int)key.Start.Line - 1, LastLine(value) - 1);
            lines.RemoveRange(first, last - first + 1);
            if (Block(config, name) is { } block) lines.InsertRange(first, block.TrimEnd('\n').Split('\n'));
        }
        var present = root.Children.Keys.Select(key => ((YamlScalarNode)key).Value).ToHashSet();
        foreach (var name in WorkspaceConfigReader.TopLevel)
            if (!present.Contains(name) && Block(config, name) is { } block && block != Block(current, name)) lines.AddRange((Comment(name) + block).TrimEnd('\n').Split('\n'));
        return string.Join('\n', lines) + "\n";
    }

    // A block collection's end mark is the start of what follows, behind its comments; its last scalar's is exact.
    private static int LastLine(YamlNode node) => node switch
    {
        YamlMappingNode { Children.Count: > 0 } mapping => mapping.Children.Max(pair => Math.Max(LastLine(pair.Key), LastLine(pair.Value))),
        YamlSequenceNode { Children.Count: > 0 } sequence => sequence.Children.Max(LastLine),
        _ => (int)node.End.Line,
    };

    private static string? Block(WorkspaceConfig config, string name)
    {
        switch (name)
        {
            case WorkspaceConfigReader.Version: return Line(name, Number(WorkspaceConfig.FormatVersion));
            case WorkspaceConfigReader.Endpoints:
                return config.Endpoints.IsEmpty ? null : $"{name}:\n{string.Concat(config.Endpoints.Select(Endpoint))}";
            case WorkspaceConfigReader.TokenId: return config.TokenId is null ? null : Line(name, Quoted(config.TokenId));
            case WorkspaceConfigReader.UserName: return config.UserName is null ? null : Line(name, Quoted(config.UserName));
            case WorkspaceConfigReader.Secret: return Place(name, config.Secret);
            case WorkspaceConfigReader.Totp: return Place(name, config.Totp);
            case WorkspaceConfigReader.OneTimeCode: return Place(name, config.OneTimeCode);
            case WorkspaceConfigReader.Fingerprint: return config.Fingerprint is null ? null : Line(name, Quoted(config.Fingerprint));
            case WorkspaceConfigReader.Lab: return config.LabState is null ? null : Line(name, Quoted(config.LabState));
            case WorkspaceConfigReader.Options:
                var firewalls = config.GuestFirewalls == default ? "" : "  " + Line(WorkspaceConfigReader.Firewalls, config.GuestFirewalls.ToString().ToLowerInvariant());
                return $"{name}:\n  {Line(WorkspaceConfigReader.Concurrency, Number(config.Concurrency))}  {Line(WorkspaceConfigReader.TimeoutSeconds, Number(config.TimeoutSeconds))}{Style(config)}{firewalls}{Kept(WorkspaceConfigReader.KeepSnapshots, config.KeepSnapshots)}{Kept(WorkspaceConfigReader.KeepDays, config.KeepDays)}{(config.BackupStorage is { } storage ? "  " + Line(WorkspaceConfigReader.BackupStorage, Quoted(storage)) : "")}";
            default: return null;
        }
    }

    private static string Style(WorkspaceConfig config) =>
        (config.Layout == default ? "" : "  " + Line(WorkspaceConfigReader.Layout, config.Layout == WorkspaceLayout.PerNode ? "perNode" : "single"))
        + (config.FileNames is null ? "" : "  " + Line(WorkspaceConfigReader.FileNames, Quoted(config.FileNames)))
        + (config.Attributes == default ? "" : "  " + Line(WorkspaceConfigReader.Attributes, "lossless"))
        + (config.DynamicInventory ? "  " + Line(WorkspaceConfigReader.Dynamic, "true") : "");

    private static string Kept(string name, int? number) => number is { } limit ? "  " + Line(name, Number(limit)) : "";

    private static string Comment(string name) => name switch
    {
        WorkspaceConfigReader.Endpoints => "\n# The API of the cluster. More than one: the next is asked when one does not answer.\n",
        WorkspaceConfigReader.TokenId => "\n# The API token, user@realm!tokenname.\n",
        WorkspaceConfigReader.UserName => "\n# The user who logs in, user@realm.\n",
        WorkspaceConfigReader.Totp => "\n# Where the key of the user's TOTP authenticator is; places as for secret.\n",
        WorkspaceConfigReader.OneTimeCode => "\n# Where a one-time code is whenever the user logs in; places as for secret.\n",
        WorkspaceConfigReader.Secret => "\n# Where its secret or password is: one of\n#   environment: the name of a variable\n#   file: a file in your profile, readable by you alone\n#   vault: VaultName/SecretName of Microsoft.PowerShell.SecretManagement\n",
        WorkspaceConfigReader.Fingerprint => "\n# SHA-256 of the certificate of every endpoint without a fingerprint of its own. Without either the certificate authorities of this computer decide.\n",
        WorkspaceConfigReader.Lab => "\n# The embedded Proxmox VE keeps its state here; no server is needed.\n",
        WorkspaceConfigReader.Options => "\n# concurrency: requests at a time; timeoutSeconds: how long one may stay without an answer;\n# layout: perGuest, perNode or single, fileNames: such as \"{vmid}-{name}\", attributes: minimal or lossless – of guests that are\n# new in the code; what is there stays as it is;\n# dynamicInventory: true for a file by which Ansible asks the cluster itself (collection community.proxmox);\n# guestFirewalls: auto (of guests with firewall=1, while they are few), always or never;\n# keepSnapshots, keepDays: how much of the history is kept, all of it where they are not set;\n# backupStorage: where guests are saved before an apply destroys them.\n",
        _ => "",
    };

    // An address alone stays a plain line, as it was before endpoints had certificates of their own.
    private static string Endpoint(PveEndpoint endpoint) => endpoint.Fingerprint is null
        ? $"  - {Quoted(Address(endpoint.Address))}\n"
        : $"  - {Line(WorkspaceConfigReader.Address, Quoted(Address(endpoint.Address)))}    {Line(WorkspaceConfigReader.Fingerprint, Quoted(endpoint.Fingerprint))}";

    private static string? Place(string name, SecretReference? secret) =>
        secret is null ? null : $"{name}:\n  {Line(secret.Kind.ToString().ToLowerInvariant(), Quoted(secret.Name))}";

    private static string Line(string name, string value) => $"{name}: {value}\n";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Address(Uri endpoint) => string.Create(CultureInfo.InvariantCulture, $"{endpoint.Scheme}://{endpoint.Host}:{endpoint.Port}");

    // Plain where YAML cannot mistake it; otherwise in double quotes, whose escapes are those of JSON.
    private static string Quoted(string text)
    {
        if (text.Length > 0 && char.IsAsciiLetter(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '/' or '@' or '!' or ':') && !text.EndsWith(':')
            && text.ToLowerInvariant() is not ("true" or "false" or "yes" or "no" or "on" or "off" or "null" or "y" or "n")) return text;
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            if (c is '"' or '\\') quoted.Append('\\').Append(c);
            else if (char.IsControl(c) || c is '\u2028' or '\u2029' or '\ufeff') quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else quoted.Append(c);
        }
        return quoted.Append('"').ToString();
    }
}
