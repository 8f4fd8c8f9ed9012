using System.Management.Automation;
using System.Runtime.Loader;

namespace ProxmoxMpc.Loader;

/// <summary>
/// Answers the runtime's question where ProxmoxMpc.Core and ProxmoxMpc.Lab are: in a load context of their own, so that the
/// libraries under them never meet the versions that other modules brought. It is a nested module, for PowerShell inspects
/// the cmdlets' types before it runs anything of their own assembly.
/// </summary>
public sealed class Loader : IModuleAssemblyInitializer
{
    private static readonly Lazy<CoreLoadContext> s_core =
        new(() => new(Path.Combine(Path.GetDirectoryName(typeof(Loader).Assembly.Location)!, "core")));

    /// <summary>Hooks the resolving of assemblies; nothing is loaded before the first cmdlet needs it.</summary>
    public void OnImport()
    {
        // A second import in the same process finds the hook in place. It is never taken away: the types handed out live on.
        AssemblyLoadContext.Default.Resolving -= Resolve;
        AssemblyLoadContext.Default.Resolving += Resolve;
    }

    private static System.Reflection.Assembly? Resolve(AssemblyLoadContext context, System.Reflection.AssemblyName name) =>
        name.Name is "ProxmoxMpc.Core" or "ProxmoxMpc.Lab" ? s_core.Value.LoadFromAssemblyName(name) : null;
}
