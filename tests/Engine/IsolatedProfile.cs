using System.Runtime.CompilerServices;

namespace ProxmoxMpc.Tests.Engine;

/// <summary>Keys and secrets that a test makes go to a folder of the run: never to the profile of whoever runs the tests.</summary>
internal static class IsolatedProfile
{
    private static readonly string Folder = Directory.CreateTempSubdirectory("pmpc-tests-profile-").FullName;

    [ModuleInitializer]
    internal static void Begin()
    {
        Environment.SetEnvironmentVariable("PROXMOX_MPC_HOME", Folder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Folder, recursive: true);
    }
}
