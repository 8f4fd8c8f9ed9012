using System.Collections.Frozen;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Where copies of files go: under names that are made of theirs, never over an input, never twice to one place.</summary>
internal sealed class CopyTargets
{
    private static readonly FrozenSet<string> Devices = new[] { "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$" }
        .Concat(Enumerable.Range(1, 9).SelectMany(number => new[] { $"COM{number}", $"LPT{number}" })).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private readonly string? _root;
    private readonly Func<string, string>? _rename;
    private readonly HashSet<string> _inputs;
    private readonly HashSet<string> _taken;
    private readonly HashSet<string> _entered = new(StringComparer.Ordinal);

    /// <param name="root">The folder below which names of files and folders change too, and that no copy leaves; null: only the files' own names change.</param>
    /// <param name="rename">Makes a name of a name; null keeps them.</param>
    public CopyTargets(IEnumerable<ShareFile> files, string? root, Func<string, string>? rename)
    {
        (_root, _rename) = (root is null ? null : Path.GetFullPath(root), rename);
        _inputs = files.Select(file => Path.GetFullPath(file.Path)).ToHashSet(OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        _taken = new(_inputs, _inputs.Comparer);
    }

    /// <summary>Where a file's copy goes.</summary>
    public string For(ShareFile file)
    {
        var wanted = Path.GetFullPath(file.OutputPath!);
        if (_rename is not null)
        {
            var fixedPart = _root ?? Path.GetDirectoryName(wanted)!;
            wanted = Path.Combine([fixedPart, .. Path.GetRelativePath(fixedPart, wanted).Split(Path.DirectorySeparatorChar).Select(name => Plain(_rename(name), name, OperatingSystem.IsWindows()))]);
        }
        else if (_inputs.Contains(wanted)) throw CopyFailure.InputOverwritten(wanted);
        // Two names may become one: images/a@b and a user's own word for both.
        var (free, number) = (wanted, 2);
        while (!_taken.Add(free)) free = Path.Combine(Path.GetDirectoryName(wanted)!, $"{Path.GetFileNameWithoutExtension(wanted)}-{number++}{Path.GetExtension(wanted)}");
        return free;
    }

    /// <summary>Before the first copy is made: none may take the place of a file that is there.</summary>
    /// <exception cref="PmpcException"><c>PmpcOutputExists</c></exception>
    public static void EnsureFree(IEnumerable<string> targets)
    {
        foreach (var target in targets)
            if (File.Exists(target)) throw CopyFailure.OutputExists(target);
    }

    /// <summary>Before the first copy goes into a folder: it has to lie where it says, and what killed processes left there is deleted.</summary>
    /// <exception cref="PmpcException"><c>PmpcOutputThroughLink</c></exception>
    public void Enter(string target)
    {
        var folder = Path.GetDirectoryName(target)!;
        if (!_entered.Add(folder)) return;
        // The user's own link, but what is called as it may be somebody else's idea.
        if (_root is not null && !WorkspacePath.IsInside(WorkspacePath.RealPath(_root), WorkspacePath.RealPath(folder)))
            throw new PmpcException("PmpcOutputThroughLink", PmpcErrorKind.InvalidArgument, $"'{target}' is not written: a link on the way leads out of '{_root}'.", "Name another folder, or take the link away.", target);
        CopyFailure.DiscardLeftovers(folder);
    }

    /// <summary>One name of a file, whatever a pseudonym or a real value has in it: it may not lead out of the folder, nor to a device.</summary>
    /// <param name="from">The name that it was made of. Signs that this has are the file's own.</param>
    internal static string Plain(string made, string from, bool isWindows)
    {
        if (made == from) return made;
        var invalid = Path.GetInvalidFileNameChars();
        made = string.Concat(made.Select(c => invalid.Contains(c) || c is '/' || isWindows && c is '\\' or ':' || char.IsControl(c) && !from.Contains(c) ? '_' : c));
        if (made is "" or "." or "..") return "_";
        if (isWindows && made[^1] is '.' or ' ') made += "_";
        return isWindows && Devices.Contains(made.Split('.')[0].TrimEnd()) ? "_" + made : made;
    }
}
