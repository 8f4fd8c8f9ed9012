using System.Text;

namespace ProxmoxMpc.Core.Privacy;

/// <summary>Words that say nothing about anybody, though somebody may have called a machine or a user so.</summary>
internal static class Vocabulary
{
    /// <summary>Accounts of the system, which every machine has.</summary>
    public static WordSet SystemUsers { get; } = Set(
        "root daemon bin sys sync games man lp mail news uucp proxy www-data backup list irc gnats nobody oracle systemd-network systemd-resolve systemd-timesync " +
        "messagebus sshd postfix slurm slurmdbd slurmrestd munge ceph tss uuidd _apt _chrony _rpc statd ntp avahi dnsmasq libvirt-qemu kvm nova ubuntu debian postgres mysql redis nginx apache " +
        "system administrator public default user users guest operator git builder runner shared apikey __token__ gitlab-ci-token x-access-token x-token-auth oauth2accesstoken _json_key");

    /// <summary>Accounts that packages of daemons make, and those of groups that every system has.</summary>
    private static readonly WordSet Daemons = Set(
        "csi-rbd csi-rbd-node csi-rbd-provisioner csi-cephfs csi-cephfs-node csi-cephfs-provisioner rpc rpcuser dhcpcd polkitd polkituser colord geoclue rtkit pulse saned gdm lightdm sddm tcpdump landscape pollinate usbmux syslog systemd systemd-coredump systemd-oom systemd-bus-proxy haldaemon dbus ntpsec unbound bind named clamav amavis opendkim opendmarc spamd debian-spamd debian-exim " +
        "exim vmail cyrus dovenull dovecot freerad snmp debian-snmp nagios icinga zabbix telegraf influxdb grafana prometheus node_exporter elasticsearch logstash kibana rabbitmq memcache memcached openvpn nm-openvpn wireguard strongswan stunnel4 squid vsftpd ftp proftpd smmsp smmta lxd lxc-dnsmasq libvirt " +
        "libvirt-dnsmasq gluster glusterd hacluster munin netdata etcd consul vault nomad jenkins gitlab-runner gitlab-www gitlab-psql gitlab-redis mosquitto postdrop asterisk plex emby jellyfin transmission debian-transmission deluge minidlna avahi-autoipd whoopsie kernoops hplip speech-dispatcher cups-pk-helper " +
        "node abc vscode coder kasm-user fwupd-refresh nslcd sssd krbtgt dockerd docker containerd tomcat jetty wildfly cassandra kafka zookeeper hadoop hdfs yarn spark sapadm audio video cdrom floppy tape dialout kmem shadow utmp sasl plugdev staff users nogroup crontab render sgx netdev input tty disk adm sudo wheel lpadmin scanner " +
        "bluetooth lxc _ssh ssh fuse uml-net utempter sambashare wireshark i2c gpio spi pve-admin defaultaccount wdagutilityaccount gast invité invitado administrateur administrador nfsnobody halt shutdown sync operator");

    /// <summary>Whether an account is a daemon's or a group that every system has.</summary>
    public static bool IsDaemon(ReadOnlySpan<byte> name) => Daemons.Contains(name) || name[0] == '_' || IsProgram(name);

