using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Net;
using System.Net.NetworkInformation;
using System.Security;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.PowerShell;

/// <summary>An object taken apart: values, objects with properties, lists.</summary>
internal abstract record ObjectTree
{
    /// <summary>Deeper than that an object is shown as its text.</summary>
    public const int DeepestLevel = 12;

    private const int LongestList = 100_000;

    /// <summary>A value that says nothing about anybody: a number, a time, a switch, an enumeration.</summary>
    public sealed record Value(object? Item) : ObjectTree;

    public sealed record Text(string Content) : ObjectTree;

    public sealed record Properties(IReadOnlyList<string> TypeNames, bool IsTable, IReadOnlyList<KeyValuePair<string, ObjectTree>> Items) : ObjectTree
    {
        public string TypeName => TypeNames is [var first, ..] ? first : "";

        public bool HasVmId => Items.Any(item => item.Key.Equals("VmId", StringComparison.OrdinalIgnoreCase) && item.Value is Value { Item: not null });
    }

    public sealed record List(IReadOnlyList<ObjectTree> Items) : ObjectTree;

    public static ObjectTree Of(object? item) => Of(item, 0, []);

    private static ObjectTree Of(object? item, int depth, HashSet<object> above)
    {
        var wrapped = item as PSObject;
        var value = wrapped?.BaseObject ?? item;
        switch (value)
        {
            case null or bool or DateTime or DateTimeOffset or TimeSpan or Version:
                return new Value(value);
            case Enum:
                return new Value(value);
            case string text:
                return new Text(text);
            case char letter:
                return new Text(letter.ToString());
            case SecureString:
                return new Text("REDACTED-SecureString");
            case PSCredential credential:
                return new Properties(["System.Management.Automation.PSCredential"], false, [new("UserName", new Text(credential.UserName)), new("Password", new Text("REDACTED-SecureString"))]);
            case Guid or Uri or IPAddress or PhysicalAddress or FileSystemInfo or ScriptBlock or Type:
                return new Text(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
        }
        if (value.GetType().IsPrimitive || value is decimal or System.Numerics.BigInteger) return new Value(value);
        if (value is byte[] bytes) return new Text(Convert.ToBase64String(bytes));
        // A cycle, or something endless: its text still says what it is, and is anonymised.
        if (depth >= DeepestLevel || !above.Add(value)) return new Text(TextOf(value));
        try
        {
            return value switch
            {
                IDictionary table => new Properties(TypeNamesOf(value, wrapped), true, [.. Entries(table).Select(entry => KeyValuePair.Create(entry.Key, Of(entry.Value, depth + 1, above)))]),
                IEnumerable<KeyValuePair<string, string>> pairs => new Properties(TypeNamesOf(value, wrapped), true, [.. pairs.Select(pair => KeyValuePair.Create(pair.Key, (ObjectTree)new Text(pair.Value)))]),
                IEnumerable list => new List([.. list.Cast<object?>().Take(LongestList).Select(one => Of(one, depth + 1, above))]),
                _ => PropertiesOf(PSObject.AsPSObject(item!), depth, above),
            };
        }
        finally
        {
            above.Remove(value);
        }
    }

    private static ObjectTree PropertiesOf(PSObject item, int depth, HashSet<object> above)
    {
        var properties = new List<KeyValuePair<string, ObjectTree>>();
        foreach (var property in item.Properties)
        {
            if (!property.IsGettable) continue;
            object? value;
            try
            {
                value = property.Value;
            }
            catch (GetValueException)
            {
                // A property that cannot be read has no value for anybody else either.
                value = null;
            }
            properties.Add(new(property.Name, Of(value, depth + 1, above)));
        }
        return properties.Count > 0 ? new Properties([.. item.TypeNames], false, properties) : new Text(TextOf(item.BaseObject));
    }

    private static IEnumerable<KeyValuePair<string, object?>> Entries(IDictionary table)
    {
        foreach (DictionaryEntry entry in table) yield return new(Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "", entry.Value);
    }

    private static IReadOnlyList<string> TypeNamesOf(object value, PSObject? wrapped) => [.. (wrapped ?? PSObject.AsPSObject(value)).TypeNames];

    private static string TextOf(object value)
    {
        try
        {
            return value.ToString() ?? "";
        }
        catch (Exception error) when (error is InvalidOperationException or NotSupportedException or PmpcException)
        {
            return value.GetType().Name;
        }
    }
}
