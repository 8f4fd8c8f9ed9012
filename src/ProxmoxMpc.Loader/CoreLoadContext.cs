using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace ProxmoxMpc.Loader;

/// <summary>
/// Loads what lies in the module's <c>core</c> folder, native libraries included; everything else is the host's. An assembly that
/// was compiled ahead of time for this platform lies in <c>ready</c>, a folder for each platform, and is preferred.
/// </summary>
internal sealed class CoreLoadContext(string folder) : AssemblyLoadContext("ProxmoxMpc")
{
    private readonly AssemblyDependencyResolver _resolver = new(Path.Combine(folder, "ProxmoxMpc.Core.dll"));
    private readonly string _ready = Path.Combine(folder, "ready", Platform);

    private static string Platform =>
        $"{(OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "osx" : "linux")}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (Ready(assemblyName.Name + ".dll") is { } ready) return ready;
        // The Lab is no dependency of the core, so the core's manifest does not name it.
        var path = _resolver.ResolveAssemblyToPath(assemblyName) ?? Path.Combine(folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    private Assembly? Ready(string file)
    {
        var path = Path.Combine(_ready, file);
        try
        {
            return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
        }
        catch (BadImageFormatException)
        {
            // Damaged, or of another kind of machine: the portable one runs everywhere.
            return null;
        }
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
}
