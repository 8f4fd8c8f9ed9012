using CsCheck;

namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>Texts as they occur around a cluster: lines that hold a few known things in many spellings, and noise.</summary>
internal static class TextGenerator
{
    private static readonly Gen<string> Ipv4 = Gen.Select(Gen.OneOf("10.1.2.", "10.1.3.", "192.168.7.", "172.20.1.", "93.184.216.", "100.64.9."), Gen.Int[0, 255], (net, host) => net + host);

    private static readonly Gen<string> Ipv6 = Gen.Select(Gen.OneOf("fd12:3456:789a:1::", "2a02:8071:22:5::", "fe80::", "FD12:3456:789A:2::"), Gen.Int[1, 0xffff], (net, host) => net + host.ToString("x"));

    private static readonly Gen<string> Mac = Gen.Select(Gen.OneOf("BC:24:11", "bc:24:11", "52:54:00", "a0-36-9f", "a0369f"), Gen.Byte, Gen.Byte, (vendor, a, b) =>
    {
        // Bare, as an interface's or a file's name may have it.
        if (vendor.Length == 6) return $"{vendor}{a:x2}{b:x2}07";
        var separator = vendor[2];
        var tail = $"{separator}{a:x2}{separator}{b:x2}{separator}07";
        return vendor + (vendor.Any(char.IsAsciiLetterUpper) ? tail.ToUpperInvariant() : tail);
    });

    private static readonly Gen<string> Name = Gen.OneOf("pve1", "pve2", "web-01", "Web-01", "WEB-01", "db-main-3", "gitsrv", "pve1.corp.firma.de", "web-01.corp.firma.de", "filer.lan");

    private static readonly Gen<string> Identity = Gen.OneOf("anna@pve", "root@pam", "jane.doe@firma.de", "bob@pve!ci", "root@pve1:~# ls", "/home/jane/x");

    private static readonly Gen<string> Other = Gen.OneOf(
        "6f1c2b34-9a8b-4c5d-8e7f-0123456789ab", "6F1C2B34-9A8B-4C5D-8E7F-0123456789AB", "UPID:pve1:000004D2:00A3B2C1:65611E51:qmstart:100:anna@pve:", "127.0.0.1", "version 7.4.1.2", "VM.Migrate", "03:04:05",
        "\"node\":\"pve2\"", "{\"vmid\":101,\"name\":\"web-01\"}", "hostname: gitsrv", "Nov 24 10:00:01 srv-a sshd[7]:", "%3A", "\\n", "\\u0022", "=40", "10.1.0.0/16", "\u00e4\u00f6", "| x |", "::1");

    /// <summary>What structure tells: sentences, tables, inventories, commands. Some of it reads the lines around, so where a text is cut matters to it.</summary>
    private static readonly Gen<string> Structure = Gen.OneOf(
        "VM 118 (shopdb)", "node 'quarz'", "filer7 (10.1.2.9)", "ok: [web-02]", "web-03 ansible_host=10.1.2.40", "ssh jane@lagerbote", "http://torfkahn:9100/x", "IP 10.1.2.17.8006 > 10.1.3.4.51514:", "j\u00f6rg.weber@ad-nord", "jane+pve@firma.de",
        "password (all nodes): `x-Kalk3`", "pw **Hunter#22**", "\tnodes quarz,web-01:2", "karl pts/0 admin-nb4 Mon Mar 2 08:11", "uuid: 6f1c2b349a8b4c5d8e7f0123456789ab", "mon.quarz@0", "rocommunity lesen-1 10.1.0.0/16", "[gh:janed]",
        "| vmid | name | node |\n|---|---|---|\n| 7 | kassa-1 | quarz |", "[web]\nkassa-2\nkassa-3 ansible_user=root\n", "storage: tank-x", "tags: a1;b2", "description = \"words here\"");

    private static readonly Gen<string> Noise = Gen.Char[" ab1.:-@/\\%\"'{}=\r"].Array[0, 4].Select(chars => new string(chars));

