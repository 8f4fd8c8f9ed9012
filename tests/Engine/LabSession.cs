using System.Management.Automation;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ProxmoxMpc.Tests.Engine;

/// <summary>An engine that stands in a workspace of its own on the Lab.</summary>
internal sealed class LabSession : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Engine _engine = new();

    /// <param name="sync">Whether the cluster has been turned into code already.</param>
    /// <param name="edit">Changes the Lab before it is read for the first time.</param>
    public LabSession(bool sync = true, Action<JsonNode>? edit = null)
    {
        Root = Directory.CreateDirectory(Path.Combine(_folder.Path, "workspace")).FullName;
        _engine.SetLocation(Root);
        Run("$null = Initialize-PmpcWorkspace -Lab").Succeed();
        if (edit is not null)
        {
            // The Lab's state is written by the first request.
            Run("$null = Test-PmpcConnection").Succeed();
            EditLab(edit);
        }
        if (sync) Run("$null = Sync-PmpcInfrastructure").Succeed();
    }

    public string Root { get; }

    public Outcome Run(string script, params object[] arguments) => _engine.Run(script, arguments);

    /// <summary>What a script that must not fail gives, as text.</summary>
    public string[] Lines(string script, params object[] arguments) => [.. Run(script, arguments).Succeed().Output.Select(item => item.ToString())];

    public PowerShell NewShell() => _engine.NewShell();

    public void SetLocation(string path) => _engine.SetLocation(path);

    public string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public bool Has(string path) => File.Exists(Path.Combine(Root, path));

    public void Write(string path, string text) => File.WriteAllText(Path.Combine(Root, path), text);

    /// <summary>An edit by hand; the old text is a regular expression that occurs.</summary>
    public void Edit(string path, string old, string text)
    {
        var before = Read(path);
        Assert.Matches(old, before);
        Write(path, Regex.Replace(before, old, text));
    }

    /// <summary>Every file of the code and what follows from it, with its content.</summary>
    public Dictionary<string, string> Code() => new[] { "terraform", "ansible", "tests", "docs" }.Select(folder => Path.Combine(Root, folder)).Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)).Order(StringComparer.Ordinal).ToDictionary(file => file, File.ReadAllText);

    /// <summary>Changes something on the server behind the code's back.</summary>
    public void EditLab(Action<JsonNode> edit)
    {
        var lab = JsonNode.Parse(Read(".proxmox/lab.json"))!;
        edit(lab);
        Write(".proxmox/lab.json", lab.ToJsonString());
    }

    /// <summary>A guest's key as the Lab has it, also where it waits for a restart; null: not set, or no such guest.</summary>
    public string? OnServer(int vmid, string key)
    {
        var guest = JsonNode.Parse(Read(".proxmox/lab.json"))!["guests"]![$"{vmid}"];
        return (guest?["pending"]?[key] ?? guest?["config"]?[key])?.ToString();
    }

    /// <summary>What completion offers at the end of a line.</summary>
    public string[] Complete(string line)
    {
        using var shell = NewShell();
        return [.. CommandCompletion.CompleteInput(line, line.Length, null, shell).CompletionMatches.Select(match => match.CompletionText)];
    }

    public void Dispose()
    {
        _engine.Dispose();
        _folder.Dispose();
    }
}
