namespace ProxmoxMpc.Core.Hcl;

/// <summary>
/// What a property of a JSON body is: a block of that many labels, or null for an attribute. JSON does not tell the two apart,
/// whoever knows the language does.
/// </summary>
/// <param name="owner">The block that the property stands in; null at the top of the file.</param>
/// <param name="holdsObjects">Whether its value is an object, or a list of nothing but objects.</param>
public delegate int? HclJsonBlocks(HclBlock? owner, string name, bool holdsObjects);

/// <summary>Makes bodies and expressions of the JSON syntax of HCL. Places are those of the JSON text.</summary>
internal sealed class HclJson(HclDocument document, HclJsonBlocks? blocks)
{
    /// <summary>Fills a body with an object's properties, or with those of several objects.</summary>
    public void Fill(HclBody body, JsonPart part)
    {
        foreach (var (name, start, value) in Objects(part).SelectMany(item => item.Members))
        {
            // A comment, as JSON has none.
            if (name == "//") continue;
            if (blocks?.Invoke(body.Owner, name, HoldsObjects(value)) is { } labels) AddBlocks(body, name, [], labels, start, value);
            else if (body.Attribute(name) is not null) document.Report(start, $"Expected the property \"{name}\" once, but it stands here again.");
            else body.AttributeList.Add(new(body, name, start) { ExpressionStart = value.Start, ExpressionEnd = value.End, Expression = Expression(value) });
        }
    }

    private void AddBlocks(HclBody body, string type, string[] labels, int missing, int start, JsonPart value)
    {
        // As if it were not there.
        if (value.Kind == JsonPartKind.Null) return;
        if (missing > 0)
        {
            foreach (var (label, place, inner) in Objects(value).SelectMany(item => item.Members)) AddBlocks(body, type, [.. labels, label], missing - 1, place, inner);
            return;
        }
        foreach (var item in Objects(value))
        {
            var block = new HclBlock(body, type, labels, value.Kind == JsonPartKind.Array ? item.Start : start, item.Start) { End = item.End };
            body.BlockList.Add(block);
            Fill(block.Body, item);
        }
    }

    private IEnumerable<JsonPart> Objects(JsonPart part)
    {
        foreach (var item in part.Kind == JsonPartKind.Array ? part.Items : [part])
        {
            if (item.Kind == JsonPartKind.Object) yield return item;
            else document.Report(item.Start, "Expected an object with the content of a block.");
        }
    }

    private static bool HoldsObjects(JsonPart value) => value.Kind == JsonPartKind.Object
        || value.Kind == JsonPartKind.Array && value.Items.Count > 0 && value.Items.TrueForAll(item => item.Kind == JsonPartKind.Object);

    private HclExpression Expression(JsonPart part)
    {
        HclLiteral Literal(HclValue value) => new(document.Text, part.Start, part.End, value);
        switch (part.Kind)
        {
            case JsonPartKind.Null: return Literal(new HclValue.Null());
            case JsonPartKind.True: return Literal(true);
            case JsonPartKind.False: return Literal(false);
            case JsonPartKind.Number: return Literal(Numbers.TryParse(part.Text, out var number) ? number : new HclValue.Opaque(part.Text));
            case JsonPartKind.Array: return new HclTuple(document.Text, part.Start, part.End, [.. part.Items.Select(Expression)]);
            case JsonPartKind.Object: return new HclObjectExpression(document.Text, part.Start, part.End, [.. part.Members.Select(member => new HclObjectItem(Template(member.Name, member.Start), Expression(member.Value)))]);
            default: return Template(part.Text, part.Start);
        }
    }

    /// <summary>A string is a template, without the escapes of a quoted one; where no blocks are known of it is the text that it is.</summary>
    private HclExpression Template(string text, int start)
    {
        if (blocks is null || !text.Contains("${", StringComparison.Ordinal) && !text.Contains("%{", StringComparison.Ordinal)) return new HclTemplate(text, 0, text.Length, text.Length == 0 ? [] : [new HclTemplatePart.Literal(text)], false);
        if (Parser.ReadTemplate(text, out var problem) is { } template) return template is { Parts: [HclTemplatePart.Interpolation { Expression: var only }] } ? only : template;
        document.Report(start, $"The string is no template: {problem}");
        return new HclInvalidExpression(text, 0, text.Length);
    }
}
