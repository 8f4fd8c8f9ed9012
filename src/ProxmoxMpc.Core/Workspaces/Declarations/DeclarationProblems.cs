using System.Globalization;
using ProxmoxMpc.Core.Model;
using YamlDotNet.RepresentationModel;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Something wrong in a file that declares guests.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Message">What is wrong, and what was expected.</param>
public sealed record DeclarationProblem(string Path, long Line, long Column, string Message)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Path}:{Line}:{Column}: {Message}");
}

/// <summary>Collects them all: who mends a file wants to do it once.</summary>
internal sealed class DeclarationProblems(string path)
{
    private const int Shown = 20;

    private readonly List<DeclarationProblem> _found = [];

    public bool Any => _found.Count > 0;

    public void Add(YamlNode node, string message) => Add(node.Start.Line, node.Start.Column, message);

    public void Add(long line, long column, string message)
    {
        var problem = new DeclarationProblem(path, line, column, message.TrimEnd('.'));
        // One entry stands for many guests, each of which has the same to complain about.
        if (!_found.Contains(problem)) _found.Add(problem);
    }

    /// <exception cref="PmpcException"><c>PmpcDeclarationInvalid</c>, with the problems as its target.</exception>
    public void ThrowIfAny()
    {
        if (!Any) return;
        var sorted = _found.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column).ToArray();
        var more = sorted.Length > Shown ? string.Create(CultureInfo.InvariantCulture, $"\n({sorted.Length - Shown} more)") : "";
        throw new PmpcException("PmpcDeclarationInvalid", PmpcErrorKind.Parse, string.Join('\n', sorted.Take(Shown).AsEnumerable()) + more,
            "Mend the file and try again; nothing was changed. Editors complete and check it with schemas/guests.schema.json of the module.", sorted);
    }
}
