using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using ProxmoxMpc.Core.Hcl;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;
using ProxmoxMpc.Core.Workspaces;
using ProxmoxMpc.Lab;
using ProxmoxMpc.Tests.Unit.Generation;
using YamlDotNet.RepresentationModel;

namespace ProxmoxMpc.Tests.Unit.Workspaces;

/// <summary>
/// A cluster on which every text is one that the worst of colleagues could have written, read over the API and brought into files:
/// each language's own parser finds the same text again, and nothing but that text differs from the files of a harmless cluster.
/// </summary>
public sealed class HostileClusterTests
{
    /// <summary>What no single piece of <see cref="HostileText"/> is: whole names that mean something to a file system, and long ones.</summary>
    private static readonly Gen<string> Text = Gen.Frequency(
        (8, HostileText.Name), (1, Gen.OneOf(new[] { "../../etc/passwd", "..", ".", "CON", "nul.tf", "con.Tests.ps1", "versions", "main", "-rf", "--help", ".hidden", "C:\\x", "a/b", "~", "$HOME", "%PATH%", "web.tf.json", " ", "\u200b", "imports" })),
        (1, Gen.Select(HostileText.Name, Gen.Int[50, 200], (text, times) => string.Concat(Enumerable.Repeat(text, times)) is var all && all.Length > 200 ? all[..200] : text)));

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseAutoLinks().Build();

    [Fact]
    public async Task Every_text_is_data_in_every_file_and_comes_back()
    {
        for (var round = 0; round < LongRun.Iterations(1); round++)
        {
            var words = Text.Array[40].Single();
            try
            {
                await TryAsync(words);
            }
            catch (Exception error) when (error is not (OperationCanceledException or Xunit.Sdk.SkipException))
            {
                throw new Xunit.Sdk.XunitException($"{error.Message}\nwith {System.Text.Json.JsonSerializer.Serialize(words)}\n{error}");
            }
        }
    }

