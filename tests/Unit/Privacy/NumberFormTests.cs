namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>Secrets that are digits and nothing else, in which no letters could mark them: PINs, keys in hexadecimal digits, digests.</summary>
public sealed class NumberFormTests
{
    [Theory]
    [InlineData("Administrator:500:aad3b435b51404eeaad3b435b51404ee:8c1cd4d3730a3f1b36605ce4cb8061fb:::", "8c1cd4d3730a3f1b36605ce4cb8061fb")]
    [InlineData("\t * NTLM     : 8c1cd4d3730a3f1b36605ce4cb8061fb", "8c1cd4d3730a3f1b36605ce4cb8061fb")]
    [InlineData("Rubeus.exe asktgt /user:kwint /rc4:8c1cd4d3730a3f1b36605ce4cb8061fb /ptt", "8c1cd4d3730a3f1b36605ce4cb8061fb")]
    [InlineData("AT+CPIN=\"4711\"", "4711")]
    [InlineData("/interface lte\nset [ find default-name=lte1 ] apn-profiles=isp pin=4711", "4711")]
    [InlineData("[gsm]\napn=internet\npin=4711", "4711")]
    [InlineData("SIM PIN: 4711, PUK: 12345678", "4711", "12345678")]
    [InlineData("mmcli -i 0 --pin=4711", "4711")]
    [InlineData("Voicemail PIN 20471", "20471")]
    [InlineData("De pincode van de simkaart is 4711.", "4711")]
    [InlineData("PIN der Alarmanlage: 4711", "4711")]
    [InlineData("radius server NPS1\n pac key 7 0822455D0A16544541", "0822455D0A16544541")]
    [InlineData("usmUser 1 3 0x80001f8880e0a1b2c3 \"monit\" \"monit\" NULL .1.3.6.1.6.3.10.1.1.3 0x7e1a693f0b2d4c6e8f0a1b2c3d4e5f6 .1.3.6.1.6.3.10.1.2.4 0x8f2a693f0b2d4c6e8f0 0x", "7e1a693f0b2d4c6e8f0a1b2c3d4e5f6", "8f2a693f0b2d4c6e8f0")]
    [InlineData("   1   kwint@CORP.LAN   aes256-cts-hmac-sha1-96  (0x8c1cd4d3730a3f1b36605ce4cb8061f8c1cd4d37343f1b36605ce4cb8061f00)", "8c1cd4d3730a3f1b36605ce4cb8061f8c1cd4d37343f1b36605ce4cb8061f00")]
    [InlineData("\"PasswordViewOnly\"=hex:49,40,15,f9,a3,5e,8b,22", "49,40,15,f9,a3,5e,8b,22")]
    [InlineData("mgmt-user kwint 8f3b2d4c6e8f0a1b2c3d4e5f60718293a4b5c6d1", "8f3b2d4c6e8f0a1b2c3d4e5f60718293a4b5c6d1")]
    [InlineData("\"rpc-password\": \"{8f3b2d4c6e8f0a1b2c3d4e5f60718293a4b5c6d1x8K2f0Lq\",", "8f3b2d4c6e8f0a1b2c3d4e5f60718293a4b5c6d1x8K2f0Lq")]
    public void Is_hidden(string text, params string[] values) => FormAssert.HidesAndRestores(text, values);
}
