using System.Reflection;
using System.Runtime.Loader;

namespace ProxmoxMpc.Loader;

/// <summary>Loads what lies in the module's <c>core</c> folder, native libraries included; everything else is the host's.</summary>
internal sealed class CoreLoadContext(string folder) : AssemblyLoadContext("ProxmoxMpc")
{
    private readonly AssemblyDependencyResolver _resolver = new(Path.Combine(folder, "ProxmoxMpc.Core.dll"));

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // The Lab is no dependency of the core, so the core's manifest does not name it.
        var path = _resolver.ResolveAssemblyToPath(assemblyName) ?? Path.Combine(folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
}
