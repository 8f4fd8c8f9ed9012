namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>What switches, routers, firewalls and controllers print about themselves and their neighbours: their names are hidden, what they are made of stays.</summary>
public sealed class NetworkDeviceTests
{
    [Theory]
    // How long they have been up, and what they log.
    [InlineData("ROM: Bootstrap program is C2960 boot loader\n\nhbg-acc-sw4 uptime is 3 weeks, 2 days, 4 hours\nSystem returned to ROM by power-on", "hbg-acc-sw4")]
    [InlineData("Compiled on Tue 07-Aug-18 23:18 PDT by builders\nConfig file at boot was \"startup-config\"\n\nquillfw2 up 114 days 18 hours\n", "quillfw2")]
    [InlineData("Compiled on Tue 07-Aug-18 23:18 PDT by builders\n\nquillfw2 up 1 year 18 days\nfailover cluster up 2 years 16 days\n", "quillfw2")]
    [InlineData("Mar 09 2025 10:25:04 HBG-ASA5516 : %ASA-6-302014: Teardown TCP connection 2208441\nHBG-ASA5516 is busy", "HBG-ASA5516")]
    [InlineData("quillfw2 : %FTD-4-106023: Deny udp src dmz:10.9.2.1/123", "quillfw2")]
    // Labels.
    [InlineData("  Device name: HBG-N9K-03\n  bootflash:   53298520 kB", "HBG-N9K-03")]
    [InlineData(" System Name  : quill-vsf-02\n System Location : x", "quill-vsf-02")]
    [InlineData("System name         :QUILL_CORE_7     \nSystem description  :Huawei Switch", "QUILL_CORE_7")]
    [InlineData("    + System name         : \"quillmx1.hbgfw\"\n    + Port description    : \"GigabitEthernet2/2\"", "quillmx1", "hbgfw")]
    [InlineData("System Name...................................... HBG-WLC2\nSystem Location..................................", "HBG-WLC2")]
    [InlineData("AP Name.......................................... hbg-ap17\nAP radio slot Id................................. 1", "hbg-ap17")]
    [InlineData("  System Name ...................... 4F-XS900-3\n  System Description ............... x", "4F-XS900-3")]
    [InlineData("System Name\n quill-sw9\nSystem Contact\n none", "quill-sw9")]
    [InlineData("      System Name                 = quill_mega_switch,\n      System Description          = x", "quill_mega_switch")]
    [InlineData("Neighbor Chassis-Name          : hbg-agg-0620-a\nNeighbor System-Name           : QUILL_AGG3", "hbg-agg-0620-a", "QUILL_AGG3")]
    [InlineData("Device ID:hbg-sp07(FOX1921ABCD)\nSystem Name: hbg-sp07\nPlatform: N9K-C9396PX", "hbg-sp07", "FOX1921ABCD")]
    [InlineData("|             |                  | System Name: HBG_SDS39-2            |", "HBG_SDS39-2")]
    [InlineData("Hostname is HBG-WLC2-LAB", "HBG-WLC2-LAB")]
    [InlineData("1 system.name.len: 15\n1 system.name.data: quill-sw9", "quill-sw9")]
    [InlineData(" 0 interface=ether1 address=10.9.2.1 mac-address=12:34:56:78:90:AB identity=\"quill-router\" platform=\"MikroTik\" version=\"7.16\"", "quill-router")]
    [InlineData(" 1   address=10.9.2.7 mac-address=30:07:4D:F5:07:49 server=defconf status=bound host-name=\"Quill-S8\" x=1\nQuill-S8 was here", "Quill-S8")]
    // What snmpwalk and lldpcli print.
    [InlineData("SNMPv2-MIB::sysName.0 = STRING: quillsw7\niso.3.6.1.2.1.1.5.0 = STRING: \"quillsw8\"", "quillsw7", "quillsw8")]
    [InlineData("LLDP-MIB::lldpRemSysName.0.12.3 = STRING: quillsw7\niso.0.8802.1.1.2.1.4.1.1.9.0.12.3 = STRING: \"quillsw8\"", "quillsw7", "quillsw8")]
    [InlineData("CISCO-CDP-MIB::cdpCacheDeviceId.10101.5 = STRING: quillsw7(FOX1921ABCD)\nlldp.eno1.chassis.name=quillsw8", "quillsw7", "quillsw8", "FOX1921ABCD")]
    public void A_device_says_who_it_is(string text, params string[] values) => FormAssert.HidesAndRestores(text, values);

