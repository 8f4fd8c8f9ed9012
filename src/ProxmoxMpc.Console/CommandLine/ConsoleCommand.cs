namespace ProxmoxMpc.Console.CommandLine;

/// <summary>What a command's output says about its exit code, where no error does.</summary>
internal enum ExitRule
{
    /// <summary>Always 0.</summary>
    Done,

    /// <summary>2 where an object's <c>HasChanges</c> is true.</summary>
    HasChanges,

    /// <summary>2 where anything was put out.</summary>
    AnyOutput,

    /// <summary>1 where an object says no: <c>Succeeded</c> is false or its <c>Outcome</c> is <c>Failed</c>.</summary>
    Verdict,
}

/// <summary>A command of the console: words that stand for a cmdlet.</summary>
/// <param name="Words">Its name, one or two words.</param>
/// <param name="Cmdlet">The cmdlet that does it.</param>
/// <param name="Summary">A line for the list of commands.</param>
/// <param name="Operands">Positional arguments as the usage line shows them.</param>
internal sealed record ConsoleCommand(string Words, string Cmdlet, string Summary, string Operands = "")
{
    public ExitRule Exit { get; init; } = ExitRule.Done;

    /// <summary>Whether it puts out one object; its JSON is then that object, not an array.</summary>
    public bool IsSingle { get; init; }

    /// <summary>Whether each object is shown with all its properties.</summary>
    public bool InFull { get; init; }

    /// <summary>Whether only what did not pass is shown and the rest counted, unless <c>--verbose</c> asks for all.</summary>
    public bool IsTally { get; init; }

    /// <summary>Whether its cmdlet says what it did only when asked to.</summary>
    public bool PassesThru { get; init; }

    /// <summary>Whether it makes no sense without a positional argument.</summary>
    public bool NeedsOperand { get; init; }

    /// <summary>The parameter that takes all positional arguments as a list; null: each goes to a parameter of its own.</summary>
    public string? OperandList { get; init; }

    /// <summary>Options that make another cmdlet of it: <c>anonymize --clear</c>.</summary>
    public IReadOnlyDictionary<string, string> Variants { get; init; } = System.Collections.ObjectModel.ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Options that stand for others: <c>--strict</c> is <c>--level Strict</c>.</summary>
    public IReadOnlyDictionary<string, string> Shorthands { get; init; } = System.Collections.ObjectModel.ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Whether operands are files where they exist and texts where they do not, and without any the standard input is read.</summary>
    public bool TakesTexts { get; init; }

