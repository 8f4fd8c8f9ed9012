namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>Values beside signs of typography, which are bytes of 128 and above and no letters.</summary>
public class TypographyFormTests
{
    /// <summary>A blank that does not break, French quotes, a degree: what word processors and French keyboards put beside a value.</summary>
    [Theory]
    [InlineData("hostname: otterdam\nping 172.22.9.41\u00A0: ok, \u00AB\u00A0172.22.9.42\u00A0\u00BB, 172.22.9.43\u00B7\u00AB172.22.9.44\u00BB", "172.22.9.41", "172.22.9.42", "172.22.9.43", "172.22.9.44")]
    [InlineData("hostname: otterdam\nla machine otterdam\u00A0: rien, \u00ABotterdam\u00BB, \u201Cotterdam\u201D \u00A0otterdam", "rien, \u00ABotterdam", "machine otterdam", "\u201Cotterdam", "\u00A0otterdam")]
    [InlineData("lladdr 52:54:00:ab:17:2e\u00A0; 2a0d:5e40:77:1::5\u00A0; paula@otterbein.net\u00A0! web4.otterbein.net\u00BB", "ab:17:2e", "5e40:77", "paula", "otterbein")]
    [InlineData("Le mot de passe\u00A0: Gr1mper-Zaun\u00A0!\npassword:\u00A0Gr2mper-Zaun\n\u00ABpassword: Gr3mper-Zaun\u00BB", "Gr2mper-Zaun", "Gr3mper-Zaun")]
    [InlineData("Content-Transfer-Encoding: quoted-printable\n\nla machine 172.22.9.45=C2=A0: elle ne r=C3=A9pond pas depuis hier, et personne =\nne sait", "172.22.9.45")]
    public void A_sign_of_typography_ends_and_begins_a_value(string text, params string[] values) => FormAssert.HidesAndRestores(text, values);

    [Theory]
    [InlineData("25\u00B0C, 10\u00A0ms, 5\u00A0%, n\u00BA 7, 3\u00B5s, \u00ABnode\u00BB, \u00A7 4, x")]
    [InlineData("\u00A9 2026 \u00ABversion 1.2.3.4\u00BB \u00B1 3")]
    public void What_is_no_value_stays_beside_one(string text) => FormAssert.Stays(text);

    /// <summary>What grep colours: behind each colour it erases the rest of the line.</summary>
    [Fact]
    public void A_name_that_grep_colours_is_one() => FormAssert.HidesAndRestores(
        "hostname: otterdam\n\u001b[35m\u001b[K/etc/hosts\u001b[m\u001b[K\u001b[36m\u001b[K:\u001b[m\u001b[KHost \u001b[01;31m\u001b[Kotterdam\u001b[m\u001b[K", "Kotterdam");
}