    /// <summary>Never replaced where they stand alone; only where the structure says that they are a name.</summary>
    public static WordSet Words { get; } = Set(
        "pve pbs pmg pam proxmox node nodes host hosts guest guests vm vms ct cts lxc qemu kvm ceph zfs lvm nfs cifs iscsi local local-lvm local-zfs storage storages pool pools " +
        "backup backups template templates snapshot snapshots cluster datacenter network networks bridge vlan firewall ha sdn zone vnet subnet disk disks image images iso vztmpl " +
        "test tests testing prod production dev development stage staging demo lab home office main master slave primary secondary replica default admin administrator root user users " +
        "group groups role roles realm token tokens api web www mail smtp imap dns ns dhcp ntp ldap proxy gateway router switch server servers client clients db database sql cache " +
        "app apps application service services worker workers manager monitor monitoring metrics log logs logging data files file share shared public private internal external lan wan dmz " +
        "git gitlab github jenkins docker kubernetes k8s ansible terraform puppet nginx apache haproxy traefik postgres postgresql mysql mariadb redis mongo mongodb elastic grafana prometheus " +
        "apt yum dnf windows linux debian ubuntu centos alpine fedora rocky arch win win10 win11 unknown none null true false yes no on off start stop started stopped running status error ok info " +
        "warning debug task tasks system kernel console desktop print printer time name names type value key id uuid vmid cpu memory mem io net net0 eth0 eth1 vmbr0 vmbr1 eno1 bond0 lo wlan0 " +
        "localhost localdomain example build builder runner ci cd registry vpn wireguard openvpn unifi pihole nextcloud homeassistant plex media cloud cloud-init agent " +
        "target source destination all any new old tmp temp var etc opt usr bin lib dir directory vault secret secrets password support sales info contact noreply postmaster webmaster hostmaster " +
        "maintenance migration restore copy move create delete update upgrade install ssh http https tcp udp icmp in out accept drop reject input output forward " +
        "ip4 ip6 ipv4 ipv6 in-addr arpa pvelocalhost loopback get post put patch head cron vzdump vzrestore aptupdate qmstart nightly weekly daily hourly monthly portal relay ops noc certs cert docs wiki intranet " +
        "graphite influxdb influx netbox gotify paperless vaultwarden immich jellyfin frigate zabbix checkmk syncthing minio keycloak authentik harbor gitea argocd rancher portainer core edge hub office property count each self " +
        "nas san filer pbx ups cam mon tue wed thu fri sat sun jan feb mar apr may jun jul aug sep oct nov dec linux freebsd shop store blog crm erp wsus dc bmc ilo idrac ipmi kvm console gw fw sw ap jump bastion inventory " +
        "vnc spice rdp sftp tftp pop3 imaps smtps pxe rss ssl tls wss rtsp mqtt amqp grpc webdav caldav carddav autodiscover autoconfig wpad relay remote owa exchange mx ftp arp ip6 icmp6 who-has git svn irc sip voip radius syslog cdn static assets img " +
        "control-plane wrn inf err dbg crit emerg notice ansi ipconfig homelab doc reg exe cmd bluetooth wi-fi thumbprint set add del use run own sub job jobs out off macvlan ipvlan tofu opentofu esxi vcenter vsphere hyper-v qdevice qnetd bitwarden podman helm vault consul nomad packer sso oidc saml idp int ext str num bool char long uint void null args argv ctx cfg tmp usr req res " +
        "prohibit-password without-password forced-commands-only " +
        "hit hits tsig scan ipam ed25519 x25519 rsa ecdsa dsa sha1 sha256 sha512 md5 aes chacha20 fritz svc q35 i440fx vip vips cidr fqdn fqdns npm deb ldaps vmids ctids macs pct gui typeof instanceof src dst dest leader but any day men own nor yet gpu tpu nvme mnt uid gid uids gids ips tts url urls uri urls pdf env bot mqtt ups " +
        "vps frr bgpd ospfd zebra vtysh powershell pwsh pwd loc pop ids computername username servername hostnames pshome remotesigned allsigned unrestricted bypass restricted undefined accessallowed accessdenied currentuser localmachine english german french spanish italian polish dutch adm k3s k0s rke2 microk8s pdns ads ltd gmbh hop rand corp inc llc spam quarantine edi as2 as4 edifact poczta correo courriel posti posta correio eol poc sla kpi faq tbd asap fyi " +
        "mikrotik routeros openwrt routerboard ddns dhcp-ddns csi " +
        "you she him her his its our who why how did does get got let put say see too try way yet due per via hot few lot bad big far low mid sum ago add ask end mds osd mgr rgw rbd vfio foo bar baz map raw set bit ips dav krbtgt hex out key row end run txt hpd the and for with from this that not are was has have can will may one two three first last next more version release");

    /// <summary>Programs and packages of the products, which a log names on every line.</summary>
    private static readonly WordSet Services = Set(
        "pve-cluster pvedaemon pveproxy pvestatd pve-firewall pve-ha-lrm pve-ha-crm pvescheduler pve-guests pvefw-logger pvebanner pvenetcommit spiceproxy pvespiceproxy pmxcfs corosync qmeventd watchdog-mux ksmtuned lxcfs lxc-monitord pve-storage " +
        "pve-manager pve-kernel pve-container pve-qemu-kvm qemu-server pve-enterprise pve-no-subscription pvetest proxmox-ve proxmox-boot-tool proxmox-backup proxmox-backup-proxy proxmox-backup-api proxmox-backup-client proxmox-backup-manager proxmox-backup-server proxmox-backup-docs proxmox-backup-restore-image proxmox-backup-file-restore proxmox-file-restore proxmox-tape proxmox-mail-forward proxmox-offline-mirror proxmox-auto-install-assistant proxmox-default-kernel proxmox-termproxy proxmox-websocket-tunnel proxmox-firewall pve-edk2-firmware pve-firmware pve-docs pve-i18n pve-xtermjs pve-ha-manager pve-qemu-guest pve-lxc-syscalld libpve-common-perl libpve-storage-perl libpve-network-perl pve-esxi-import-tools proxmox-kernel " +
        "pmgproxy pmgdaemon pmg-smtp-filter pmgpolicy pmgtunnel pmgmirror chrony chronyd rrdcached systemd-journald systemd-logind systemd-resolved systemd-networkd systemd-timesyncd systemd-udevd networking ifupdown2 multipathd iscsid open-iscsi " +
        "zfs-zed smartd rsyslogd rsyslog crond dbus-daemon NetworkManager dhclient keepalived dovecot fail2ban crowdsec netdata telegraf filebeat promtail node-exporter node_exporter pve-exporter pve_exporter qemu-ga qemu-guest-agent cloud-init " +
        "pveum pvesm pvesh pvecm pveceph pvesr ha-manager sshd-session systemd kubelet containerd dockerd etcd calico coredns kube-proxy kube-apiserver local-path-provisioner alertmanager loki vaultwarden syncthing-relay openldap slapd kea kea-dhcp4 kea-dhcp6 kea-dhcp-ddns kea-ctrl-agent kea-dhcp4-server named bind9 named-checkconf named-checkzone isc-dhcp-server powerdns-recursor powerdns-authoritative-server hostapd wpa_supplicant strongswan charon lldpd snmpd nginx haproxy sssd winbind winbindd smbd nmbd auditd");