    /// <summary>All commands that are cmdlets, in the order of the help.</summary>
    public static IReadOnlyList<ConsoleCommand> All { get; } =
    [
        new("init", "Initialize-PmpcWorkspace", "make a workspace of a directory, on a server or on the embedded Lab", "[DIR]") { IsSingle = true },
        new("test-connection", "Test-PmpcConnection", "check every endpoint: address, certificate, credential, the node that answers") { Exit = ExitRule.Verdict },
        new("list-nodes", "Get-PmpcNode", "the cluster's nodes", "[NAME]"),
        new("status", "Get-PmpcStatus", "where code, base and server stand") { IsSingle = true },
        new("sync", "Sync-PmpcInfrastructure", "bring the server's changes into the code") { IsSingle = true },
        new("diff", "Compare-PmpcInfrastructure", "each attribute in which code and server differ") { Exit = ExitRule.AnyOutput },
        new("resolve", "Resolve-PmpcConflict", "decide conflicts for --prefer Server or Code", "GUEST…") { NeedsOperand = true, OperandList = "Name" },
        new("plan", "Get-PmpcPlan", "what an apply would do, and what each step costs") { IsSingle = true, Exit = ExitRule.HasChanges },
        new("test", "Test-PmpcInfrastructure", "check the desired state") { Exit = ExitRule.Verdict, IsTally = true },
        new("permissions", "Test-PmpcPermission", "what the plan needs, and what of it the token has (--as-command, --least-role)") { Exit = ExitRule.Verdict },
        new("apply", "Invoke-PmpcApply", "make the server what the code says"),
        new("snapshots", "Get-PmpcSnapshot", "the points to go back to, newest first", "[ID]"),
        new("history", "Get-PmpcHistory", "when guests changed, and who did it", "[NAME] [ATTRIBUTE]"),
        new("rollback", "Restore-PmpcSnapshot", "bring the code of a snapshot back and show the plan that follows", "SNAPSHOT") { IsSingle = true, NeedsOperand = true },
        new("undo", "Undo-PmpcApply", "take back in the code what the last apply changed", "[SNAPSHOT]") { IsSingle = true },
        new("repair", "Repair-PmpcWorkspace", "put damaged files aside and make the state anew from the history"),
        new("export", "Export-PmpcWorkspace", "make a workspace for another server of the code (--target, --what-if)", "DIR") { IsSingle = true, NeedsOperand = true },
        new("create vm", "New-PmpcVm", "write a new VM into the code", "NAME") { IsSingle = true, PassesThru = true },
        new("create container", "New-PmpcContainer", "write a new container into the code", "NAME") { IsSingle = true, PassesThru = true },
        new("update vm", "Set-PmpcVm", "change a VM in the code", "NAME") { NeedsOperand = true, PassesThru = true },
        new("update container", "Set-PmpcContainer", "change a container in the code", "NAME") { NeedsOperand = true, PassesThru = true },
        new("delete vm", "Remove-PmpcVm", "take a VM out of the code", "NAME") { NeedsOperand = true, PassesThru = true },
        new("delete container", "Remove-PmpcContainer", "take a container out of the code", "NAME") { NeedsOperand = true, PassesThru = true },
        new("start", "Start-PmpcGuest", "start VMs and containers on the server, for example 100-105", "GUEST…") { NeedsOperand = true, PassesThru = true, OperandList = "Name" },
        new("stop", "Stop-PmpcGuest", "stop them, with --shutdown by their own system", "GUEST…") { NeedsOperand = true, PassesThru = true, OperandList = "Name" },
        new("restart", "Restart-PmpcGuest", "restart them", "GUEST…") { NeedsOperand = true, PassesThru = true, OperandList = "Name" },
        new("suspend vm", "Suspend-PmpcVm", "pause VMs, or with --to-disk write their memory to disk", "VM…") { NeedsOperand = true, PassesThru = true, OperandList = "Name" },
        new("suspend container", "Suspend-PmpcContainer", "freeze containers", "CONTAINER…") { NeedsOperand = true, PassesThru = true, OperandList = "Name" },
        new("resume vm", "Resume-PmpcVm", "let suspended VMs run on", "VM…") { NeedsOperand = true, PassesThru = true, OperandList = "Name" },
        new("resume container", "Resume-PmpcContainer", "let frozen containers run on", "CONTAINER…") { NeedsOperand = true, PassesThru = true, OperandList = "Name" },
        new("clone vm", "Copy-PmpcVm", "clone a VM on the server", "VM [NEWNAME]") { NeedsOperand = true, PassesThru = true },
        new("clone container", "Copy-PmpcContainer", "clone a container on the server", "CT [NEWNAME]") { NeedsOperand = true, PassesThru = true },
        new("migrate vm", "Move-PmpcVm", "move a VM to another node", "VM NODE") { NeedsOperand = true, PassesThru = true },
        new("migrate container", "Move-PmpcContainer", "move a container to another node", "CT NODE") { NeedsOperand = true, PassesThru = true },
        new("create snapshot", "New-PmpcGuestSnapshot", "take a snapshot of a guest", "GUEST NAME") { NeedsOperand = true, PassesThru = true },
        new("restore snapshot", "Restore-PmpcGuestSnapshot", "roll a guest back to a snapshot", "GUEST NAME") { NeedsOperand = true, PassesThru = true },
        new("delete snapshot", "Remove-PmpcGuestSnapshot", "remove a snapshot of a guest", "GUEST NAME") { NeedsOperand = true },
        new("list snapshots", "Get-PmpcGuestSnapshot", "the snapshots of a guest", "GUEST") { NeedsOperand = true },
        new("list tasks", "Get-PmpcTask", "the latest tasks of all nodes"),
        new("task log", "Get-PmpcTaskLog", "the log of a task", "UPID") { NeedsOperand = true },
        new("task wait", "Wait-PmpcTask", "wait until tasks have ended", "UPID…") { NeedsOperand = true, PassesThru = true, OperandList = "Upid" },
        new("task stop", "Stop-PmpcTask", "end a task that runs", "UPID…") { NeedsOperand = true, OperandList = "Upid" },
        new("api", "Invoke-PmpcApi", "send a request to any endpoint, for example /nodes", "PATH") { NeedsOperand = true },
        new("anonymize", "ConvertTo-PmpcAnonymized", "hide secrets, names and addresses: of files, texts or what is piped in (--clear, --stats)", "PATH|TEXT…")
        {
            TakesTexts = true,
            Variants = new Dictionary<string, string> { ["--clear"] = "Clear-PmpcPseudonym", ["--stats"] = "Get-PmpcAnonymizationStatistic" },
            Shorthands = new Dictionary<string, string> { ["--strict"] = "--level=Strict", ["--secrets-only"] = "--level=SecretsOnly" },
        },
        new("deanonymize", "ConvertFrom-PmpcAnonymized", "give the real values back: in an AI's answer, or in files and folders that it edited (--out)", "PATH|TEXT…") { TakesTexts = true },
        new("privacy", "Get-PmpcPrivacyRule", "what is looked for (--rules), what stands for what (--pseudonyms)", "[NAME]")
        {
            Variants = new Dictionary<string, string> { ["--rules"] = "Get-PmpcPrivacyRule", ["--pseudonyms"] = "Get-PmpcPseudonym", ["--mappings"] = "Get-PmpcPseudonym" },
        },
        new("report-issue", "New-PmpcIssueReport", "an anonymised report: versions, errors, plan, runs (--safe, --what-if)", "[FOLDER|FILE.zip]") { IsSingle = true },
        new("list vms", "Get-PmpcVm", "the VMs", "[NAME]"),
        new("list containers", "Get-PmpcContainer", "the containers", "[NAME]"),
        new("list nodes", "Get-PmpcNode", "the cluster's nodes", "[NAME]"),
        new("list storages", "Get-PmpcStorage", "the storages, node by node", "[NAME]"),
        new("list pools", "Get-PmpcPool", "the resource pools with their members", "[NAME]"),
        new("list users", "Get-PmpcUser", "the users", "[NAME]"),
        new("list groups", "Get-PmpcGroup", "the groups of users", "[NAME]"),
        new("list roles", "Get-PmpcRole", "the roles with their privileges", "[NAME]"),
        new("list tokens", "Get-PmpcToken", "the API tokens, without secrets", "[NAME]"),
        new("list acls", "Get-PmpcAcl", "who has which role where", "[PATH]"),
        new("list networks", "Get-PmpcNetwork", "bridges, VLANs, bonds and NICs, node by node", "[NAME]"),
        new("list backups", "Get-PmpcBackupJob", "the backup jobs", "[NAME]"),
        new("list rules", "Get-PmpcFirewallRule", "the firewalls' rules", "[GROUP]"),
        new("describe vm", "Get-PmpcVm", "everything about a VM", "NAME") { InFull = true, NeedsOperand = true },
        new("describe container", "Get-PmpcContainer", "everything about a container", "NAME") { InFull = true, NeedsOperand = true },
        new("describe node", "Get-PmpcNode", "everything about a node", "NAME") { InFull = true, NeedsOperand = true },
        new("describe storage", "Get-PmpcStorage", "everything about a storage", "NAME") { InFull = true, NeedsOperand = true },
    ];

