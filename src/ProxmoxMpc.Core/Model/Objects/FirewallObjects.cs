using System.Collections.Immutable;
using System.Globalization;

namespace ProxmoxMpc.Core.Model.Objects;

/// <summary>What belongs to a firewall: the cluster's, a node's, a guest's or a security group.</summary>
public abstract record FirewallObject(ObjectScope Scope, string Name, GuestConfig Settings) : ClusterObject(Scope, Name, Settings)
{
    /// <summary><c>Cluster</c>, <c>Node</c>, <c>Guest</c> or <c>Group</c>.</summary>
    public string Level => Scope.Word;

    /// <summary>The node of a node's firewall, and the node that a guest is on.</summary>
    public string? Node { get => Scope.Node ?? field; init; }

    public int? VmId => Scope.VmId;
}

/// <summary>One option of a firewall.</summary>
public sealed record FirewallOption(ObjectScope Scope, string Name, GuestConfig Settings) : FirewallObject(Scope, Name, Settings)
{
    public override ObjectKind Kind => ObjectKind.FirewallOption;
    public string Value => Settings.Get(ClusterOption.ValueKey) ?? "";
}

/// <summary>A rule of a firewall or of a security group. Rules have no names, only positions.</summary>
public sealed record FirewallRule(ObjectScope Scope, string Name, GuestConfig Settings) : FirewallObject(Scope, Name, Settings)
{
    public override ObjectKind Kind => ObjectKind.FirewallRule;

    /// <summary>From 0; the first rule that matches decides.</summary>
    public int Position => int.Parse(Name, CultureInfo.InvariantCulture);

    /// <summary>The security group that the rule is in; null: it is not in one.</summary>
    public string? SecurityGroup => Scope.SecurityGroup;

    /// <summary><c>in</c>, <c>out</c>, <c>forward</c>, or <c>group</c> where a security group takes part.</summary>
    public string Type => Text("type") ?? "";

    /// <summary><c>ACCEPT</c>, <c>DROP</c>, <c>REJECT</c>, or the security group's name.</summary>
    public string Action => Text("action") ?? "";

    public bool Enabled => Flag("enable");
    public string? Macro => Text("macro");
    public string? Protocol => Text("proto");
    public string? Source => Text("source");
    public string? SourcePort => Text("sport");
    public string? Destination => Text("dest");
    public string? DestinationPort => Text("dport");
    public string? Interface => Text("iface");
    public string? Log => Text("log");
}

/// <summary>A name for an address or network.</summary>
public sealed record FirewallAlias(ObjectScope Scope, string Name, GuestConfig Settings) : FirewallObject(Scope, Name, Settings)
{
    public override ObjectKind Kind => ObjectKind.FirewallAlias;
    public string Cidr => Text("cidr") ?? "";
}

/// <summary>A set of addresses and networks.</summary>
public sealed record FirewallIpSet(ObjectScope Scope, string Name, GuestConfig Settings) : FirewallObject(Scope, Name, Settings)
{
    /// <summary>Prefix of the keys under which the entries are: the rest is the address.</summary>
    internal const string EntryPrefix = "entry ", CommentPrefix = "comment ";

    public override ObjectKind Kind => ObjectKind.FirewallIpSet;

    /// <summary>Sorted by address.</summary>
    public ImmutableArray<IpSetEntry> Entries =>
    [
        .. Settings.Where(setting => setting.Key.StartsWith(EntryPrefix, StringComparison.Ordinal)).Select(setting => setting.Key[EntryPrefix.Length..])
            .Select(cidr => new IpSetEntry(cidr, Settings[EntryPrefix + cidr] == "1", Settings.Get(CommentPrefix + cidr))),
    ];
}

/// <summary>An address or network of an IP set.</summary>
/// <param name="NoMatch">Whether it is taken out of the set.</param>
public sealed record IpSetEntry(string Cidr, bool NoMatch, string? Comment)
{
    public override string ToString() => NoMatch ? "!" + Cidr : Cidr;
}

/// <summary>A security group: rules under a name. Its rules are <see cref="FirewallRule"/>s of level <c>Group</c>.</summary>
public sealed record FirewallGroup(ObjectScope Scope, string Name, GuestConfig Settings) : FirewallObject(Scope, Name, Settings)
{
    public override ObjectKind Kind => ObjectKind.FirewallGroup;
}