    /// <summary>Programs after which people call the machine that runs nothing else.</summary>
    private static readonly WordSet Programs = Set(
        "git gitlab jenkins docker nginx apache haproxy traefik caddy postgres postgresql mysql mariadb redis mongo mongodb elastic grafana prometheus graphite influxdb influx netbox gotify paperless vaultwarden immich jellyfin frigate zabbix checkmk " +
        "syncthing minio keycloak authentik harbor gitea argocd rancher portainer bitwarden vault consul nomad unifi pihole nextcloud homeassistant plex wireguard openvpn wiki intranet crm erp blog shop dns dhcp ldap mail proxy vpn nas pbx " + Applications);

    // What people run at home, in schools and offices, and call its machine and its database after.
    private const string Applications =
        "moodle wordpress joomla drupal mattermost rocketchat zulip synapse mastodon lemmy peertube pixelfed bookstack dokuwiki mediawiki xwiki hedgedoc etherpad onlyoffice collabora seafile owncloud odoo dolibarr glpi ocsinventory snipeit kimai invoiceninja akaunting erpnext zammad osticket freescout " +
        "redmine taiga openproject kanboard wekan vikunja forgejo gogs woodpecker sonarqube artifactory verdaccio registry sentry graylog loki uptimekuma netdata librenms observium cacti nagios icinga phpipam semaphore awx katello guacamole teleport headscale netbird firezone technitium adguard " +
        "opnsense pfsense openwrt mailcow mailu zimbra roundcube rspamd proxmoxmailgateway freepbx asterisk fusionpbx jitsi bigbluebutton openhab nodered mosquitto zigbee2mqtt esphome influxdb emby audiobookshelf navidrome calibreweb kavita komga sonarr radarr prowlarr bazarr lidarr readarr qbittorrent transmission sabnzbd overseerr " +
        "jellyseerr tautulli photoprism piwigo stirlingpdf docuseal linkwarden wallabag freshrss miniflux changedetection actualbudget tandoor mealie grocy homebox n8n nocodb baserow directus strapi supabase appwrite matomo plausible umami discourse flarum mumble teamspeak minecraft valheim";

    /// <summary>Whether a word of the vocabulary is a program's name or a service's, as machines are called that run it.</summary>
    public static bool IsProgram(ReadOnlySpan<byte> name) => Programs.Contains(name);

    /// <summary>Whether a word is the name of a program or package that the products bring.</summary>
    public static bool IsService(ReadOnlySpan<byte> name) => Services.Contains(name);

    public static bool IsWord(ReadOnlySpan<byte> name) => Services.Contains(name) || Words.Contains(name);

    /// <summary>Whether a name only says which system it is, as templates and images are called: debian-12, ubuntu-2204-cloudinit, win11-template.</summary>
    public static bool IsSystemName(ReadOnlySpan<byte> name)
    {
        var first = true;
        while (!name.IsEmpty)
        {
            var end = name.IndexOfAny("-_."u8);
            var part = end < 0 ? name : name[..end];
            name = end < 0 ? default : name[(end + 1)..];
            var word = part.TrimEnd("0123456789"u8);
            if (first ? !Systems.Contains(word) : word.Length > 0 && !ImageWords.Contains(word)) return false;
            first = false;
        }
        return !first;
    }

