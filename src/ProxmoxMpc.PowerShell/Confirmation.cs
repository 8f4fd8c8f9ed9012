using System.Management.Automation;

namespace ProxmoxMpc.PowerShell;

/// <summary>Asks as <c>ShouldProcess</c> does, and where a cmdlet's impact depends on what it is about to do, by that.</summary>
internal static class Confirmation
{
    /// <summary>Whether to go on. Must be called on the pipeline's thread.</summary>
    /// <param name="isHigh">Asks although the cmdlet's own impact would not make it: a guest stops, or something is deleted.</param>
    public static bool IsGiven(PSCmdlet cmdlet, string target, string action, bool isHigh)
    {
        if (!cmdlet.ShouldProcess(target, action)) return false;
        // -Confirm, either way, is an answer; and what asks at Medium or Low has asked already.
        if (!isHigh || cmdlet.MyInvocation.BoundParameters.ContainsKey("Confirm") || ImpactOf(cmdlet) == ConfirmImpact.High || Preference(cmdlet) != ConfirmImpact.High) return true;
        return cmdlet.ShouldContinue($"{action}: {target}", "Are you sure?");
    }

    private static ConfirmImpact ImpactOf(PSCmdlet cmdlet) => ((CmdletAttribute)Attribute.GetCustomAttribute(cmdlet.GetType(), typeof(CmdletAttribute))!).ConfirmImpact;

    private static ConfirmImpact Preference(PSCmdlet cmdlet) =>
        LanguagePrimitives.TryConvertTo<ConfirmImpact>(cmdlet.SessionState.PSVariable.GetValue("ConfirmPreference"), out var preference) ? preference : ConfirmImpact.High;
}
