using System.Text;
using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>What the tests of forms ask of one text: that values are hidden and come back, or that it stays as it is.</summary>
internal static class FormAssert
{
    public static PseudonymKey Key { get; } = new([.. Enumerable.Range(0, 32).Select(i => (byte)(i * 5))]);

    /// <summary>An anonymiser that has learnt a text.</summary>
    public static Anonymizer Learnt(string text)
    {
        var anonymizer = new Anonymizer(PrivacyPolicy.Standard, Key);
        anonymizer.Learn(Encoding.UTF8.GetBytes(text));
        return anonymizer;
    }

    public static void HidesAndRestores(string text, params string[] values)
    {
        Assert.NotEmpty(values);
        var anonymizer = Learnt(text);
        var output = anonymizer.Anonymize(text);
        foreach (var value in values) Assert.DoesNotContain(value, output, StringComparison.Ordinal);
        Assert.Equal(text, new Deanonymizer(anonymizer.Map, Key).Restore(output));
    }

    public static void Stays(string text) => Assert.Equal(text, Learnt(text).Anonymize(text));
}