    [Theory]
    [InlineData("Device ID         Local Intrfce     Holdtme    Capability  Platform  Port ID\nhbg-acc-sw4       Gig 1/0/10        144          R S I      2811     Fas 0/0\n", "hbg-acc-sw4")]
    [InlineData("Device ID           Local Intf     Hold-time  Capability      Port ID\nhbg_long_name.quillGi0/2            120        R               Gi0/0\n", "hbg_long_name", "quill")]
    [InlineData("Device-ID          Local Intrfce  Hldtme Capability  Platform      Port ID\nHBG2_TEST.quillhaus.com(FOX1921ABCD)\n                    Eth1/1         133    R S s     N9K-C9396PX   Eth1/1\n", "HBG2_TEST", "quillhaus.com", "FOX1921ABCD")]
    [InlineData("Device ID Local Intrfce Holdtme Capability Platform Port ID\nSEP0012AB43C4D2 Gig 1/0/16 155 H P IP Phone port 1\nquillrtr1\nGig 1/0/1 134 R B S CISCO2911 Gig 0/0", "SEP0012AB43C4D2", "quillrtr1")]
    [InlineData("Port          Neighbor Device ID       Neighbor Port ID    TTL\n---------- ------------------------ ---------------------- ---\nEt2           quilla2                  Ethernet2           120\nMa1/1         hbg-rack11-tor1.sjq      1/1                 120", "quilla2", "hbg-rack11-tor1", "sjq")]
    [InlineData("Local Interface    Parent Interface    Chassis Id          Port info          System Name\nge-0/0/1           -                   2c:6b:f5:a1:c2:c0   ge-0/0/1           quillmx2\n", "quillmx2")]
    [InlineData("System Name          Local Interface Chassis ID      Port ID\nHBG-SW-0019          XGE1/0/29       bcea-fa00-0033  Ten-GigabitEthernet1/0/17\n-                    GE2/0/45        SEP0000000000A0 Port 1", "HBG-SW-0019")]
    [InlineData("  LocalPort | ChassisId          PortId             PortDescr SysName           \n  --------- + ------------------ ------------------ --------- ------------------\n  1         | 3821c7-c1cd00      1                  1         65432p-quill6-g...\n  7         | bcf310-1f8b40      mgt0                         HBG-cust-AP21     ", "65432p-quill6-g", "HBG-cust-AP21")]
    [InlineData("  Port        Device ID        Port ID       System Name    Capabilities  TTL\n--------- ----------------- ------------- ----------------- ------------ -----\ngi27      00:08:32:0f:1e:bd     gi27       quillsw03freepo       B        99", "quillsw03freepo")]
    [InlineData("LocalPort    RemoteDevice     RemotePortID    Capability    RemotePortDescr\n-----------  ---------------  --------------  ------------  -----------------\nEthernet0    quillspine1      fortyGigE0/20   BR            Ethernet20", "quillspine1")]
    [InlineData("AP Name             Slots  AP Model              Ethernet MAC       Location\n------------------  -----  --------------------  -----------------  ----------------\n2800-Quillstube      2     AIR-CAP2602I-A-K9     c0:ff:ee:c0:ff:11  default location", "2800-Quillstube")]
    [InlineData("bss                ess        port  ip             type  ap name             \n---                ---        ----  --             ----  -------             \naa:bb:cc:dd:ee:ff  test1      N/A   192.168.1.2    ap    quill1-ap", "quill1-ap")]
    [InlineData(" #   ADDRESS          MAC-ADDRESS        HOST-NAME  SERVER         STATUS  LAST-SEEN\n 1   192.168.62.254   12:34:56:78:90:AA  quilltv    DHCPv4_Server  bound   1m", "quilltv")]
    [InlineData("  IP            MAC-Address             Hostname            VCI                 Expiry\n  10.32.159.162 b8:27:eb:9c:56:f9       QUILL-FM_567        dhcpcd-6.7.1        Tue Jul 18", "QUILL-FM_567")]
    [InlineData("      CTID      NPROC STATUS    IP_ADDR         HOSTNAME\n      1110          1 running   -               quill-bad\n", "quill-bad")]
    [InlineData("Name                 IP Address        IPv6 Address     MAC Address          Connection Type\nquilltv              192.168.45.65     af:35::25:c7:28  01:23:45:67:89:AB    Wired", "quilltv")]
    [InlineData("LOCAL-PORT  CHASSIS-ID         PORT-ID      PORT-DESC     TTL   SYS-NAME\n1/1/1       00:1c:73:11:22:35  1/1/24       uplink        120   quillsw7", "quillsw7")]
    [InlineData("Local Intf    Neighbor Dev             Neighbor Intf             Exptime (sec)\nGE0/0/1       quillsw7                 GE0/0/2                   110", "quillsw7")]
    [InlineData("Loc PortID           Rem Host Name    Rem Port Id      Rem Chassis Id\nethernet1/1/1        quillsw7         ethernet1/1/2    00:1c:73:11:22:36", "quillsw7")]
    public void A_table_tells_names_by_its_heads(string text, params string[] values) => FormAssert.HidesAndRestores(text, values);

