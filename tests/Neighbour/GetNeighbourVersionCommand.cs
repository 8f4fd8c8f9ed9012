using System.Management.Automation;
using Microsoft.Data.Sqlite;
using YamlDotNet.Serialization;

namespace ProxmoxMpc.Tests.Neighbour;

/// <summary>Uses both libraries and says which versions it got.</summary>
[Cmdlet(VerbsCommon.Get, "NeighbourVersion"), OutputType(typeof(string))]
public sealed class GetNeighbourVersionCommand : PSCmdlet
{
    protected override void ProcessRecord()
    {
        var yaml = new Deserializer().Deserialize<Dictionary<string, string>>("a: b");
        WriteObject($"{typeof(Deserializer).Assembly.GetName().Version} {typeof(SqliteConnection).Assembly.GetName().Version} {yaml["a"]}");
    }
}
