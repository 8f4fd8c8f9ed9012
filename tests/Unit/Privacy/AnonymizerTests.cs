using System.Text;
using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Tests.Unit.Privacy;

public sealed class AnonymizerTests
{
    private static readonly PseudonymKey Key = new(new byte[32]);

    [Fact]
    public void A_token_keeps_its_prefix_and_its_form()
    {
        var token = "ghp_0123456789abcdefABCDEF0123456789abcd";
        var output = new Anonymizer(PrivacyPolicy.SecretsOnly, Key).Anonymize($"see {token}.\r\n");
        Assert.Matches("^see ghp_[0-9]{10}[a-z]{6}[A-Z]{6}[0-9]{10}[a-z]{4}\\.\r\n$", output);
        Assert.DoesNotContain(token, output);
    }

    [Fact]
    public async Task A_stream_is_preserved_byte_for_byte_outside_of_finds()
    {
        byte[] text = [.. Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("a line\r\n", 200_000))), 0xff, 0xfe, (byte)'\n'];
        var output = new MemoryStream();
        await new Anonymizer(PrivacyPolicy.SecretsOnly, Key).AnonymizeAsync(new MemoryStream(text), output, TestContext.Current.CancellationToken);
        Assert.True(output.ToArray().AsSpan().SequenceEqual(text));
    }

    /// <summary>A pipe makes one verifier after another as the map grows.</summary>
    [Fact]
    public void A_verifier_that_is_let_go_is_gone()
    {
        var verifier = Verified(new Anonymizer(PrivacyPolicy.Standard, Key));
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.False(verifier.IsAlive);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference Verified(Anonymizer anonymizer)
    {
        var verifier = new Verifier(anonymizer);
        Assert.Empty(verifier.Verify(anonymizer.Anonymize("at 10.20.30.40")));
        return new WeakReference(verifier);
    }

    /// <summary>Nobody keeps what a secret was: a later session leaves what stands for it, counts it, and does not take a code of six digits for one.</summary>
    [Fact]
    public void A_later_session_counts_the_secrets_that_it_cannot_give_back()
    {
        var key = PseudonymKey.Create();
        var anonymizer = new Anonymizer(PrivacyPolicy.Standard, key);
        var output = anonymizer.Anonymize(Encoding.UTF8.GetBytes("host: web-01\npassword = Geheim#77x\ntoken: root@pam!ci=7b1f0c2d-9e4a-4c7b-8a55-3f2e1d0c9b8a\npassword: Geheim#77x\n"));
        var here = new Deanonymizer(anonymizer.Map, key);
        here.Restore(output);
        Assert.Equal(0, here.Lost);
        var later = new Deanonymizer(PseudonymMap.Import(anonymizer.Map.Export()), key);
        var text = Encoding.UTF8.GetString(later.Restore(output));
        Assert.Equal(3, later.Lost);
        Assert.Contains("host: web-01", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Geheim", text, StringComparison.Ordinal);
        later.Restore("nothing made up here, 123456");
        Assert.Equal(3, later.Lost);
    }
}
