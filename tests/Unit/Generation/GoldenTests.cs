using System.Text;
using CsCheck;
using ProxmoxMpc.Core.Generation;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Tests.Unit.Generation;

/// <summary>
/// What is generated of the sample cluster, byte for byte. PMPC_UPDATE_GOLDEN=1 writes the files anew: read the difference
/// before you commit it.
/// </summary>
public sealed class GoldenTests
{
    private static readonly string Folder = Path.Combine(SharedData.Repository, "tests", "Unit", "Generation", "Golden");

    public static TheoryData<string> Paths => [.. All(Sample.Cluster()).Select(file => file.Path).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Generated_files_are_as_agreed(string path)
    {
        var text = All(Sample.Cluster()).Single(file => file.Path == path).Text;
        var golden = Path.Combine(Folder, path.Replace('/', Path.DirectorySeparatorChar) + ".txt");
        if (Environment.GetEnvironmentVariable("PMPC_UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(golden)!);
            File.WriteAllText(golden, text, new UTF8Encoding(false));
        }
        Assert.Equal(File.ReadAllText(golden), text);
    }

    [Fact]
    public void Golden_files_are_those_that_are_generated() => Assert.Equal(
        All(Sample.Cluster()).Select(file => file.Path).Order(StringComparer.Ordinal),
        Directory.EnumerateFiles(Folder, "*.txt", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Folder, file)[..^4].Replace('\\', '/')).Order(StringComparer.Ordinal));

    [Fact]
    public void Order_and_load_of_what_was_read_change_nothing()
    {
        var input = Sample.Cluster();
        var other = input with
        {
            Inventory = input.Inventory with
            {
                Guests = [.. input.Inventory.Guests.Reverse()],
                Nodes = [.. input.Inventory.Nodes.Reverse().Select(node => node with { Usage = new(0.9, 1, TimeSpan.Zero) })],
                Storages = [.. input.Inventory.Storages.Reverse().Select(storage => storage with { UsedBytes = 1 })],
            },
        };
        Assert.Equal(All(input), All(other with { FileNames = input.FileNames }));
    }

    [Fact]
    public void Text_is_Unix_text()
    {
        foreach (var file in All(Sample.Cluster()))
        {
            Assert.DoesNotContain('\r', file.Text);
            Assert.EndsWith("\n", file.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("\n\n\n", file.Text, StringComparison.Ordinal);
            Assert.DoesNotMatch("(?m)[ \t]+$", file.Text);
            Assert.Matches(@"\A(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*/)*[A-Za-z0-9_-][A-Za-z0-9_.-]*\z", file.Path);
        }
    }

    [Fact]
    public void Whatever_the_names_are_every_file_can_be_written() => Gen.Select(HostileText.Name, HostileText.Any, HostileText.Any).Sample((name, pool, tag) =>
    {
        var strict = new UTF8Encoding(false, throwOnInvalidBytes: true);
        var guest = Sample.Vm(101, name, ("tags", tag), ("ostype", tag), ("scsi0", name), ("net0", tag), ("ciuser", pool)) with { Node = tag, Pool = pool, Status = name };
        var inventory = new Inventory
        {
            Cluster = name,
            Version = tag,
            Nodes = [new() { Name = pool, Status = tag, Address = name, Interfaces = [new(pool, name, "bridge", tag, pool, true, true, name)] }],
            Storages = [new() { Name = name, Node = pool, Type = tag, Content = [pool] }],
            Guests = [guest, guest with { VmId = 102, Kind = GuestKind.Lxc }],
            Gaps = [new(GapScope.Pool, tag, name)],
        };
        var input = Sample.Input(inventory) with { Obstacles = new Dictionary<int, string> { [101] = name }, Inexpressible = guest => guest.VmId == 102 ? [name, tag] : [] };
        var files = All(input);
        Assert.Equal(files.Count, files.DistinctBy(file => file.Path, StringComparer.OrdinalIgnoreCase).Count());
        foreach (var file in files)
        {
            strict.GetByteCount(file.Text);
            Assert.Matches(@"\A(?:[A-Za-z0-9_]+/)*[A-Za-z0-9_][A-Za-z0-9_.-]*\z", file.Path);
            if (file.Path.EndsWith(".ps1", StringComparison.Ordinal)) ScriptText.Shape(file.Text);
        }
    }, iter: 300);

    internal static IReadOnlyList<GeneratedFile> All(GenerationInput input) =>
        [.. AnsibleGenerator.Derived(input), .. AnsibleGenerator.Created(input), .. PesterGenerator.Derived(input), .. DocsGenerator.Derived(input)];
}
