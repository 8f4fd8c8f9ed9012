namespace ProxmoxMpc.Core.Hcl;

internal static partial class Evaluator
{
    private static HclValue Call(HclCall call, HclScope scope)
    {
        var arguments = new List<HclValue>(call.Arguments.Count);
        foreach (var argument in call.Arguments) arguments.Add(Evaluate(argument, scope));
        if (call.ExpandsLast)
        {
            if (arguments.Count == 0 || arguments[^1] is not HclValue.List last) return Unknown;
            arguments.RemoveAt(arguments.Count - 1);
            arguments.AddRange(last.Items);
        }
        // "try" is the one that may stop before an unknown argument.
        if (call.Name is "try" or "core::try") return arguments.Count > 0 && arguments[0].IsKnown ? arguments[0] : Unknown;
        if (arguments.Exists(argument => argument is HclValue.Opaque)) return Unknown;
        return Functions.Call(call.Name, arguments);
    }
}
