using System.Collections.Immutable;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Terraform;

/// <summary>A file of code that is to be read.</summary>
/// <param name="Path">Relative to the workspace, with forward slashes.</param>
/// <param name="Text">Its text; asked for only where it must be looked at.</param>
/// <param name="Guests">What <see cref="TerraformReader.GuestsOf"/> said of this text before; null: nothing is known of it.</param>
public sealed record CodeSource(string Path, Func<string> Text, ImmutableArray<DesiredGuest>? Guests = null);