    [Theory]
    [InlineData("Global AP User Name.............................. quillop\nGlobal AP Dot1x User Name........................ Not Configured", "quillop")]
    [InlineData("User name: quillop7\nEngine ID: 80000009030000451DEC1085\nGroup-name: managerpriv", "quillop7")]
    [InlineData("Last configured: 2026-07-13 16:35:35 MSK (6w6d 16:12 ago) by quillop", "quillop")]
    [InlineData("! Last configuration change at 16:00:35 UTC Thu Jul 13 2023 by quillop\n!", "quillop")]
    [InlineData("0   2026-07-13 16:35:35 UTC by quillop via cli\n1   2026-07-12 16:35:35 UTC by quillop via netconf", "quillop")]
    [InlineData("Connection Version Encryption      State                   Username\n1          2.0     aes256-cbc      Session started         quillop\n", "quillop")]
    [InlineData("%SYS-5-CONFIG_I: Configured from console by quillop on vty0 (10.0.0.5)", "quillop")]
    public void Users_of_a_device_are_found(string text, params string[] values) => FormAssert.HidesAndRestores(text, values);

    [Theory]
    [InlineData("Kernel uptime is 60 day(s), 17 hour(s), 8 minute(s)\nSystem uptime is 23 hours 3 minutes\nrouter uptime is 1 week, 6 days\nHUAWEI NE40E-X2 uptime is 161 days, 0 hour")]
    [InlineData("failover cluster up 700 days 16 hours\nthe uptime is 3 times what it was, its uptime is good\nAug 15 2019 13:44:38: %ASA-6-305011: Built dynamic UDP translation")]
    [InlineData("System Name: Makerix IP Phone\nSystem Name - not advertised\nSystem Name : [not advertised]\nSystem Name: Switch\nDevice ID: disabled\nChip Device ID:          Makerix 98DX106-B0")]
    [InlineData("The System Name field is sent by LLDP. The Device ID is what CDP sends.\nDevice name: Samsung SSD 870\nDevice name: /dev/sda\nDevice name: eth0")]
    [InlineData("Device ID         Local Intrfce     Holdtme    Capability  Platform  Port ID\nMakerix VVX 500     Gi1/0/2        120        T               Port 1\n\nTotal entries displayed: 2")]
    [InlineData("Device ID Local Intrfce Holdtme Capability Platform Port ID\nswitch Gig 1/0/16 155 H P IP Phone port 1")]
    [InlineData("Port       Neighbor Device ID             Neighbor Port ID           TTL\nEt1        localhost                      Ethernet1                  120\nEt2        -                              Ethernet2                  120")]
    [InlineData("PID USER     Username reads as the System Name in the interface\nEvery AP Name must be unique, and the port is where it is plugged.")]
    [InlineData("SNMPv2-MIB::sysName.0 = STRING: my old switch\nSNMPv2-MIB::sysDescr.0 = STRING: Makerix\n%SYS-5-CONFIG_I: Configured from console by console\nConfigured from memory by hand")]
    public void What_is_said_of_devices_stays(string text) => FormAssert.Stays(text);

