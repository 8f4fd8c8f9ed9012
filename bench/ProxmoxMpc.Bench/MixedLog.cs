using System.Globalization;
using System.Text;

namespace ProxmoxMpc.Bench;

/// <summary>A log as a Proxmox host's is when everything goes to one file: tasks, logins, kernel, proxy, a firewall; about 2.5 IPv4 addresses, 0.6 MACs, 0.8 UUIDs and 0.2 UPIDs a kilobyte.</summary>
internal static class MixedLog
{
    public static byte[] Make(int bytes)
    {
        var random = new Random(20261126);
        var addresses = Enumerable.Range(0, 4000).Select(i => i % 5 == 0 ? $"{random.Next(11, 126)}.{random.Next(256)}.{random.Next(256)}.{random.Next(1, 255)}" : $"10.{random.Next(8)}.{random.Next(40)}.{random.Next(1, 255)}").ToArray();
        var macs = Enumerable.Range(0, 1500).Select(_ => $"BC:24:11:{random.Next(256):X2}:{random.Next(256):X2}:{random.Next(256):X2}").ToArray();
        var uuids = Enumerable.Range(0, 5000).Select(_ => new Guid(random.Next(), (short)random.Next(65536), (short)(0x4000 | random.Next(0x1000)), [(byte)(0x80 | random.Next(64)), .. Enumerable.Range(0, 7).Select(_ => (byte)random.Next(256))]).ToString()).ToArray();
        string[] nodes = ["pve-rack1", "pve-rack2", "pve-rack3"], users = ["root@pam", "anna.berg@pve", "svc-backup@pbs"], types = ["qmstart", "qmshutdown", "vzdump", "qmigrate"];
        var output = new MemoryStream(bytes + 512);
        var time = new DateTime(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc);
        string Pick(string[] of) => of[random.Next(of.Length)];
        for (var i = 0; output.Length < bytes; i++)
        {
            time = time.AddMilliseconds(random.Next(900));
            var head = string.Create(CultureInfo.InvariantCulture, $"{time:MMM dd HH:mm:ss} {Pick(nodes)} ");
            var line = random.Next(12) switch
            {
                0 => $"{head}pvedaemon[{random.Next(90000)}]: <{Pick(users)}> starting task UPID:{Pick(nodes)}:{random.Next(99999):X8}:{random.Next():X8}:{random.Next():X8}:{Pick(types)}:{random.Next(100, 999)}:{Pick(users)}:",
                1 => $"{head}pveproxy[{random.Next(90000)}]: {Pick(addresses)} - {Pick(users)} [{time:dd/MM/yyyy:HH:mm:ss} +0000] \"GET /api2/json/nodes/{Pick(nodes)}/qemu/{random.Next(100, 999)}/status/current HTTP/1.1\" 200 {random.Next(9999)}",
                2 => $"{head}sshd[{random.Next(90000)}]: Failed password for invalid user admin from {Pick(addresses)} port {random.Next(65536)} ssh2",
                3 => $"{head}kernel: [{random.Next(999999)}.{random.Next(999999)}] IN=vmbr0 OUT= MAC={Pick(macs)} SRC={Pick(addresses)} DST={Pick(addresses)} LEN=60 TOS=0x00 PREC=0x00 TTL={random.Next(255)} ID={random.Next(65536)} PROTO=TCP SPT={random.Next(65536)} DPT=22",
                4 => $"{head}qemu[{random.Next(90000)}]: vm {random.Next(100, 999)} uuid {Pick(uuids)} attached disk local-lvm:vm-{random.Next(100, 999)}-disk-0 generation {Pick(uuids)}",
                5 => $"{head}dnsmasq-dhcp[{random.Next(9999)}]: DHCPACK(vmbr1) {Pick(addresses)} {Pick(macs).ToLowerInvariant()} web-{random.Next(1, 99):00}",
                6 => $"{head}systemd[1]: Started session-{random.Next(9999)}.scope - Session {random.Next(9999)} of User root.",
                7 => $"{head}kernel: nvme nvme0: I/O {random.Next(999)} QID {random.Next(32)} timeout, aborting request at sector {random.Next()} op 0x1:(WRITE) flags 0x800 phys_seg 1 prio class 2",
                8 => $"{head}pmxcfs[{random.Next(9999)}]: [status] notice: received log entry, cluster is quorate and all members are synchronised again",
                9 => $"{head}postfix/smtpd[{random.Next(90000)}]: disconnect from unknown[{Pick(addresses)}] ehlo=1 auth=0/1 quit=1 commands=2/3",
                10 => $"{head}java[{random.Next(9999)}]: 081109 203615 148 INFO dfs.DataNode$PacketResponder: PacketResponder 1 for block blk_{random.NextInt64()} terminating, replication finished in {random.Next(99)} ms",
                _ => $"{head}CRON[{random.Next(90000)}]: (root) CMD (test -x /usr/sbin/anacron || {{ cd / && run-parts --report /etc/cron.daily; }}) # job {Pick(uuids)}",
            };
            output.Write(Encoding.UTF8.GetBytes(line));
            output.WriteByte((byte)'\n');
        }
        output.SetLength(bytes);
        return output.ToArray();
    }
}