    private static readonly WordSet Systems = Set("debian ubuntu windows win centos rocky rockylinux alma almalinux fedora alpine arch archlinux opensuse sles rhel freebsd openbsd kali mint talos flatcar coreos oracle nixos server");

    private static readonly WordSet ImageWords = Set(
        "template tmpl tpl cloudinit cloud init image img base golden gold standard default netinst lts server minimal generic genericcloud amd arm x desktop core dc std jammy noble focal bionic bookworm bullseye trixie buster linux vm ct lxc k");

    /// <summary>Whether a word can stand for a machine or a person in the middle of a sentence: no word of the trade, none of the language.</summary>
    public static bool IsTelling(ReadOnlySpan<byte> name) => name.Length >= 3 && CanBeName(name) && !IsWord(name) && !IsSystemUser(name) && !CommonWords.Contains(name) && Bytes.IsLetter(name[0]);

    public static bool IsSystemUser(ReadOnlySpan<byte> name) => SystemUsers.Contains(name);

    /// <summary>A role of Proxmox VE: <c>PVEVMUser</c>.</summary>
    private static bool IsRole(ReadOnlySpan<byte> name) => name.Length > 6 && name.StartsWith("PVE"u8) && Bytes.IsUpper(name[3]) && Bytes.IsLower(name[^1]) && name.IndexOfAny("0123456789-_."u8) < 0;

    /// <summary>Whether a value can be a machine's or a user's name at all: some letters, no template, no interface of the system, no role.</summary>
    public static bool CanBeName(ReadOnlySpan<byte> name)
    {
        if (name.Length is < 2 or > 63 || !Bytes.IsLetterOrDigit(name[0]) || IsInterface(name) || IsRole(name) || name.StartsWith("0x"u8) || IsVersion(name)) return false;
        var letters = 0;
        foreach (var b in name)
        {
            if (Bytes.IsLetter(b)) letters++;
            else if (!Bytes.IsDigit(b) && b is not ((byte)'-' or (byte)'.' or (byte)'_')) return false;
        }
        return letters > 0;
    }

    /// <summary>A version with what a package adds to it: <c>6.8.12-2-pve</c>. Four numbers are an address, which a machine may be called by.</summary>
    private static bool IsVersion(ReadOnlySpan<byte> name)
    {
        var dots = 0;
        for (var i = 0; i < name.Length && (Bytes.IsDigit(name[i]) || name[i] == '.' && i > 0 && Bytes.IsDigit(name[i - 1])); i++)
            if (name[i] == '.') dots++;
        return dots is 1 or 2 && Bytes.IsDigit(name[0]);
    }

    private static bool IsInterface(ReadOnlySpan<byte> name)
    {
        // phy0-ap0, phy1-sta0: radios of OpenWrt.
        if (name.Length > 7 && name.StartsWith("phy"u8) && Bytes.IsDigit(name[3]) && name[4] == '-') return true;
        if (InterfaceNames.Contains(name) || name[^1] is >= (byte)'0' and <= (byte)'9' && NumberedInterfaces.Contains(name.TrimEnd("0123456789"u8))) return true;
        foreach (var prefix in Interfaces)
        {
            if (name.Length <= prefix.Length || (name[0] | 0x20) != prefix[0] || !Ascii.EqualsIgnoreCase(name[..prefix.Length], prefix)) continue;
            // Nothing is numbered 01 by the system.
            if (!name[prefix.Length..].ContainsAnyExcept("0123456789.ifsnpdv"u8)) return !(name.Length == prefix.Length + 2 && name[prefix.Length] == '0');
        }
        return false;
    }

    private static readonly WordSet InterfaceNames = Set("lo lo0 loopback ethernet wi-fi wlan");

    // Of macOS and the BSDs, and older ones of Linux: en0, utun3, vtnet0.
    private static readonly WordSet NumberedInterfaces = Set("vty pts pppoe-out l2tp-out ovpn-out sstp-out pptp-out ether sfp sfp-sfpplus vlanif eth-trunk irb en em wl ib igb ixl ixgbe bge vtnet lagg utun awdl llw anpi bridge gif stf ppp tun wwan can");

    private static readonly string[] Interfaces =
    [
        "vmbr", "ethernet", "eth", "gigabitethernet", "vethernet", "eno", "enp", "ens", "bond", "net", "veth", "tap", "fwbr", "fwpr", "fwln", "wlan", "wlp", "virtio", "scsi", "sata", "ide", "efidisk", "tpmstate",
        "hostpci", "usb", "serial", "unused", "mp", "nvme", "sd", "vd", "vlan", "dummy", "docker", "br", "mon", "osd", "mds", "mgr",
    ];

    private static WordSet Set(string words) => WordSet.Of(words);
}
