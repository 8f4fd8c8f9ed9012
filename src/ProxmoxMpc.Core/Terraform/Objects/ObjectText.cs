using System.Collections.Immutable;
using System.Text;
using ProxmoxMpc.Core.Hcl;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Core.Terraform.Objects;

/// <summary>The text of resources for objects beside nodes and guests, and of the files that they are in.</summary>
internal static class ObjectText
{
    private const string Header = """
        # Written by ProxmoxMpc from the cluster as it is. Yours to edit: a sync changes only what changed on the server,
        # and keeps your edits, comments and order.

        """;

    /// <summary>The line above what the file cannot say. As long as it stands, the lines below it are kept up to date.</summary>
    private const string RemarksLine = "# The server has more than the provider can express. It is left as it is; ProxmoxMpc keeps this list:";

    private const string RemarkPrefix = "#   ";

    /// <summary>The file that new resources for a kind go to.</summary>
    public static string FileOf(ObjectKind kind) => ProviderNames.Root + "/" + kind switch
    {
        ObjectKind.Pool => "pools.tf",
        ObjectKind.StorageDefinition => "storage.tf",
        ObjectKind.Network => "network.tf",
        ObjectKind.HaResource or ObjectKind.HaRule => "ha.tf",
        ObjectKind.BackupJob => "backup.tf",
        ObjectKind.ClusterOption => "cluster.tf",
        >= ObjectKind.FirewallOption => "firewall.tf",
        _ => "access.tf",
    };

    /// <summary>A file that has only just begun.</summary>
    public static string NewFile() => Header;

    public static string Resource(ObjectUnit unit, string label)
    {
        var builder = new HclBlockBuilder("resource", unit.Type, label);
        Write(builder, unit.Node);
        if (unit.Inexpressible.Count > 0)
        {
            builder.Blank();
            builder.Comment("The provider cannot express, and leaves as it is:");
            foreach (var setting in unit.Inexpressible) builder.Comment($"  {OneLine(setting)}");
        }
        if (unit.IsProtected || unit.Ignored.Count > 0)
        {
            builder.Blank();
            builder.Block("lifecycle", lifecycle =>
            {
                if (unit.IsProtected) lifecycle.Attribute("prevent_destroy", true);
                if (unit.Ignored.Count == 0) return;
                lifecycle.Comment("So that a plan is empty. Take an entry out to manage it here:");
                foreach (var (attribute, reason) in unit.Ignored)
                    lifecycle.Comment(reason.Length > 0 ? $"  {attribute}: {reason}" : $"  {attribute}: unset on the server, where the provider would write its default");
                lifecycle.RawAttribute("ignore_changes", $"[{string.Join(", ", unit.Ignored.Select(item => item.Attribute).Distinct(StringComparer.Ordinal))}]");
            });
        }
        return builder.ToText();
    }

    public static HclBlockBuilder Block(string type, CodeNode node)
    {
        var builder = new HclBlockBuilder(type);
        Write(builder, node);
        return builder;
    }

    /// <summary>The file with the list of what it cannot say as it is now.</summary>
    public static string WithRemarks(string text, bool isNew, IEnumerable<ObjectObstacle> obstacles)
    {
        var remarks = obstacles.Select(obstacle => RemarkPrefix + OneLine($"{Name(obstacle.Key)}: {obstacle.Reason}") + ".\n").ToImmutableArray();
        var start = text.IndexOf(RemarksLine, StringComparison.Ordinal);
        if (start < 0) return isNew && remarks.Length > 0 ? $"{text}\n{RemarksLine}\n{string.Concat(remarks)}" : text;
        var end = text.IndexOf('\n', start) is >= 0 and var line ? line + 1 : text.Length;
        while (text.AsSpan(end).StartsWith(RemarkPrefix)) end = text.IndexOf('\n', end) is >= 0 and var next ? next + 1 : text.Length;
        return text[..start] + (remarks.Length == 0 ? "" : $"{RemarksLine}\n{string.Concat(remarks)}") + text[end..];
    }

    /// <summary>Kind and name, for people.</summary>
    public static string Name(ObjectKey key)
    {
        var name = key switch
        {
            // They are one resource together.
            { Name.Length: 0 } => key.Kind.Many(),
            { Kind: ObjectKind.Acl } when key.Name.Split('?') is [var path, var who, var role] => $"access rule {path}: {role} for {who}",
            { Kind: ObjectKind.Pool } when key.Name.Split('?') is [var pool, var member] => $"{(member.All(char.IsAsciiDigit) ? "guest" : "storage")} {member} in pool {pool}",
            _ => $"{key.Kind.One()} {key.Name}",
        };
        return key.Scope switch
        {
            { Node: { } node } => $"{name} of {node}",
            { VmId: { } vmid } => FormattableString.Invariant($"{name} of guest {vmid}"),
            { SecurityGroup: { } group } => $"{name} of security group {group}",
            _ => name,
        };
    }

    private static void Write(HclBlockBuilder builder, CodeNode node)
    {
        foreach (var (name, value) in node.Attributes) builder.Attribute(name, value);
        foreach (var block in node.Blocks)
        {
            builder.Blank();
            builder.Block(block.Type, content => Write(content, block.Body));
        }
    }

    private static string OneLine(string text) => HclText.Quote(text)[1..^1];
}
