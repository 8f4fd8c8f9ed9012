using System.Text;
using ProxmoxMpc.HelpBuilder;

// HelpBuilder SOURCE OUTPUT: SOURCE holds the markdown, OUTPUT gets NAME.dll-Help.xml and about_*.help.txt.
if (args.Length != 2)
{
    Console.Error.WriteLine("usage: HelpBuilder SOURCE-FOLDER OUTPUT-FOLDER");
    return 2;
}
var pages = new List<HelpPage>();
Directory.CreateDirectory(args[1]);
foreach (var file in Directory.EnumerateFiles(args[0], "*.md").Order(StringComparer.Ordinal))
{
    var text = File.ReadAllText(file).ReplaceLineEndings("\n");
    var name = Path.GetFileNameWithoutExtension(file);
    try
    {
        if (name.StartsWith("about_", StringComparison.Ordinal)) Write($"{name}.help.txt", AboutTopic.ToText(text));
        else pages.Add(HelpPage.Parse(text));
    }
    catch (FormatException exception)
    {
        // The form of a compiler's message, which MSBuild reports as the build's own error.
        Console.Error.WriteLine($"{file}: error HELP001: {exception.Message}");
        return 1;
    }
}
foreach (var group in pages.GroupBy(page => page.HelpFile)) Write(group.Key, Maml.Write(group));
return 0;

// Unchanged files keep their time, so that nothing after this step runs for nothing.
void Write(string name, string text)
{
    var path = Path.Combine(args[1], name);
    if (!File.Exists(path) || File.ReadAllText(path) != text) File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
}
