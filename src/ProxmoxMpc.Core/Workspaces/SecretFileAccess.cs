using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Who else may read a file on Windows.</summary>
[SupportedOSPlatform("windows")]
internal static class SecretFileAccess
{
    // Administrators and SYSTEM read everything anyway; these are the groups that everybody is in.
    private static readonly WellKnownSidType[] Everybody = [WellKnownSidType.WorldSid, WellKnownSidType.AuthenticatedUserSid, WellKnownSidType.BuiltinUsersSid, WellKnownSidType.BuiltinGuestsSid];

    /// <summary>The groups of everybody that the file's access list lets read it.</summary>
    public static string[] Readers(string path) =>
    [
        .. new FileInfo(path).GetAccessControl().GetAccessRules(includeExplicit: true, includeInherited: true, typeof(SecurityIdentifier))
            .OfType<FileSystemAccessRule>()
            .Where(rule => rule.AccessControlType == AccessControlType.Allow && (rule.FileSystemRights & FileSystemRights.ReadData) != 0
                && rule.IdentityReference is SecurityIdentifier sid && Everybody.Any(sid.IsWellKnown))
            .Select(rule => rule.IdentityReference.Value),
    ];
}
