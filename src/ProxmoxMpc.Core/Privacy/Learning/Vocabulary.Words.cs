namespace ProxmoxMpc.Core.Privacy;

/// <summary>The words themselves, by what they are. A word may stand in several groups.</summary>
internal static partial class Vocabulary
{
    /// <summary>Accounts of the system, which every machine has.</summary>
    public static WordSet SystemUsers { get; } = Set(
        // Of Unix.
        "root daemon bin sys sync games man lp mail news uucp proxy www-data backup list irc gnats nobody " +
        "systemd-network systemd-resolve systemd-timesync messagebus sshd tss uuidd _apt _chrony _rpc statd ntp avahi dnsmasq libvirt-qemu kvm " +
        // Of services, and of images of systems.
        "sa dbo db_owner db_datareader db_datawriter db_ddladmin db_securityadmin db_accessadmin db_backupoperator db_denydatareader db_denydatawriter sysadmin securityadmin serveradmin dbcreator bulkadmin mariadb.sys mysql.sys mysql.session mysql.infoschema apc chrony login reboot runlevel postfix slurm slurmdbd slurmrestd munge ceph postgres mysql redis nginx apache oracle nova ubuntu debian " +
        // Of everybody.
        "system localsystem localservice networkservice " +
        "administrator public default user users guest operator git builder runner shared anonymoususer undef success failure " +
        // What stands for a user where a token says who it is.
        "apikey __token__ kubernetes-admin kubernetes-super-admin gitlab-ci-token x-access-token x-token-auth oauth2accesstoken _json_key");

    /// <summary>Accounts that packages of daemons make, and those of groups that every system has.</summary>
    private static readonly WordSet Daemons = Set(
        // Desktops and hardware.
        "polkitd polkituser colord geoclue rtkit pulse saned gdm lightdm sddm usbmux fwupd-refresh speech-dispatcher cups-pk-helper whoopsie kernoops " +
        "hplip avahi-autoipd " +
        // The system.
        "rpc rpcuser nfsnobody dhcpcd tcpdump landscape pollinate syslog systemd systemd-coredump systemd-oom systemd-bus-proxy haldaemon dbus halt " +
        "shutdown sync operator ntpsec unbound bind named nslcd sssd crontab _ssh ssh " +
        // Mail.
        "clamav amavis opendkim opendmarc spamd debian-spamd debian-exim exim vmail cyrus dovenull dovecot postdrop smmsp smmta sasl " +
        // Networks.
        "freerad snmp debian-snmp openvpn nm-openvpn wireguard strongswan stunnel4 squid vsftpd ftp proftpd utempter sambashare wireshark uml-net " +
        // Monitoring and databases.
        "nagios icinga zabbix telegraf influxdb grafana prometheus node_exporter netdata munin elasticsearch logstash kibana rabbitmq memcache memcached " +
        "mosquitto cassandra kafka zookeeper hadoop hdfs yarn spark sapadm tomcat jetty wildfly " +
        // Containers and clusters.
        "csi-rbd csi-rbd-node csi-rbd-provisioner csi-cephfs csi-cephfs-node csi-cephfs-provisioner lxc lxd lxc-dnsmasq libvirt libvirt-dnsmasq dockerd " +
        "docker containerd gluster glusterd hacluster etcd consul vault nomad node abc vscode coder kasm-user pve-admin jenkins gitlab-runner gitlab-www " +
        "gitlab-psql gitlab-redis " +
        // Media and telephones.
        "asterisk plex emby jellyfin transmission debian-transmission deluge minidlna " +
        // Groups.
        "audio video cdrom floppy tape dialout kmem shadow utmp plugdev staff users nogroup render sgx netdev input tty disk adm sudo wheel lpadmin " +
        "scanner bluetooth fuse i2c gpio spi " +
        // Of Windows, and guests in their languages.
        "krbtgt defaultaccount wdagutilityaccount gast invité invitado administrateur administrador");

    /// <summary>Never replaced where they stand alone; only where the structure says that they are a name.</summary>
    public static WordSet Words { get; } = Set(
        ProductWords + MachineWords + RoleWords + NetworkWords + ProgramWords + SystemWords + CodeWords + TimeWords + OfficeWords + LanguageWords);

