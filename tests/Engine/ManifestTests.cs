using System.Collections;
using System.Management.Automation.Language;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace ProxmoxMpc.Tests.Engine;

public sealed class ManifestTests
{
    private static Hashtable ReadManifest()
    {
        var script = Parser.ParseFile(Built.Manifest, out _, out var errors);
        Assert.Empty(errors);
        return (Hashtable)script.Find(node => node is HashtableAst, searchNestedScriptBlocks: false).SafeGetValue();
    }

    [Fact]
    public void The_manifest_exports_exactly_the_cmdlets_that_exist() =>
        Assert.Equal(CmdletsOf(Path.Combine(Built.Module, "ProxmoxMpc.PowerShell.dll")).Order(),
            ((IEnumerable)ReadManifest()["CmdletsToExport"]!).Cast<string>().Order());

    [Fact]
    public void The_session_gets_exactly_what_the_manifest_exports()
    {
        using var engine = new Engine();
        var commands = engine.Run("Get-Command -Module ProxmoxMpc | ForEach-Object Name").Succeed().Values.Cast<string>();
        Assert.Equal(((IEnumerable)ReadManifest()["CmdletsToExport"]!).Cast<string>().Order(), commands.Order());
    }

    [Fact]
    public void The_manifest_has_the_version_of_the_assemblies()
    {
        var properties = XDocument.Load(Path.Combine(Built.Root, "Directory.Build.props"));
        Assert.Equal(properties.Descendants("Version").Single().Value, ReadManifest()["ModuleVersion"]);
    }

    [Fact]
    public void The_module_carries_native_libraries_for_the_supported_platforms_only() =>
        Assert.Equal(["linux-arm64", "linux-musl-arm64", "linux-musl-x64", "linux-x64", "osx-arm64", "osx-x64", "win-arm64", "win-x64"],
            Directory.EnumerateDirectories(Path.Combine(Built.Module, "core", "runtimes")).Select(Path.GetFileName).Order());

    [Fact]
    public void The_module_carries_no_engine_of_its_own() =>
        Assert.Empty(Directory.EnumerateFiles(Built.Module, "System.Management.Automation*", SearchOption.AllDirectories));

    // Read from the metadata, for loading the types would already need the module's loader.
    private static IEnumerable<string> CmdletsOf(string assembly)
    {
        using var image = new PEReader(File.OpenRead(assembly));
        var reader = image.GetMetadataReader();
        foreach (var handle in reader.CustomAttributes)
        {
            var attribute = reader.GetCustomAttribute(handle);
            if (attribute.Parent.Kind != HandleKind.TypeDefinition || attribute.Constructor.Kind != HandleKind.MemberReference) continue;
            var constructor = reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor);
            if (constructor.Parent.Kind != HandleKind.TypeReference) continue;
            if (reader.GetString(reader.GetTypeReference((TypeReferenceHandle)constructor.Parent).Name) != "CmdletAttribute") continue;
            var blob = reader.GetBlobReader(attribute.Value);
            blob.ReadUInt16();
            yield return $"{blob.ReadSerializedString()}-{blob.ReadSerializedString()}";
        }
    }
}