    private static async Task TryAsync(string[] words)
    {
        var harmless = Enumerable.Range(0, words.Length).Select(index => $"w{index}").ToArray();
        using var plain = new LabWorkspace(State(harmless).ToJsonString());
        await plain.SyncAsync();
        using var lab = new LabWorkspace(Escaped(State(words)));
        var sync = await lab.SyncAsync();
        Assert.Empty(sync.Gaps);
        Assert.Empty(sync.Changes.Where(change => change.Kind == SyncChangeKind.Conflict));
        var files = lab.Files();
        Assert.All(files.Keys, path => Assert.Matches(@"\A[A-Za-z0-9_./-]+\z", path));
        Assert.Equal(files.Keys.Count(), files.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(plain.Files().Count, files.Count);

        Hcl(lab, files);
        await ObjectsAsync(lab);
        Yaml(files, lab);
        Scripts(files, plain.Files());
        Pages(files);
        Assert.False((await lab.PlanAsync()).HasChanges);
        var second = await lab.SyncAsync();
        Assert.Equal(([], 0), (second.Files.Where(file => file.Action != "Unchanged").Select(file => file.Path), second.RowsWritten));
    }

    /// <summary>Names and free texts where Proxmox has them. What its own grammar of an id forbids stands where text is free.</summary>
    private static JsonObject State(string[] words)
    {
        var at = 0;
        string Word() => words[at++ % words.Length];
        var state = JsonNode.Parse("""
            {"version":"9.2","options":{"taskSeconds":0},"nodes":{"pve1":{"status":"online","cores":32,"memoryMiB":131072}},
             "storages":{"local":{"type":"dir","content":["images","rootdir","vztmpl"],"sizeGiB":4000}},"bridges":{"pve1":["vmbr0"]},"guests":{}}
            """)!.AsObject();
        for (var vmid = 100; vmid < 106; vmid++)
            state["guests"]![$"{vmid}"] = new JsonObject
            {
                ["type"] = "qemu", ["node"] = "pve1",
                ["config"] = new JsonObject { ["name"] = Name(Word()), ["description"] = Word(), ["tags"] = Tag(Word()), ["memory"] = "1024", ["net0"] = "virtio=BC:24:11:00:00:01,bridge=vmbr0" },
            };
        for (var vmid = 200; vmid < 204; vmid++)
            state["guests"]![$"{vmid}"] = new JsonObject
            {
                ["type"] = "lxc", ["node"] = "pve1",
                ["config"] = new JsonObject { ["hostname"] = Name(Word()), ["description"] = Word(), ["tags"] = Tag(Word()), ["memory"] = "512", ["rootfs"] = $"local:{vmid}/vm-{vmid}-disk-0.raw,size=2G", ["ostype"] = "debian", ["arch"] = "amd64" },
            };
        state["users"] = new JsonObject { ["root@pam"] = new JsonObject(), ["a@pve"] = new JsonObject { ["comment"] = Word(), ["firstname"] = Word(), ["lastname"] = Word() } };
        state["groups"] = new JsonObject { ["ops"] = new JsonObject { ["comment"] = Word() } };
        state["pools"] = new JsonObject { ["p"] = new JsonObject { ["comment"] = Word() } };
        state["firewall"] = new JsonObject { ["groups"] = new JsonObject { ["web"] = new JsonObject { ["comment"] = Word(), ["rules"] = new JsonArray(new JsonObject { ["type"] = "in", ["action"] = "ACCEPT", ["comment"] = Word(), ["enable"] = "1" }) } } };
        return state;
    }

    // No guest of Proxmox is called by a blank.
    private static string Name(string word) => string.IsNullOrWhiteSpace(word) ? "blank" : word;

    // What splits tags splits them before any of this.
    private static string Tag(string word) => string.Concat(word.Where(c => !char.IsWhiteSpace(c) && c is not (',' or ';' or '\0')));

    /// <summary>As JSON that holds also what no text can: half of a surrogate pair comes as the API would send it.</summary>
    private static string Escaped(JsonObject state)
    {
        var text = new StringBuilder();
        foreach (var c in state.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) text.Append(char.IsSurrogate(c) ? $"\\u{(int)c:x4}" : c);
        return text.ToString();
    }

    private static void Hcl(LabWorkspace lab, IReadOnlyDictionary<string, string> files)
    {
        foreach (var (path, text) in files.Where(file => file.Key.EndsWith(".tf", StringComparison.Ordinal)))
        {
            var document = HclDocument.Parse(text, path);
            Assert.Empty(document.Diagnostics);
            Assert.DoesNotContain(text, c => c is '\0' or '\u202e' or '\u200b');
        }
        using var store = lab.Workspace.OpenState();
        var server = store.ReadInventory()!;
        var code = GuestCode.Guests(lab.Workspace).ToDictionary(guest => guest.VmId);
        Assert.Equal(server.Guests.Length, code.Count);
        foreach (var guest in server.Guests)
        {
            var written = code[guest.VmId].Attributes;
            Assert.Equal(guest.Config.Get(guest.Kind == GuestKind.Qemu ? "name" : "hostname"), written.Get(guest.Kind == GuestKind.Qemu ? "name" : "hostname"));
            // The last line's end is not part of what people wrote, and one with a carriage return is left to the server (the provider drops those).
            Assert.Equal((guest.Config.Get("description") ?? "").ReplaceLineEndings("\n").TrimEnd('\n'), (written.Get("description") ?? "").ReplaceLineEndings("\n").TrimEnd('\n'));
            // Case does not count in tags unless a cluster says so.
            Assert.Equal(guest.Tags.Order(StringComparer.OrdinalIgnoreCase), (written.Get("tags") ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);
        }
    }

    private static async Task ObjectsAsync(LabWorkspace lab)
    {
        using var session = await lab.OpenAsync();
        var pools = lab.Files()["terraform/pools.tf"];
        var comment = HclDocument.Parse(pools).Root.Blocks.Single(block => block.Labels is ["proxmox_virtual_environment_pool", _]).Body.Attribute("comment")?.Expression.Evaluate(HclScope.Empty);
        var pool = (await ObjectCatalog.ReadAsync(session, ObjectKind.Pool, null, TestContext.Current.CancellationToken)).Objects.OfType<PoolObject>().Single();
        Assert.Equal(pool.Comment ?? "", comment is HclValue.String { Value: var text } ? text : "");
    }

    private static void Yaml(IReadOnlyDictionary<string, string> files, LabWorkspace lab)
    {
        foreach (var (path, text) in files.Where(file => file.Key.EndsWith(".yml", StringComparison.Ordinal)))
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            Assert.Single(stream.Documents);
        }
        var inventory = new YamlStream();
        inventory.Load(new StringReader(files["ansible/inventory.yml"]));
        var hosts = (YamlMappingNode)inventory.Documents[0].RootNode["all"]["hosts"];
        using var store = lab.Workspace.OpenState();
        var server = store.ReadInventory()!;
        foreach (var host in hosts.Children.Values)
        {
            var guest = server.Guest(int.Parse(((YamlScalarNode)host["proxmox_vmid"]).Value!, CultureInfo.InvariantCulture))!;
            Assert.Equal(guest.Name, ((YamlScalarNode)host["proxmox_name"]).Value);
            Assert.Equal(guest.Tags.Distinct().Order(StringComparer.Ordinal), ((YamlSequenceNode)host["proxmox_tags"]).Children.Select(tag => ((YamlScalarNode)tag).Value));
        }
        Assert.Equal(server.Guests.Length, hosts.Children.Count);
    }

    /// <summary>The scripts say the same of hostile names as of harmless ones: not a statement more or less.</summary>
    private static void Scripts(IReadOnlyDictionary<string, string> files, IReadOnlyDictionary<string, string> harmless)
    {
        static IEnumerable<string> Shapes(IReadOnlyDictionary<string, string> files) => files.Where(file => file.Key.EndsWith(".ps1", StringComparison.Ordinal)).Select(file => Shape(file.Value)).Order(StringComparer.Ordinal);
        Assert.Equal(Shapes(harmless).Distinct(), Shapes(files).Distinct());
    }

    private static string Shape(string script)
    {
        System.Management.Automation.Language.Parser.ParseInput(script, out _, out var errors);
        Assert.Empty(errors);
        // Tags may be none or many.
        return string.Join('\n', ScriptText.Shape(script).Split('\n').Where(line => line is not ("ArrayExpressionAst" or "ArrayLiteralAst" or "StatementBlockAst" or "PipelineAst")));
    }

    private static void Pages(IReadOnlyDictionary<string, string> files)
    {
        foreach (var (path, text) in files.Where(file => file.Key.EndsWith(".md", StringComparison.Ordinal)))
        {
            var page = Markdown.Parse(text, Pipeline);
            // The first line is the file's own mark.
            Assert.All(page.Descendants<HtmlBlock>(), block => Assert.True(block.Line == 0 && text.IndexOf("-->", StringComparison.Ordinal) == text.IndexOf('\n', StringComparison.Ordinal) - 3));
            Assert.Empty(page.Descendants<HtmlInline>());
            Assert.Empty(page.Descendants<AutolinkInline>());
            Assert.All(page.Descendants<LinkInline>(), link => Assert.Matches(@"\A[a-z0-9_./-]+\z", link.Url!));
            Assert.All(page.Descendants<Table>(), table => Assert.Single(table.Cast<TableRow>().Select(row => row.Count).Distinct()));
            Assert.All(page.Descendants<FencedCodeBlock>(), block => Assert.Equal("mermaid", block.Info));
            Assert.DoesNotContain(text, c => c is '\u202e' or '\u200b' or '\0');
        }
    }
}