    private static readonly string[] s_verbs = ["create", "update", "delete", "list", "describe", "suspend", "resume", "clone", "migrate", "restore", "task"];

    /// <summary>Finds the command at the start of a command line; the rest are its options and operands. Null where there is none.</summary>
    public static (ConsoleCommand Command, string[] Remaining)? Find(IReadOnlyList<string> arguments)
    {
        if (arguments.Count == 0) return null;
        var verb = arguments[0].ToLowerInvariant();
        if (arguments.Count > 1)
        {
            var noun = Noun(arguments[1], plural: verb == "list");
            if (All.FirstOrDefault(command => command.Words == $"{verb} {noun}") is { } two) return (two, [.. arguments.Skip(2)]);
        }
        return All.FirstOrDefault(command => command.Words == verb) is { } one ? (one, [.. arguments.Skip(1)]) : null;
    }

    /// <summary>The cmdlet and arguments that options of the command's own make of it.</summary>
    public (ConsoleCommand Command, IReadOnlyList<string> Arguments) Resolve(IReadOnlyList<string> arguments)
    {
        var command = this;
        var rest = new List<string>(arguments.Count);
        foreach (var argument in arguments)
        {
            if (Variants.TryGetValue(argument, out var cmdlet)) command = this with { Cmdlet = cmdlet, TakesTexts = false };
            else rest.Add(Shorthands.GetValueOrDefault(argument, argument));
        }
        return (command, rest);
    }

    /// <summary>Why <see cref="Find"/> found nothing, with what may have been meant.</summary>
    public static UsageException NotFound(IReadOnlyList<string> arguments, IEnumerable<string> furtherNames)
    {
        if (s_verbs.Contains(arguments[0]))
        {
            var nouns = All.Where(command => command.Words.StartsWith(arguments[0] + " ", StringComparison.Ordinal)).Select(command => command.Words.Split(' ')[1]).ToArray();
            return arguments.Count == 1 || arguments[1].StartsWith('-')
                ? new($"{arguments[0]} what?", $"One of: {string.Join(", ", nouns)}.")
                : new($"There is no '{arguments[0]} {arguments[1]}'.", $"One of: {string.Join(", ", nouns)}.");
        }
        return arguments[0].StartsWith('-')
            ? new($"There is no option {arguments[0]} for all commands.", "proxmox-mpc --help lists them.")
            : new($"There is no command '{arguments[0]}'.",
                Suggestion.Nearest(arguments[0], All.Select(command => command.Words).Concat(furtherNames)) is { } nearest
                    ? $"Did you mean '{nearest}'? proxmox-mpc --help lists the commands." : "proxmox-mpc --help lists the commands.");
    }

    private static string Noun(string word, bool plural)
    {
        var noun = word.ToLowerInvariant() switch
        {
            "vm" or "vms" or "qemu" => "vm",
            "container" or "containers" or "ct" or "cts" or "lxc" => "container",
            "node" or "nodes" => "node",
            "storage" or "storages" => "storage",
            var other => other.EndsWith('s') ? other[..^1] : other,
        };
        return plural ? noun + "s" : noun;
    }
}
