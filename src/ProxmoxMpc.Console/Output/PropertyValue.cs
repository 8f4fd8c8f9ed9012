using System.Management.Automation;

namespace ProxmoxMpc.Console.Output;

internal static class PropertyValue
{
    /// <summary>The property's value; where computing it fails, why: one property must not cost the whole output.</summary>
    public static object? Read(PSPropertyInfo property)
    {
        try
        {
            return property.Value;
        }
        catch (GetValueException exception)
        {
            return exception.InnerException?.Message ?? exception.Message;
        }
    }
}
