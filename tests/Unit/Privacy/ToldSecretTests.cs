using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>Secrets that sentences tell, in the languages of Europe, and sentences about secrets that tell none.</summary>
public sealed class ToldSecretTests
{
    private static readonly PseudonymKey Key = new([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);

    private static string Anonymize(string text) => new Anonymizer(PrivacyPolicy.Standard, Key).Anonymize(text);

    [Theory]
    // With a verb, or after a change
    [InlineData("Falls ihr das Kennwort der Knoten braucht: es ist überall Wren&Heron=50a.", "Wren&Heron=50a")]
    [InlineData("Das Kennwort habe ich auf Wren-Heron50b geändert.", "Wren-Heron50b")]
    [InlineData("neues Startkennwort soll \"Wren7-Heron\" lauten", "Wren7-Heron")]
    [InlineData("he cambiado la contraseña a Wren.Heron50c", "Wren.Heron50c")]
    [InlineData("le mot de passe du coffre est Wren.Heron50d", "Wren.Heron50d")]
    [InlineData("hasło do drukarki brzmi Wren.heron7", "Wren.heron7")]
    [InlineData("hasło które dostali SMS-em to Wren4Heron, ich adres", "Wren4Heron")]
    [InlineData("heslo jsem změnil na Wren.Heron50e", "Wren.Heron50e")]
    [InlineData("La password di root è Wren.Heron50f", "Wren.Heron50f")]
    [InlineData("het nieuwe wachtwoord wordt Wren+Heron5", "Wren+Heron5")]
    [InlineData("mudei a senha para Wren-Heron50g", "Wren-Heron50g")]
    [InlineData("Reset pw to Wren-Heron-50, asked user to change it", "Wren-Heron-50")]
    [InlineData("ya no vale la contraseña Wren_h3_ron", "Wren_h3_ron")]
    // What was tried
    [InlineData("he probado con Wren#heron y con la de siempre", "Wren#heron")]
    [InlineData("próbowałam Wr@en2023 i Wr@en2024.", "Wr@en2023", "Wr@en2024")]
    [InlineData("Ich habe es mit Wren!heron1 und Wren!heron2 probiert", "Wren!heron1", "Wren!heron2")]
    // Questions and their answers
    [InlineData("[09:11] jane: le mot de passe root a changé ?\n[09:12] bob: oui, depuis lundi c'est WrenHeron-47150 partout", "WrenHeron-47150")]
    [InlineData("what was the root password again?\nit's Wren-Basket07 since May", "Wren-Basket07")]
    [InlineData("Das Kennwort hat sich geändert,\ndort steht noch das alte (wrenhexlein).", "wrenhexlein")]
    // Numbers
    [InlineData("Die PIN für die USV-Karte ist 4471, dann weiter", "4471")]
    [InlineData("kod do drzwi to 5512#", "5512#")]
    [InlineData("PIN na dveře je 80517#.", "80517#")]
    [InlineData("the door code is 4471*", "4471*")]
    [InlineData("le code d'accès de la salle est A4471B", "A4471B")]
    [InlineData("première connexion avec le code 604 118, OK", "604 118")]
    [InlineData("con el código 604118 entró", "604118")]
    [InlineData("VPN gateway is mx.firma-nord.no, PSK wrenlys over heronso.", "wrenlys over heronso")]
    [InlineData("WLAN Gäste, Schlüssel 63214598701234", "63214598701234")]
    [InlineData("WLAN: HeronGast / Wrenhaus2025", "Wrenhaus2025")]
    [InlineData("$USER3$=Wrenhaus51\n$USER1$=/usr/lib/nagios/plugins", "Wrenhaus51")]
    [InlineData("check_snmp -H 10.1.2.3 -C wrenhaus -o x", "wrenhaus")]
    [InlineData("Il codice OTP lo legge Francesca, oggi vale 482913.", "482913")]
    [InlineData("Your recovery codes:\n\n1. f3k2p-9x1mz\n2. a8d7q-2w4er\n\nKeep them.", "f3k2p", "2w4er")]
    [InlineData("záložní kódy máte tyto:\n\n    b7dc-3a13-19e1-4e92\n", "b7dc-3a13")]
    [InlineData("Codes de secours : 82910443, 11820933", "82910443", "11820933")]
    public void It_is_hidden(string text, params string[] secrets)
    {
        var output = Anonymize(text);
        foreach (var secret in secrets) Assert.DoesNotContain(secret, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("The password is stored in /etc/pve/priv/shadow.cfg and rotated by ansible-2.16.")]
    [InlineData("Das Passwort wurde nicht geändert, weil die Policy mindestens 12 Zeichen verlangt.")]
    [InlineData("le mot de passe ne doit pas être le même que sur Windows11 ou Office365.")]
    [InlineData("la clave ssh-ed25519 se genera con ssh-keygen -t ed25519.")]
    [InlineData("hasło wygasa co 90 dni, patrz RFC4226 i ISO27001.")]
    [InlineData("You'll need the password; it's asked by the TPM2.0 module.")]
    [InlineData("The exit code is 137 and error code 604 118 bytes appears, le code 404 est renvoyé.")]
    [InlineData("It's Debian12 with kernel 6.8.12-8-pve, c'est Proxmox8.4 et c'est tout.")]
    [InlineData("The password is used by Restart-Computer.")]
    [InlineData("set the password to expire after 90 days, reset the password to default")]
    [InlineData("What is the password for?\nSee the manual of Debian12 and RFC-4226.")]
    [InlineData("The VPN uses IPsec with PSK authentication, and the PSK is kept in a vault.")]
    [InlineData("WLAN 802.11ac / 802.11ax, Schlüssel 2")]
    [InlineData("Your recovery codes:\nkeep them in a safe place")]
    public void It_stays(string text) => Assert.Equal(text, Anonymize(text));
}
