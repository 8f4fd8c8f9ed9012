namespace ProxmoxMpc.Core.Api;

/// <summary>A difficulty that stops nothing, and what was done about it.</summary>
/// <param name="Text">For people: <c>pve1:8006 cannot be reached; pve2:8006 is asked from now on.</c></param>
/// <param name="IsWarning">Whether somebody should look after it; otherwise it is merely of interest.</param>
public sealed record PveNotice(string Text, bool IsWarning)
{
    public override string ToString() => Text;
}
