namespace ProxmoxMpc.Core.Hcl;

/// <summary>A place in a document: <paramref name="Offset"/> in UTF-16 units from 0, <paramref name="Line"/> and <paramref name="Column"/> from 1, as editors count them.</summary>
public readonly record struct HclPosition(int Offset, int Line, int Column);