    // Of Proxmox and of what else runs guests.
    private const string ProductWords =
        "pve pbs pmg pam proxmox pvelocalhost vzdump vzrestore vztmpl aptupdate qmstart qdevice qnetd spice vnc sdn ha q35 i440fx vfio vmid vmids vmbr0 " +
        "vmbr1 ctids ostype scsihw efidisk tpmstate smbios vmgenid bootdisk cicustom citype ciupgrade hookscript hugepages cpuunits cpulimit vcpus virtiofs qm pct pvesm pveum pvecm pvesh getty agetty lxc qemu kvm node nodes host hosts guest guests vm vms ct cts cluster datacenter storage storages pool pools realm token tokens " +
        "template templates snapshot snapshots local local-lvm local-zfs backup backups migration restore maintenance ceph osd mds mgr mon rgw rbd csi " +
        "esxi vcenter vsphere hyper-v microk8s k3s k0s rke2 k8s kubernetes control-plane homelab vps iso image images disk disks zfs lvm nfs cifs iscsi " +
        "cloud cloud-init offsite off-site onsite on-site fsid idmap numa cgroup cgroups pids autostart datasource datasources webpage webpages manpage manpages " +
        "bus svnserve guacd smtpd lmtpd ";

    // Parts of a machine.
    private const string MachineWords = "amdgpu nouveau i915 nvidia nvenc cuda rocm cpu gpu tpu tsc hpet msr apic memory mem io nvme console kernel bluetooth wi-fi print printer ups kvm ipmi bmc ilo idrac ";

    // What machines, accounts and places are for.
    private const string RoleWords =
        "test tests testing prod production dev development stage staging demo lab home office homeoffice main master slave leader primary secondary replica default " +
        "core edge hub admin adm administrator root user users group groups role roles own agent client clients server servers worker workers manager " +
        "monitor service services svc app apps application proxy gateway gw router switch sw fw firewall ap jump bastion relay portal remote nas san filer " +
        "pbx cam dc shop store blog wiki intranet crm erp wsus property inventory web www db database sql cache mail registry build builder runner vault " +
        "secret secrets password support sales info contact noreply postmaster webmaster hostmaster ops noc public private internal external share shared " +
        "monitoring metrics log logs logging data files file doc docs cert certs static assets img media quarantine spam who ";

    // Of networks and of what travels in them.
    private const string NetworkWords =
        "network networks net net0 bridge vlan zone vnet subnet lan wan dmz lo loopback eth0 eth1 eno1 bond0 wlan0 wifi dyndns macvlan ipvlan ips ipam cidr vip vips " +
        "ipfix netflow sflow mac macs hwaddr macaddr fqdn fqdns hop loc localhost localdomain in-addr arpa ip4 ip6 ipv4 ipv6 icmp6 icmp arp tcp udp dns ns mx ddns dhcp dhcp-ddns ntp ldap ldaps " +
        "ads ipc radius mailer-daemon smtp smtps lmtp imap imaps pop pop3 ftp sftp tftp ssh http https ssl tls wss rtsp mqtt amqp grpc rss webdav caldav carddav dav autodiscover " +
        "autoconfig wpad pxe rdp sip voip svn irc cdn vpn syslog tsig url urls uri urls in out input output forward accept drop reject off get post put " +
        "patch head who-has ospfd bgpd zebra frr vtysh pdns rand as2 as4 edi edifact ";

    // Programs that people call machines and accounts after.
    private const string ProgramWords =
        "cli netconf junoscript git gitlab github gitea jenkins prom rota truenas freenas docker podman helm ansible terraform tofu opentofu puppet packer vault consul " +
        "nomad nginx apache haproxy traefik postgres postgresql mysql mariadb redis mongo mongodb elastic grafana prometheus graphite influxdb influx " +
        "netbox gotify paperless vaultwarden bitwarden immich jellyfin frigate zabbix checkmk syncthing minio keycloak authentik harbor argocd " +
        "rancher portainer wireguard openvpn unifi pihole nextcloud homeassistant plex exchange owa fritz fritzbox mikrotik routeros routerboard openwrt " +
        "ps powershell pwsh krbtgt ansi npm deb apt yum dnf bot ";

    // Of operating systems, and what they say.
    private const string SystemWords =
        "windows linux debian ubuntu centos alpine fedora rocky arch freebsd win win10 win11 system desktop tmp temp var etc opt usr bin lib dir directory " +
        "mnt uid gid uids gids cron task tasks job jobs status error ok info warning wrn inf err dbg crit emerg notice debug unknown running stopped " +
        "started start stop run install update upgrade move copy create delete prohibit-password without-password forced-commands-only ipconfig reg exe " +
        "cmd thumbprint computername username servername hostnames pshome pwd hpd remotesigned allsigned unrestricted bypass restricted undefined " +
        "accessallowed accessdenied currentuser localmachine ";

