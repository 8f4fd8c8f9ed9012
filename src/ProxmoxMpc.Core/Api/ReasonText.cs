using System.Text;

namespace ProxmoxMpc.Core.Api;

/// <summary>The reason phrase of a status line: Proxmox writes UTF-8, HTTP reads Latin-1.</summary>
internal static class ReasonText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    internal static string Repair(string phrase)
    {
        if (!phrase.Any(c => c >= 0x80) || phrase.Any(c => c > 0xFF)) return phrase;
        try
        {
            return Strict.GetString(Encoding.Latin1.GetBytes(phrase));
        }
        catch (DecoderFallbackException)
        {
            // It was Latin-1 after all.
            return phrase;
        }
    }
}