    /// <summary>A line whose meaning does not hang on its neighbours.</summary>
    public static Gen<string> Line { get; } = Gen.Select(Gen.OneOf(Ipv4, Ipv6, Mac, Name, Identity, Other), Gen.OneOf(" ", ", ", "\"", "\t", "=", ":", "/", "-"), Noise, (value, separator, noise) => value + separator + noise).List[1, 5].Select(string.Concat);

    public static Gen<string> Text { get; } = Line.List[1, 6].Select(lines => string.Join('\n', lines));

    /// <summary>Lines among which some have a structure that goes beyond a line.</summary>
    public static Gen<string> StructuredText { get; } = Gen.Select(Gen.OneOf(Line, Structure, Structure).List[1, 8], Gen.OneOf("\n", "\r\n"), (lines, feed) => string.Join('\n', lines).ReplaceLineEndings(feed));

    /// <summary>
    /// The same with something between the values that ends them. Glued to letters, to one another or to signs that belong to names, a value may be
    /// taken for a part of something else; the verifier then finds it and nothing is shared.
    /// </summary>
    public static Gen<string> SpacedText { get; } = Gen.Select(Gen.OneOf(SpacedLine, Structure, Structure).List[1, 8], Gen.OneOf("\n", "\r\n"), (lines, feed) => string.Join('\n', lines).ReplaceLineEndings(feed));

    /// <summary>Values as other programs write them, also in a mail of quoted-printable with soft breaks anywhere.</summary>
    public static Gen<string> EncodedText { get; } = Gen.Select(
        Gen.Select(Gen.OneOf(Ipv4, Ipv6, Mac, Name, Identity, Other), Gen.Int[0, 9], Gen.OneOf(" ", "\n", "\r\n", ", ", " = "), (value, how, separator) => Encoded(value, how) + separator).List[1, 12], Gen.OneOf(Structure, Line), Gen.Int[0, 3], Gen.Int[61, 76],
        (values, line, mail, width) => mail == 0 ? Mailed(string.Concat(values) + line + " J\u00f6rg.Weber@firma.de, Passwort: F\u00e4rbe#9=x", width) : string.Concat(values) + line);

    private static string Encoded(string value, int how) => how switch
    {
        0 => Uri.EscapeDataString(value),
        1 => Uri.EscapeDataString(value).ToLowerInvariant(),
        2 => Uri.EscapeDataString(Uri.EscapeDataString(value)),
        3 => System.Text.Json.JsonSerializer.Serialize(value),
        4 => value.Replace(":", "\\u003a", StringComparison.Ordinal).Replace("@", "\\u0040", StringComparison.Ordinal),
        5 => value.Replace("@", "&#64;", StringComparison.Ordinal).Replace(":", "&#x3A;", StringComparison.Ordinal),
        6 => value.ToUpperInvariant(),
        7 => $"=?utf-8?B?{Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(value))}?=",
        8 => string.Concat(value.Select((letter, index) => index % 2 == 0 ? char.ToUpperInvariant(letter) : char.ToLowerInvariant(letter))),
        _ => value + ".",
    };

    private static string Mailed(string text, int width)
    {
        // No program breaks an escape in two.
        var encoded = System.Text.Encoding.UTF8.GetBytes(text).Select(b => b is (byte)'=' or >= 0x80 ? $"={b:X2}" : ((char)b).ToString());
        return "Content-Transfer-Encoding: quoted-printable\n\n" + string.Join("=\n", encoded.Chunk(width).Select(part => string.Concat(part)));
    }

    private static Gen<string> SpacedLine => Gen.Select(Gen.OneOf(Ipv4, Ipv6, Mac, Name, Identity, Other), Gen.OneOf(" ", ", ", "\t", " = ", " | "), Gen.Char[" '{}"].Array[0, 3].Select(chars => new string(chars)), (value, separator, noise) => value + separator + noise)
        .List[1, 5].Select(string.Concat);
}
