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

    /// <param name="IsBytes">Whether the text comes as its bytes.</param>
    public sealed record Text(string Content, bool IsBytes = false) : ObjectTree;

    public sealed record Properties(IReadOnlyList<string> TypeNames, bool IsTable, IReadOnlyList<KeyValuePair<string, ObjectTree>> Items) : ObjectTree
    {
        public string TypeName => TypeNames is [var first, ..] ? first : "";

        /// <summary>Whether the keys are data: of a table, of a custom object.</summary>
        public bool HasOwnKeys => IsTable || TypeName.EndsWith("System.Management.Automation.PSCustomObject", StringComparison.Ordinal);

        public bool HasVmId => Items.Any(item => item.Key.Equals("VmId", StringComparison.OrdinalIgnoreCase) && item.Value is Value { Item: not null });
    }

    public sealed record List(IReadOnlyList<ObjectTree> Items) : ObjectTree;

    public static ObjectTree Of(object? item) => Of(item, 0, new(ReferenceEqualityComparer.Instance));

    private static ObjectTree Of(object? item, int depth, HashSet<object> above)
    {
        var wrapped = item as PSObject;
        var value = wrapped?.BaseObject ?? item;
        switch (value)
        {
            case null or bool or DateTime or DateTimeOffset or DateOnly or TimeOnly or TimeSpan or Version:
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
                return new Properties(["System.Management.Automation.PSCredential"], false, [new("UserName", new Text(credential.UserName ?? "")), new("Password", new Text("REDACTED-SecureString"))]);
            case System.Xml.XmlNode node:
                return new Text(node.OuterXml);
            case IEnumerable<byte> bytes:
                return OfBytes([.. bytes.Take(LongestList)]);
            case IEnumerable<char> letters:
                return new Text(new string([.. letters.Take(LongestList)]));
            case Guid or Uri or IPAddress or PhysicalAddress or FileSystemInfo or ScriptBlock or Type:
                return new Text(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
        }
        if (value.GetType().IsPrimitive || value is decimal or System.Numerics.BigInteger) return new Value(value);
        // Custom objects have one base object in common; they are told apart by what wraps it.
        var identity = value is PSCustomObject ? wrapped! : value;
        // A cycle, or something endless: its text still says what it is, and is anonymised.
        if (depth >= DeepestLevel || !above.Add(identity)) return new Text(TextOf(value));
        try
        {
            return value switch
            {
                IDictionary table => new Properties(TypeNamesOf(value, wrapped), true, [.. Entries(table).Select(entry => KeyValuePair.Create(entry.Key, Of(entry.Value, depth + 1, above)))]),
                IEnumerable<KeyValuePair<string, string>> pairs => new Properties(TypeNamesOf(value, wrapped), true, [.. pairs.Select(pair => KeyValuePair.Create(pair.Key, Of(pair.Value, depth + 1, above)))]),
                ErrorRecord or Exception or InvocationInfo => PropertiesOf(PSObject.AsPSObject(item!), depth, above, IsTold),
                IEnumerable list => new List([.. list.Cast<object?>().Take(LongestList).Select(one => Of(one, depth + 1, above))]),
                _ => PropertiesOf(PSObject.AsPSObject(item!), depth, above, _ => true),
            };
        }
        finally
        {
            above.Remove(identity);
        }
    }

    /// <summary>What an error says; the rest of it is the inside of the engine.</summary>
    private static bool IsTold(string property) => property is not ("TargetSite" or "Data" or "ErrorRecord" or "CommandInvocation" or "MyCommand" or "BoundParameters" or "UnboundArguments" or "PipelineIterationInfo" or "PSMessageDetails" or "DisplayScriptPosition");

    /// <summary>The bytes of a text are shared as such; other bytes tell nothing to anybody, and may be a key.</summary>
    private static ObjectTree OfBytes(byte[] bytes)
    {
        if (bytes.Length == 0) return new Value(bytes);
        return System.Text.Unicode.Utf8.IsValid(bytes) && !Core.Privacy.Anonymizer.IsBinary(bytes) ? new Text(System.Text.Encoding.UTF8.GetString(bytes), IsBytes: true) : new Text("REDACTED-Bytes");
    }

    private static ObjectTree PropertiesOf(PSObject item, int depth, HashSet<object> above, Func<string, bool> isWanted)
    {
        var properties = new List<KeyValuePair<string, ObjectTree>>();
        foreach (var property in item.Properties)
        {
            if (!property.IsGettable || !isWanted(property.Name)) continue;
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