    // Of code, formats and ways to encipher.
    private const string CodeWords =
        "api ci cd int ext str num bool char long uint void null none true false args argv ctx cfg env req res raw hex bit map foo bar baz key type value " +
        "id ids uuid name names typeof instanceof src dst dest source destination target example ed25519 x25519 rsa ecdsa dsa sha1 sha256 sha512 md5 aes " +
        "chacha20 sso oidc saml idp pdf gui tts txt sub set add del use put scan out row end count each self any all new old yes no on off hit hits pct ";

    private const string TimeWords =
        "time day nightly weekly daily hourly monthly mon tue wed thu fri sat sun jan feb mar apr may jun jul aug sep oct nov dec ";

    // Of offices, and of mail in several languages.
    private const string OfficeWords =
        "ltd gmbh corp inc llc sla kpi faq tbd asap fyi poc eol english german french spanish italian polish dutch poczta correo courriel posti posta correio ";

    // Small words of sentences.
    private const string LanguageWords =
        "you she him her his its our who why how did does get got let put say see too try way yet due per via hot few lot bad big far low mid sum ago add " +
        "ask end key men nor but any day own the and for with from this that not are was has have can will may one two three first last next more version " +
        "release ";

    /// <summary>Programs and packages of the products, which a log names on every line.</summary>
    private static readonly WordSet Services = Set(
        // Proxmox VE.
        "pve-cluster pvedaemon pveproxy pvestatd pve-firewall pve-ha-lrm pve-ha-crm pvescheduler pve-guests pvefw-logger pvebanner pvenetcommit " +
        "spiceproxy pvespiceproxy pmxcfs corosync qmeventd watchdog-mux ksmtuned lxcfs lxc-monitord pve-storage pve-manager pve-kernel pve-container " +
        "pve-qemu-kvm qemu-server pve-enterprise pve-no-subscription pvetest pve-edk2-firmware pve-firmware pve-docs pve-i18n pve-xtermjs " +
        "pve-ha-manager pve-qemu-guest pve-lxc-syscalld libpve-common-perl libpve-storage-perl libpve-network-perl pve-esxi-import-tools pve-exporter " +
        "pve_exporter pveum pvesm pvesh pvecm pveceph pvesr ha-manager " +
        // Proxmox Backup Server and what all products share.
        "proxmox-ve proxmox-boot-tool proxmox-backup proxmox-backup-proxy proxmox-backup-api proxmox-backup-client proxmox-backup-manager " +
        "proxmox-backup-server proxmox-backup-docs proxmox-backup-restore-image proxmox-backup-file-restore proxmox-file-restore proxmox-tape " +
        "proxmox-mail-forward proxmox-offline-mirror proxmox-auto-install-assistant proxmox-default-kernel proxmox-termproxy proxmox-websocket-tunnel " +
        "proxmox-firewall proxmox-kernel " +
        // Proxmox Mail Gateway.
        "pmgproxy pmgdaemon pmg-smtp-filter pmgpolicy pmgtunnel pmgmirror " +
        // Systemd and the system.
        "chrony chronyd rrdcached systemd-journald systemd-logind systemd-resolved systemd-networkd systemd-timesyncd systemd-udevd networking " +
        "ifupdown2 multipathd iscsid open-iscsi zfs-zed smartd rsyslogd rsyslog crond dbus-daemon NetworkManager dhclient qemu-ga qemu-guest-agent " +
        "cloud-init sshd-session systemd sssd winbind winbindd smbd nmbd auditd " +
        // Networks.
        "keepalived dovecot openldap slapd kea kea-dhcp4 kea-dhcp6 kea-dhcp-ddns kea-ctrl-agent kea-dhcp4-server named bind9 named-checkconf " +
        "named-checkzone isc-dhcp-server powerdns-recursor powerdns-authoritative-server hostapd wpa_supplicant strongswan charon lldpd snmpd nginx " +
        "haproxy " +
        // Monitoring and containers.
        "fail2ban crowdsec netdata telegraf filebeat promtail node-exporter node_exporter kubelet containerd dockerd etcd calico coredns kube-proxy " +
        "kube-apiserver local-path-provisioner alertmanager loki vaultwarden syncthing-relay");

    /// <summary>Programs after which people call the machine that runs nothing else.</summary>
    private static readonly WordSet Programs = Set(
        // Code and its builds.
        "restic borg borgmatic kopia duplicati rclone git gitlab jenkins docker harbor gitea argocd rancher portainer vault consul nomad " +
        // Web servers and databases.
        "nginx apache haproxy traefik caddy postgres postgresql mysql mariadb redis mongo mongodb elastic influxdb influx minio " +
        // Monitoring.
        "grafana prometheus graphite gotify zabbix checkmk " +
        // What people use.
        "netbox paperless vaultwarden immich jellyfin frigate syncthing keycloak authentik bitwarden unifi pihole nextcloud homeassistant plex " +
        "wireguard openvpn wiki intranet crm erp blog shop dns dhcp ldap mail proxy vpn nas pbx truenas freenas " +
        Applications);

