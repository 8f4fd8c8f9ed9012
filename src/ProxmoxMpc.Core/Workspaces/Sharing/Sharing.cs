using System.Globalization;
using System.Text;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Anonymises under one policy and looks at every output again before anybody gets it. Not for several threads.</summary>
public sealed class Sharing
{
    private readonly Dictionary<string, PrivacyKind> _known = new(StringComparer.OrdinalIgnoreCase);
    private Verifier? _verifier;

    internal Sharing(Anonymizer anonymizer) => Anonymizer = anonymizer;

    public Anonymizer Anonymizer { get; }

    /// <summary>Takes names that stand in the inventory or in properties that hold nothing else.</summary>
    public void Know(PrivacyKind kind, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (name.Length == 0 || !_known.TryAdd(name, kind)) continue;
            if (kind != PrivacyKind.FreeText) Anonymizer.Learn(kind, [name]);
        }
    }

    /// <summary>What kind of name a text is, where it is known to be one.</summary>
    public PrivacyKind? KindOf(string text) => _known.TryGetValue(text, out var kind) ? kind : null;

    /// <summary>A text with pseudonyms.</summary>
    /// <param name="firstLine">The number of its first line, for complaints.</param>
    /// <param name="allowed">Takes what is left over instead of an exception.</param>
    /// <exception cref="PmpcException"><c>PmpcPrivacyResidue</c>: something sensitive is left, or seems to be.</exception>
    public string Text(string text, long firstLine = 1, Action<IReadOnlyList<PrivacyResidue>>? allowed = null)
    {
        var output = Anonymizer.Anonymize(text);
        Check(Verifier(output.Length).Verify(output), null, firstLine - 1, allowed);
        return output;
    }

    /// <summary>Looks at what is about to be shared.</summary>
    /// <exception cref="PmpcException"><c>PmpcPrivacyResidue</c></exception>
    public void Verify(string output, string? what, Action<IReadOnlyList<PrivacyResidue>>? allowed = null) => Check(Verifier(output.Length).Verify(output), what, 0, allowed);

    internal async Task VerifyAsync(Stream output, string what, Action<IReadOnlyList<PrivacyResidue>>? allowed, CancellationToken ct) =>
        Check(await Verifier(output.CanSeek ? output.Length : 0).VerifyAsync(output, ct).ConfigureAwait(false), what, 0, allowed);

    /// <summary>One that knows all that has a pseudonym by now.</summary>
    private Verifier Verifier(long length)
    {
        _verifier ??= new Verifier(Anonymizer);
        _verifier.Update(length);
        return _verifier;
    }

    private static void Check(IReadOnlyList<PrivacyResidue> residues, string? what, long offset, Action<IReadOnlyList<PrivacyResidue>>? allowed)
    {
        if (residues.Count == 0) return;
        if (offset > 0) residues = [.. residues.Select(residue => residue with { Line = residue.Line + offset })];
        if (allowed is not null)
        {
            allowed(residues);
            return;
        }
        throw new PmpcException("PmpcPrivacyResidue", PmpcErrorKind.Conflict, $"{(what is null ? "The output" : $"The output for '{what}'")} is withheld: {Describe(residues)}.",
            "Add the value as a word or pattern to .proxmox/privacy.yml, or to its allow list where it is harmless; -AllowResidual shares it as it is.", what);
    }

    /// <summary>Lines and kinds, without the values.</summary>
    public static string Describe(IReadOnlyList<PrivacyResidue> residues)
    {
        var text = new StringBuilder();
        foreach (var residue in residues.Take(5)) text.Append(CultureInfo.InvariantCulture, $"{(text.Length > 0 ? ", " : "")}line {residue.Line} {residue.Kind} ({residue.Reason})");
        if (residues.Count > 5) text.Append(CultureInfo.InvariantCulture, $" and {residues.Count - 5} more");
        return text.ToString();
    }
}