    [Theory]
    // Communities of BGP.
    [InlineData("      Community: 64910:200 64910:10010 3223:0 1000:17055\n      Community: no-export\n      Extended Community: Route-Target-AS:1234:12\n set community 64967:5000 additive\n set community internet 64910:200")]
    [InlineData("ip community-list standard CL1 permit 64910:200\nlarge community = 64910:1:2\ncommunities: [ 64910:300 64910:301 ]")]
    // VLANs, interfaces, features and VRFs.
    [InlineData("VLAN Name                             Status    Ports\n---- -------------------------------- --------- -------------------------------\n1    default                          active    Gi1/1\n40   Quill-Voice                      active\n1002 fddi-default                     act/unsup")]
    [InlineData("VLAN ID  Name            Type    State   Member ports\n1        default         STATIC  ACTIVE  port1.0.1(u)\n40       QUILL-G         STATIC  ACTIVE  port1.0.2(u)")]
    [InlineData("Vlan       Name           Tagged Ports      UnTagged Ports      Created by\n----    ------------    ---------------    ----------------   ----------------\n40        Quill-iSCSI        gi0/1            gi0/2              S\n")]
    [InlineData("VLAN Name                             STG   MAC Aging IP Address\n---- -------------------------------- ----- --------- ----------------\n40   quillteen                        0     1800      unassigned")]
    [InlineData("Feature Name          Instance  State\n--------------------  --------  --------\nquillbash-shell       1         disabled\ninterface-quill       1         enabled")]
    [InlineData("VRF-Name                           VRF-ID State   Reason\nQUILL-NAME-3                            3 Up      --")]
    [InlineData("               Intf        Intf        LineP              Encap  MTU        BW\n               Name       State       State               Type (byte)    (Kbps)\n-----\n               Lo10          up          up           Loopback  1500          0\n              tt300          up          up             TUNNEL  1500          0")]
    [InlineData("Port    Link    State   Dupl Speed Trunk Tag Pvid Pri MAC            Name\n1/1/1   Up      Forward Full 1G    None  Yes 40   0   n/a            QUILLPPP1")]
    [InlineData("Host electrical interface code is 400GAUI-8 C2M (Annex 120E)\n    host lane count is 8\n    media lane count is 4")]
    // Dumps, dates, empty settings and lifetimes.
    [InlineData("[0031AD18]:.9421FFE0..stwu    r1,-32(r1)         |+100 00000000\n                       |+124 00000000\nTimestamp:  2020 04 28 19 12 03")]
    [InlineData("  Credential Lifetime: 09:52:42 UTC Sat Oct 04 2025\n  Key Lifetime: 3600 seconds\n private-key= endpoint-port=0 preshared-key= client-endpoint= rx=180")]
    [InlineData(" pre-fill-username clientless\n secondary pre-fill-username clientless hide\nClient User Group................................ \nClient NAC OOB State............................. Access\nWireless Profile Name............................ device")]
    [InlineData("+------------------------------+----------------------+\n| Product name                 | Makerix 7            |\n+------------------------------+----------------------+\n| Serial Number                | not told             |\n+------------------------------+----------------------+\n| Quillreturn1                 | 4711                 |\n+------------------------------+----------------------+\n| Quillreturn2                 | 4712                 |\n+------------------------------+----------------------+")]
    [InlineData("node: re0\n  PID USERNAME    PRI NICE   SIZE    RES STATE\nnode: fpc0\nPlatform: WS-C3560X-24, Capabilities: Switch IGMP\n\nVOSS8K.6.0.1.2.GA (Primary Release)\nhttp://www.opensource.org/licenses/gpl-2.0.php")]
    [InlineData("        UUID: Message Access Server     (00001132-0000-1000-8000-00805f9b34fb)\nSNo. Label/ID    User      Line                Client      Time Stamp\n1    1000000093  root      vty0:node0_RSP0_CP  CLI         Tue Jun  7 14:42:19 2016")]
    public void Look_alikes_of_devices_stay(string text) => FormAssert.Stays(text);

    /// <summary>The addresses of the ASA's interfaces are hidden, what they are called is not.</summary>
    [Theory]
    [InlineData("                  Interface Quill-Mgmt7 (10.20.10.10): Normal", "Quill-Mgmt7")]
    [InlineData("admin Interface quillink (10.132.9.5)", "quillink")]
    [InlineData("  Interface is unnumbered. Using address of Loopback0 (10.20.10.10)", "Loopback0")]
    public void An_interface_keeps_its_name_beside_its_address(string text, string name)
    {
        var output = FormAssert.Learnt(text).Anonymize(text);
        Assert.Contains(name, output, StringComparison.Ordinal);
        Assert.DoesNotContain(text[(text.IndexOf('(', StringComparison.Ordinal) + 1)..text.LastIndexOf(')')], output, StringComparison.Ordinal);
    }

    /// <summary>A MAC may have digits only; what has its form otherwise is a number.</summary>
    [Theory]
    [InlineData("Internet  10.9.2.1     5   8309.3057.8423  ARPA   Vlan10", "8309.3057.8423")]
    [InlineData("  40    4209.3057.8423    DYNAMIC     Gi1/0/7", "4209.3057.8423")]
    [InlineData("port 5254.0012.3456 and 0050.5611.2233", "0012.3456", "5611.2233")]
    public void A_mac_of_digits_is_told_by_its_line(string text, params string[] values) => FormAssert.HidesAndRestores(text, values);

    [Theory]
    [InlineData("licence 8309.3057.8423 of 2026.0312.1144\n flow ipv4 monitor IPV4-MONITOR sampler IPV4-SAMPLER ingress\n ipv4 access-group iACL ingress")]
    public void Numbers_and_flows_stay(string text) => FormAssert.Stays(text);

    /// <summary>What a label says of a community is none of the community itself.</summary>
    [Fact]
    public void A_community_is_hidden_without_its_label()
    {
        const string Text = "   Community name: %^%#Kq7Zc_4H~x%^%#\n   SNMP write community: Qu1llw0rt";
        var output = FormAssert.Learnt(Text).Anonymize(Text);
        Assert.Contains("Community name: ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Kq7Zc", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Qu1llw0rt", output, StringComparison.Ordinal);
    }
}