    // What people run at home, in schools and offices, and call its machine and its database after.
    private const string Applications =
        // Web sites, learning and documents.
        "moodle wordpress joomla drupal bookstack dokuwiki mediawiki xwiki hedgedoc etherpad onlyoffice collabora seafile owncloud stirlingpdf docuseal " +
        "directus strapi matomo plausible umami " +
        // People who talk.
        "mattermost rocketchat zulip synapse mastodon lemmy peertube pixelfed discourse flarum mumble teamspeak jitsi bigbluebutton freepbx asterisk " +
        "fusionpbx " +
        // Offices.
        "odoo dolibarr glpi ocsinventory snipeit kimai invoiceninja akaunting erpnext zammad osticket freescout redmine taiga openproject kanboard " +
        "wekan vikunja actualbudget nocodb baserow n8n homebox " +
        // Code.
        "forgejo gogs woodpecker sonarqube artifactory verdaccio registry sentry semaphore awx supabase appwrite " +
        // Monitoring.
        "graylog loki uptimekuma netdata librenms observium cacti nagios icinga phpipam changedetection " +
        // Networks and mail.
        "katello guacamole teleport headscale netbird firezone technitium adguard opnsense pfsense openwrt mailcow mailu zimbra roundcube rspamd " +
        "proxmoxmailgateway " +
        // Houses.
        "openhab nodered mosquitto zigbee2mqtt esphome influxdb mealie tandoor grocy " +
        // Media and games.
        "emby audiobookshelf navidrome calibreweb kavita komga sonarr radarr prowlarr bazarr lidarr readarr qbittorrent transmission sabnzbd overseerr " +
        "jellyseerr tautulli photoprism piwigo linkwarden wallabag freshrss miniflux minecraft valheim";

    // The first part of an image's name, and the others.
    private static readonly WordSet Systems = Set(
        "debian ubuntu windows win centos rocky rockylinux alma almalinux fedora alpine arch archlinux opensuse sles rhel freebsd openbsd kali mint " +
        "talos flatcar coreos oracle nixos server");

    private static readonly WordSet ImageWords = Set(
        "template tmpl tpl cloudinit cloud init image img base golden gold standard default netinst lts server minimal generic genericcloud amd arm x " +
        "desktop core dc std jammy noble focal bionic bookworm bullseye trixie buster linux vm ct lxc k");

    private static readonly WordSet InterfaceNames = Set(
        "lo lo0 loopback ethernet wi-fi wlan");

    // Of macOS and the BSDs, of routers, and older ones of Linux: en0, utun3, vtnet0; the links of Corosync: ring0.
    private static readonly WordSet NumberedInterfaces = Set(
        "wg vty pts pppoe-out l2tp-out ovpn-out sstp-out pptp-out ether sfp sfp-sfpplus vlanif eth-trunk irb en em wl ib igb ixl ixgbe bge vtnet lagg utun " +
        "vmk vmnic vmhba awdl llw anpi bridge gif stf ppp tun wwan can ring " +
        // Of switches and routers; the engines and cards of Junos.
        "loopback vlan port-channel portchannel bundle-ether tunnel tengigabitethernet twentyfivegige fortygige hundredgige " +
        "fastethernet twogigabitethernet bvi bdi nve reth fxp " +
        "ae re fpc gigabitethernet tengige tt");

    // Behind which a number stands, and parts of it: enp3s0, vmbr0.10.
    private static readonly string[] Interfaces =
    [
        "vmbr", "ethernet", "eth", "gigabitethernet", "vethernet", "eno", "enp", "ens", "bond", "net", "veth", "tap", "fwbr", "fwpr", "fwln", "wlan",
        "wlp", "virtio", "scsi", "sata", "ide", "efidisk", "tpmstate", "hostpci", "usb", "serial", "unused", "mp", "nvme", "sd", "vd", "vlan",
        "dummy", "docker", "br", "mon", "osd", "mds", "mgr",
    ];

    // By the lowest five bits of their first letter, which are the same in either case.
    private static readonly string[][] InterfacesByFirst = [.. Enumerable.Range(0, 32).Select(bits => Array.FindAll(Interfaces, prefix => (prefix[0] & 31) == bits))];
}
