using System.Text.Json;
using System.Xml.Linq;
using ProxmoxMpc.Core.Hcl;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ProxmoxMpc.Tests.Privacy;

/// <summary>Whether a text still parses as what it was.</summary>
internal static class Syntax
{
    /// <summary>Null for an option that is no syntax, an empty text for one that parses, else what the parser says.</summary>
    public static string? Complaint(string syntax, string text)
    {
        try
        {
            switch (syntax)
            {
                case "json":
                    using (JsonDocument.Parse(text)) return "";
                case "yaml":
                    new YamlStream().Load(new StringReader(text));
                    return "";
                case "xml":
                    // A file may be a part of a document, or begin with a declaration.
                    XElement.Parse($"<all>{(text.StartsWith("<?xml", StringComparison.Ordinal) ? text[(text.IndexOf("?>", StringComparison.Ordinal) + 2)..] : text)}</all>");
                    return "";
                case "hcl":
                    return string.Join("; ", HclDocument.Parse(text).Diagnostics);
                case "csv":
                    var widths = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Fields).Distinct().ToList();
                    return widths.Count == 1 ? "" : $"rows of {string.Join(", ", widths)} fields";
                case "ini":
                    var odd = text.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0 && line[0] is not (';' or '#' or '[') && !line.Contains('='));
                    return odd is null ? "" : $"no key: {odd}";
                default:
                    return null;
            }
        }
        catch (Exception error) when (error is JsonException or YamlException or System.Xml.XmlException or FormatException)
        {
            return error.Message;
        }
    }

    private static int Fields(string row)
    {
        var quoted = false;
        var fields = 1;
        foreach (var c in row)
        {
            if (c == '"') quoted = !quoted;
            else if (c == ',' && !quoted) fields++;
        }
        return quoted ? -1 : fields;
    }
}
