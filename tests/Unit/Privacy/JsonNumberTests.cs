using System.Text.Json;
using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>A secret or serial may be a number, which JSON writes without quotes: what stands for it is a number, too.</summary>
public sealed class JsonNumberTests
{
    [Theory]
    [InlineData("{\"otp\": 123456}")]
    [InlineData("{\"password\":12345678,\"port\":22}")]
    [InlineData("{\n  \"pin\": 4711,\n  \"vmid\": 101\n}")]
    [InlineData("{ \"secret\": 987654321, \"api_key\": 1234567890, \"vmid\": 101 }")]
    [InlineData(" \"secret\": 987654321, \"vmid\": 101")]
    [InlineData("[{\"serial\":33445566},{\"serial\":33445567}]")]
    [InlineData("{\"token\": 1234567890123456789, \"passwd\": \"12345678\", \"cipassword\": 55667788 }")]
    [InlineData("{\"phone\": 4930123456, \"tel\": \"+49 30 1234567\"}")]
    public void What_was_json_is_json_and_comes_back(string text)
    {
        // First digits differ from key to key.
        for (byte i = 0; i < 20; i++)
        {
            var key = new PseudonymKey([.. Enumerable.Repeat(i, PseudonymKey.Length)]);
            var anonymizer = new Anonymizer(PrivacyPolicy.Standard, key);
            var output = anonymizer.Anonymize(text);
            using var json = JsonDocument.Parse(text[0] == ' ' ? $"{{{output}}}" : output);
            if (text.Contains("vmid", StringComparison.Ordinal)) Assert.Equal(101, json.RootElement.GetProperty("vmid").GetInt32());
            Assert.Empty(new Verifier(anonymizer).Verify(output));
            Assert.Equal(output, anonymizer.Anonymize(output));
            Assert.Equal(text, new Deanonymizer(anonymizer.Map, key).Restore(output));
        }
    }

    [Theory]
    [InlineData("{\"password\": 12345678}", "12345678")]
    [InlineData("pin: 4711", "4711")]
    [InlineData("password=87654321", "87654321")]
    public void A_number_that_is_a_password_is_hidden(string text, string secret) => Assert.DoesNotContain(secret, new Anonymizer(PrivacyPolicy.Standard, new PseudonymKey(new byte[PseudonymKey.Length])).Anonymize(text));
}
