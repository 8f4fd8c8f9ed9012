using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.Tests.Unit.Privacy;

/// <summary>Names of users and machines that the grammar of a format tells: what tools print, what daemons log, what commands and lists hold.</summary>
public sealed class NameGrammarTests
{
    private static readonly PseudonymKey Key = new([.. Enumerable.Range(0, 32).Select(i => (byte)(i * 3))]);

    [Theory]
    // Tables with blanks between their cells
    [InlineData("USER         PID %CPU %MEM COMMAND\nroot           1  0.0  0.1 init\ntpetrov      812  0.0  0.1 vim", "tpetrov")]
    [InlineData("    PID USER      PR  NI    VIRT COMMAND\n   4711 qsmith    20   0  712344 java", "qsmith")]
    [InlineData("COMMAND     PID      USER   FD   TYPE NAME\nsmbd        991    gholmes    4u  IPv4 x", "gholmes")]
    [InlineData("USER     TTY      FROM             LOGIN@   IDLE\nborisk   tty4     -                09:02    4:12", "borisk")]
    [InlineData("Username         Port     From                 Latest\nvmartens                                       **Never logged in**", "vmartens")]
    [InlineData(" USERNAME              SESSIONNAME        ID  STATE\n>dlopez                rdp-tcp#1           3  Active\n yokafor                                   4  Disc", "dlopez", "yokafor")]
    [InlineData("PID     Username     Group        Machine                                   Protocol\n812     wschmitz     staff        granada (ipv4:10.1.2.3:51000)             SMB3_11", "wschmitz", "granada")]
    [InlineData("ID        Time                 Host        Paths\n-------------------------\n4ab12c33  2026-01-02 03:04:05  vesuvio     /srv", "vesuvio")]
    [InlineData("HOST      ADDR       LABELS  STATUS\nstromboli 10.1.2.3   _admin", "stromboli")]
    [InlineData(" Id   Name        State\n------------------------\n 1    wombat      running", "wombat")]
    [InlineData("Name       State   CPUUsage(%) MemoryAssigned(M)\n----       -----   ----------- -----------------\nGOANNA     Running 0           4096", "GOANNA")]
    [InlineData("Name               Enabled Description\n----               ------- -----------\nzkiraly            True", "zkiraly")]
    [InlineData("login;groups\nzkiraly;staff\n", "zkiraly")]
    // Accounts and files of a Unix
    [InlineData("zkiraly:x:1007:1007::/srv/u/7:/bin/sh", "zkiraly")]
    [InlineData("kvm:x:108:zkiraly,hbenali", "zkiraly", "hbenali")]
    [InlineData("uid=1010(hbenali) gid=100(users) groups=100(users)", "hbenali")]
    [InlineData("-rw-r-----. 1 hbenali users 1200 Nov 21 08:02 a.txt", "hbenali")]
    [InlineData("  1311 4 drwxr-xr-x  2 hbenali hbenali  4096 Nov 21 08:02 ./x", "hbenali")]
    [InlineData("-rw-r--r-- hbenali/users 1200 2026-01-02 03:04 x", "hbenali")]
    [InlineData("  Uid: ( 1010/ hbenali)   Gid: (  100/   users)", "hbenali")]
    [InlineData("default:user:hbenali:r-x", "hbenali")]
    [InlineData("/var/mail/hbenali is empty, crontab /var/spool/cron/crontabs/zkiraly", "hbenali", "zkiraly")]
    // What daemons log
    [InlineData("CRON[1]: (hbenali) CMD (/usr/bin/x)", "hbenali")]
    [InlineData("su[1]: (to hbenali) root on pts/0", "hbenali")]
    [InlineData("useradd[1]: add 'hbenali' to shadow group 'sudo'", "hbenali")]
    [InlineData("sudo: pam_unix(sudo:session): session opened for user root(uid=0) by hbenali(uid=1010)", "hbenali")]
    [InlineData("vsftpd[1]: [hbenali] FAIL LOGIN: Client \"10.1.2.3\"", "hbenali")]
    [InlineData("USER_AUTH pid=1 msg='op=PAM:x acct=\"hbenali\" exe=\"/usr/sbin/sshd\"'", "hbenali")]
    [InlineData("postfix/smtpd[1]: disconnect from granada[10.1.2.3] ehlo=1", "granada")]
    [InlineData("upsmon[1]: Communications with UPS smart@granada lost", "granada")]
    [InlineData("Starting Backup: host/granada/2026-01-02T03:04:05Z", "granada")]
    [InlineData("Subject: vzdump backup status (granada) : backup successful", "granada")]
    [InlineData("Received: by granada (Postfix, from userid 0)", "granada")]
    [InlineData("1767225600 bc:24:11:aa:01:02 10.1.2.77 granada 01:bc:24:11:aa:01:02", "granada")]
    [InlineData("granada,10.1.2.3 ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKd9YpZ1aQm3b7vW8xJ2u5nT4cLr6eHf0sGiOqPzRtYw", "granada")]
    [InlineData("-3         1.81926      host granada", "granada")]
    [InlineData("snapshot 1 of [/srv] at x by hbenali@granada", "hbenali", "granada")]
    // Commands and settings
    [InlineData("# chown -R hbenali:hbenali /srv", "hbenali")]
    [InlineData("# usermod -aG docker hbenali", "hbenali")]
    [InlineData("$ su - hbenali", "hbenali")]
    [InlineData("C:\\> net user hbenali /active:no", "hbenali")]
    [InlineData("# qm migrate 100 granada --online", "granada")]
    [InlineData("AllowUsers hbenali zkiraly@10.*", "hbenali", "zkiraly")]
    [InlineData("write list = hbenali, @staff", "hbenali")]
    [InlineData("hbenali ALL=(ALL:ALL) NOPASSWD: ALL", "hbenali")]
    [InlineData("15 3 * * 1 hbenali /usr/local/bin/check", "hbenali")]
    [InlineData("where { $_.SamAccountName -notin @('hbenali', 'zkiraly') }", "hbenali", "zkiraly")]
    [InlineData("pvesm add cifs x --username Ren%C3%A9K --share y", "Ren%C3%A9K")]
    // Lists and maps under a key
    [InlineData("locals {\n  owners = {\n    web = \"hbenali\"\n    db  = \"zkiraly\"\n  }\n}", "hbenali", "zkiraly")]
    [InlineData("variable \"pve_nodes\" {\n  default = [\"granada\", \"wombat\"]\n}", "granada", "wombat")]
    [InlineData("variable \"ssh_user\" {\n  default = \"hbenali\"\n}", "hbenali")]
    [InlineData("{\"reviewers\": [\n  \"hbenali\",\n  \"zkiraly\"\n]}", "hbenali", "zkiraly")]
    [InlineData("operators:\n  - hbenali\n  - zkiraly  # night\n", "hbenali", "zkiraly")]
    [InlineData("machines:\n  - name: granada\n    address: 10.1.2.3\n", "granada")]
    [InlineData("{\"assignee\": {\"id\": 4, \"name\": \"hbenali\"}}", "hbenali")]
    [InlineData("[{\"name\": \"granada\", \"ip\": \"10.1.2.3\"}]", "granada")]
    [InlineData("[db]\ngranada\n\n[db:vars]\nport=1", "granada")]
    [InlineData("- ansible.builtin.user:\n    name: hbenali\n    shell: /bin/sh", "hbenali")]
    // Accounts of two names
    [InlineData("ask helga.lindqvist or (p.obermann) about it", "helga.lindqvist", "p.obermann")]
    [InlineData("1;mertens.gisela;x", "mertens.gisela")]
    [InlineData("call ;0171 4480263; and ,07243/51896-30,", "4480263", "51896")]
    public void It_is_found(string text, params string[] values)
    {
        var output = new Anonymizer(PrivacyPolicy.Standard, Key).Anonymize(text);
        foreach (var value in values) Assert.DoesNotContain(value, output, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("USER         PID %CPU %MEM COMMAND\nroot           1  0.0  0.1 init\nwww-data     812  0.0  0.1 pveproxy\nsystemd+     900  0.0  0.1 resolved\n_chrony      901  0.0  0.1 chronyd")]
    [InlineData("-rw-r--r-- 1 root www-data 1200 Nov 21 08:02 storage.cfg\nuid=0(root) gid=0(root)\nmessagebus:x:101:102::/nonexistent:/usr/sbin/nologin\nsudo:x:27:")]
    [InlineData("COMMAND PID USER FD TYPE NODE NAME\nsshd 1 root 3u IPv4 TCP *:22\n\nthe USER of the HOST must be set\nUSER root\nHOST is up")]
    [InlineData("nodes = 3\nservers: []\nusers:\n  - default\nhosts: all\nnodes:\n  - worker\n  - control-plane\nusers = {}")]
    [InlineData("resource \"proxmox_virtual_environment_firewall_ipset\" \"x\" {\n  name = \"uplinks\"\n}\nresource \"proxmox_virtual_environment_vm\" \"y\" {\n  node_name = var.node\n}")]
    [InlineData("see linda.conf, self.lang, os.path, anna.service and karl.append(x); passwd -S and su - root; id 100 of the pool")]
    [InlineData("[client.admin] client.connect(x) client.204118 [WRN] osd.1 ANSI: 5")]
    [InlineData("VORDEFINIERT\\Benutzer NT-AUTORITÄT\\INTERAKTIV user backup@pbs!sync or admin@pve")]
    [InlineData("*/5 * * * * root /usr/sbin/x\n0 3 * * * cd /srv && ls\n0 4 * * * /usr/bin/y")]
    public void It_stays(string text) => Assert.Equal(text, new Anonymizer(PrivacyPolicy.Standard, Key).Anonymize(text));
}
