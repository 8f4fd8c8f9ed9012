using System.Collections.Immutable;

namespace ProxmoxMpc.Core.Applying;

/// <summary>A plan that Terraform made and keeps in a file, and whose resources it is about.</summary>
/// <param name="PlanFile">The file.</param>
/// <param name="Resources">The guest that each address stands for, and how many actions Terraform takes on it (a replacement is two).</param>
public sealed record TerraformWork(string PlanFile, ImmutableDictionary<string, TerraformResource> Resources);

/// <summary>A resource in Terraform's plan.</summary>
/// <param name="VmId">The guest.</param>
/// <param name="Actions">How many actions it takes.</param>
/// <param name="IsMembership">Whether it is the guest's place in a pool, and not the guest.</param>
public sealed record TerraformResource(int VmId, int Actions, bool IsMembership);
