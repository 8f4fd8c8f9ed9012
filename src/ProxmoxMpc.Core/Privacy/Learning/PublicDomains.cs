namespace ProxmoxMpc.Core.Privacy;

/// <summary>
/// Domains that are everybody's: of makers, projects, registries, clocks and services that a machine anywhere may ask. They say nothing of who asks. Where
/// customers have names below a domain, it stands among the tenants of <see cref="Domains"/>.
/// </summary>
internal static class PublicDomains
{
    private static readonly WordSet Names = WordSet.Of(
        "1password.com abuseat.org acronis.com adguard.com ado.net adobe.com afrinic.net almalinux.org alpinelinux.org amazonaws.com amazonses.com amd.com " +
        "ansible.com anthropic.com aol.com apache.org apcupsd.org apnic.net apple.com archlinux.org argoproj.io arin.net arubanetworks.com " +
        "askubuntu.com asp.net atlassian.net auth0.com azure.com backblazeb2.com barracudacentral.org betterstack.com bing.com bitbucket.org " +
        "bitdefender.com bitwarden.com borgbackup.org brevo.com broadcom.com buymeacoffee.com buypass.com canonical.com cdnjs.com censys.io " +
        "centos.org ceph.com ceph.io cert-manager.io checkip.amazonaws.com checkmk.com cilium.io circleci.com cisco.com clamav.net claude.ai " +
        "cloud-images.ubuntu.com cloud.ovh.net cloudflare-dns.com cloudflare.com cluster.local cncf.io codeberg.org codecov.io " +
        "community-scripts.github.io community-scripts.org commvault.com conventionalcommits.org coreos.com cpan.org cpanel.net crates.io crowdsec.net crowdstrike.com curl.se " +
        "datadoghq.com debian.net debian.org dell.com digicert.com digitalocean.com digitaloceanspaces.com discord.com discordapp.com discourse.org dnswl.org " +
        "docker.com docker.io dockge.com doubleclick.net docs.rs dot.net dovecot.org duckdns.org duplicati.com dyndns.org easybell.de easylist.to eclipse.org elastic.co emby.media " +
        "enterprisedb.com eset.com esphome.io example.com example.net example.org facebook.com fastmail.com fedorapeople.org fedoraproject.org " +
        "ffmpeg.org fluentd.org fluxcd.io fontawesome.com forgejo.org fortinet.com freebsd.org freedesktop.org freenas.org fritz.box frrouting.org gateway.docker.internal " +
        "gcr.io gentoo.org gethomepage.dev ghcr.io gitea.com github.com githubassets.com githubusercontent.com gitlab.com globalsign.com gmail.com gmx.at gmx.ch gmx.de " +
        "gmx.net gnome.org gnu.org gnupg.org go.dev goauthentik.io godaddy.com goharbor.io golang.org google.com googleapis.com googlemail.com " +
        "gotify.net gpgtools.org gradle.org grafana.com gravatar.com gstatic.com gtld-servers.net gum.gov.pl haproxy.org hashicorp.com hc-ping.com healthchecks.io " +
        "helm.sh helper-scripts.com hetzner.cloud hetzner.com hikvision.com home-assistant.io hora.roa.es host.docker.internal hotmail.com hotmail.de hotmail.fr " +
        "hpe.com huggingface.co iana.org infradead.org icanhazip.com icinga.com icloud.com ietf.org ifconfig.co ifconfig.me in-addr.arpa influxdata.com inrim.it " +
        "intel.com intelgraphics.com intra2net.com ip6.arpa ipify.org ipinfo.io ipv6-literal.net isc.org istio.io java.com jellyfin.org jenkins.io jetbrains.com " +
        "jitsi.org jquery.com jsdelivr.net json-schema.org juniper.net k3s.io k8s.io kaspersky.com kde.org keepachangelog.com keepalived.org " +
        "kernel.org keycloak.org ko-fi.com kubernetes.io lacnic.net laposte.net launchpad.net lencr.org lenovo.com letsencrypt.org libero.it " +
        "libssh.org linkedin.com linode.com linodeobjects.com linux.dev linuxcontainers.org linuxfoundation.org linuxserver.io live.com longhorn.io lscr.io " +
        "llvm.org lkml.org lwn.net mailbox.org mailchimp.com mailcow.email mend.io mailgun.com mailgun.net mailgun.org mandrillapp.com mariadb.org maven.org maxmind.com " +
        "medium.com metas.ch microsoft.com microsoftonline.com mikrotik.com min.io mirror.dns-root.de mistral.ai mosquitto.org mozilla.org " +
        "belnet.be msauth.net mxtoolbox.com mysql.com nagios.org nakivo.com n8n.io netapp.com netbox.dev netbsd.org netboxlabs.com netgate.com netnod.se networkupstools.org newrelic.com nixos.org " +
        "nextcloud.com nginx.org nist.gov nlnetlabs.nl nmap.org no-ip.com nodered.org nodesource.com npl.co.uk npmjs.com npmjs.org ntfy.sh ntp.br " +
        "ntp.metas.ch ntp.nic.cz ntp.org ntp.se nuget.org nvcr.io nvidia.com nvidia.github.io oasis-open.org obspm.fr office.com office365.com " +
        "okta.com ollama.com openbsd.org onet.pl onmicrosoft.com openai.com opencollective.com opendns.com openid.net openpgp.org opensource.org openssh.com openssl.org " +
        "open-spf.org openspf.net openspf.org " +
        "openstreetmap.org opensuse.org opentelemetry.io opentofu.org openvpn.net openwebui.io openwrt.org openzfs.github.io openzfs.org opnsense.c0urier.net opnsense.org " +
        "opsgenie.com oracle.com orange.fr outlook.com owasp.org owncloud.com packagecloud.io packagist.org packer.io pagerduty.com paloaltonetworks.com " +
        "passbolt.com patreon.com paypal.com perl.org pfsense.org php.net pi-hole.net pkg.dev plesk.com plex.tv portainer.io posteo.de postfix.org " +
        "postgresql.org postmarkapp.com powerdns.com powershellgallery.com projectcalico.org prometheus.io proton.me protonmail.com proxmox.com " +
        "ptb.de pushbullet.com pushover.net pypi.org python.org pythonhosted.org qemu.org qnap.com quad9.net quay.io r2.cloudflarestorage.com " +
        "rancher.io rclone.org readthedocs.io readthedocs.org reddit.com redhat.com renovatebot.com restic.net rfc-editor.org ripe.net rockylinux.org " +
        "root-servers.net rrze.uni-erlangen.de rsyslog.com rubygems.org rust-lang.org samba.org scaleway.com schema.org schneider-electric.com " +
        "scw.cloud se.com sectigo.com semaphoreui.com semver.org sendgrid.com sendgrid.net sentry.io serverfault.com seznam.cz sharepoint.com " +
        "shields.io shodan.io sinextra.dev slack-edge.com slack.com smartmontools.org snapcraft.io snyk.io sonarcloud.io sonarqube.org sonatype.org " +
        "sophos.com sorbs.net sourceforge.net sourceware.org spamcop.net spamhaus.org sparkpostmail.com spice-space.org splunk.com squid-cache.org sr.ht " +
        "ssllabs.com stackexchange.com stackoverflow.com startssl.com statuspage.io stripe.com strongswan.org supermicro.com superuser.com " +
        "surbl.org suse.com svc.cluster.local synology.com systemd.io t-online.de tailscale.com tak.cesnet.cz tcpdump.org telegram.org terraform.io " +
        "tik.cesnet.cz time.apple.com time.facebook.com time.nl traefik.io transip.email travis-ci.org truenas.com tteck.github.io turnkeylinux.org " +
        "twilio.com twingate.com twitter.com ubiquiti.com ubuntu.com uceprotect.net ui.com unpkg.com uptime.kuma.pet uptimerobot.com usertrust.com vb.net " +
        "veeam.com verisign.com veritas.com virtio-win.org virustotal.com vmware.com vsphere.local vultr.com w3.org wanadoo.fr wasabisys.com web.de " +
        "webmin.com wikipedia.org windows.com windows.net windowsupdate.com wireguard.com wp.pl x-k8s.io xmlsoap.org yahoo.com yahoo.de yahoo.fr " +
        // Applications, tools, makers of devices and of parts.
        "console.aws.amazon.com grafana.net backblaze.com dokuwiki.org jsdelivr.com mediawiki.org bookstackapp.com wordpress.org joomla.org " +
        "drupal.org typo3.org phpmyadmin.net adminer.org roundcube.net horde.org sogo.nu zimbra.com kopano.com modoboa.org rspamd.com " +
        "spamassassin.org clamav.org openmediavault.org unraid.net paperless-ngx.com immich.app vaultwarden.net bitwarden.net keepass.info " +
        "keepassxc.org lastpass.com dashlane.com nordpass.com glpi-project.org snipeitapp.com otrs.com zammad.com zammad.org osticket.com intercom.io " +
        "trello.com notion.so asana.com monday.com airtable.com lexoffice.de elster.de teamviewer.com anydesk.com rustdesk.com realvnc.com " +
        "tightvnc.com putty.org winscp.net winscp.com mobatek.net chiark.greenend.org.uk wireshark.org kali.org metasploit.com rapid7.com tenable.com qualys.com " +
        "greenbone.net openvas.org wazuh.com ossec.net suricata.io snort.org zeek.org graylog.org opensearch.org librenms.org observium.org prtg.com " +
        "paessler.com ntop.org smokeping.org cacti.net centreon.com sensu.io victoriametrics.com thanos.io cortexmetrics.io jaegertracing.io " +
        "zipkin.io rabbitmq.com redis.io mongodb.com mongodb.org couchbase.com cockroachlabs.com timescale.com clickhouse.com neo4j.com sqlite.org " +
        "percona.com nodejs.org yarnpkg.com deno.land bun.sh typescriptlang.org rustup.rs haskell.org erlang.org elixir-lang.org ruby-lang.org " +
        "golang.google.cn scala-lang.org kotlinlang.org linuxmint.com manjaro.org voidlinux.org slackware.com clearlinux.org oraclelinux.com vyos.io " +
        "ipfire.org sophos.net watchguard.com draytek.com zyxel.com tp-link.com netgear.com asus.com avm.de lancom-systems.de bintec-elmeg.com " +
        "dlink.com linksys.com arista.com extremenetworks.com ruckuswireless.com cumulusnetworks.com apc.com eaton.com vertiv.com raritan.com " +
        "aten.com kioxia.com samsung.com seagate.com wdc.com westerndigital.com micron.com crucial.com kingston.com mellanox.com asrockrack.com " +
        "gigabyte.com msi.com fujitsu.com huawei.com ibm.com lenovofiles.com nutanix.com xcp-ng.org xenproject.org xen.org citrix.com vates.tech " +
        "starwind.com starwindsoftware.com linbit.com drbd.org gluster.org lustre.org beegfs.io seaweedfs.com minio.io nfs-ganesha.org letsdebug.net " +
        "crt.sh sslmate.com buypass.no acme.sh eff.org gts.goog pki.goog comodoca.com thawte.com geotrust.com rapidssl.com speedtest.net fast.com " +
        "whatismyip.com checkip.dyndns.org myip.com ipapi.co ip-api.com ifconfig.io ident.me wtfismyip.com dnsomatic.com dnsimple.com " +
        // Standards, languages, tools of those who write programs, and the largest sites.
        "mitre.org devuan.org archive.org matrix.org git-scm.com etcd.io vaultproject.io contributor-covenant.org pre-commit.com schemastore.org " +
        "zlib.net debian-handbook.info wikimedia.org getfedora.org linux-kvm.org phpipam.net etherpad.org netboot.xyz sury.org kodi.tv kodi.wiki " +
        "reuse.software sphinx-doc.org openldap.org creativecommons.org netfilter.org nixos.wiki 0pointer.de 0pointer.net pagure.io " +
        "caddyserver.com authelia.com pytorch.org nginxproxymanager.com openwebui.com dmtf.org cisa.gov die.net iso.org tigera.io rook.io " +
        "cisecurity.org talos.dev external-secrets.io fsf.org direnv.net goteleport.com aka.ms visualstudio.com amazon.com arxiv.org tldp.org " +
        "kasmweb.com hivemq.com rackspace.com markdownguide.org gitea.io vuejs.org reactjs.org angular.io svelte.dev vitejs.dev vite.dev " +
        "tailwindcss.com getbootstrap.com themoviedb.org thetvdb.com pgadmin.org scikit-learn.org numpy.org scipy.org pandas.pydata.org " +
        "tensorflow.org jupyter.org postgis.net icann.org nvmexpress.org open-scap.org shellcheck.net sitemaps.org dropbox.com " +
        "googletagmanager.com google-analytics.com googleadservices.com googletagservices.com googlesyndication.com " +
        "ytimg.com ggpht.com googlevideo.com baidu.com qq.com tencent.com weibo.com taobao.com alicdn.com cnn.com scorecardresearch.com " +
        "quantserve.com grammarly.com evernote.com web.dev rke2.io metallb.io metallb.universe.tf kubevirt.io knative.dev linkerd.io " +
        "envoyproxy.io openfaas.com crossplane.io backstage.io pulumi.com opencontainers.org sigstore.dev spdx.org oci.dev flatcar.org " +
        "packetfence.org freeradius.org freeipa.org sssd.io kerberos.org openwall.com cve.org cpe.mitre.org unicode.org whatwg.org " +
        "ecma-international.org ieee.org itu.int ansi.org pcisig.com usb.org jedec.org t10.org t13.org snia.org storagenetworking.org " +
        "cyrusimap.org exim.org opendkim.org opendmarc.org dmarc.org rspamd.org amavis.org pyzor.org uribl.com mailspike.net psbl.org cpanel.com " +
        "directadmin.com virtualmin.com ispconfig.org froxlor.org baculasystems.com bacula.org bareos.org bareos.com amanda.org rsnapshot.org " +
        "duplicity.gitlab.io kopia.io syncthing.net resilio.com ctan.org latex-project.org asciidoctor.org pandoc.org markdownlint.com " +
        "editorconfig.org conventionalcomments.org keepachangelog.org choosealicense.com opengroup.org pubs.opengroup.org man7.org linux.die.net " +
        "manpages.org tldr.sh explainshell.com cheat.sh regex101.com jsonlint.com yamllint.com yaml.org json.org toml.io graphql.org " +
        "openapis.org swagger.io grpc.io protobuf.dev mqtt.org zeromq.org nats.io " +
        // A setting of Linux: dev.cdrom.info
        "cdrom.info pypa.io " +
        // Programs of Windows: more.com
        "chcp.com command.com diskcomp.com diskcopy.com format.com mode.com more.com tree.com " +
        // Projects, registries and providers that infrastructure as code takes its parts from; the ending that nobody can have.
        "acmedns.com adoptium.net agilebits.com aliyuncs.com asciinema.org asciidoc.org apparmor.net archive.org asterisk.org authelia.com " +
        "audiobookshelf.org bettercrypto.org bottlerocket.dev bunkerweb.io buf.build cabforum.org caddyserver.com cachix.org " +
        "cfargotunnel.com cloud-init.io cloudbase.it composer.org consul.io contributor-covenant.org controlplane.io " +
        "corosync.org cri-o.io creativecommons.org daocloud.io ddclient.net debian-handbook.info debops.org deepwiki.com deluge-torrent.org " +
        "devuan.org dexidp.io direnv.net diataxis.fr djangoproject.com docker-cn.com drawio.com envoyproxy.io equinix.com etherpad.org " +
        "exoscale.com external-secrets.io fail2ban.org fedorainfracloud.org firefly-iii.org flatcar.org flatcar-linux.net freeradius.org " +
        "fsf.org fwupd.org galeracluster.com getcomposer.org getfedora.org gitbook.com github.io gitignore.io gitlab.io " +
        "googletagmanager.com graphiteapp.org graylog2.org gruntwork.io gvisor.dev handlebarsjs.com harvesterhci.io homebridge.io he.net " +
        "infisical.com iobroker.net ipxe.org iventoy.com jetstack.io joplinapp.org jupyter.org kanidm.com kasmweb.com kasm.com komga.org " +
        "kronosnet.org kube-vip.io kube-router.io kubeovn.io kubevirt.io kubesearch.dev k8s-sigs.io k8slens.dev languagetool.org " +
        "libvirt.org linux-kvm.org looking-glass.io mattermost.com meltdownattack.com metallb.io metallb.universe.tf metabase.com " +
        "migadu.com miniflux.app mkdocs.org nats.io netboot.xyz netfilter.org nftables.org nocodb.com nomadproject.io notifiarr.com " +
        "novnc.com octoprint.org open-iscsi.com openldap.org opendkim.org openeuler.org openhab.org opennebula.org openresty.org " +
        "openshift.io openstack.org ory.sh ovhcloud.com ovh.com packager.io passwordstore.org pgadmin.org phpipam.net phusionpassenger.com " +
        "pocket-id.org poedit.net posthog.com pre-commit.com prosody.im prowlarr.com pytorch.org qbittorrent.org qubes-os.org rackspace.com " +
        "radarr.video r-project.org reuse.software rook.io rstudio.com rubyonrails.org rufus.ie sabnzbd.org safespring.com saltproject.io " +
        "saltstack.com schemastore.org servarr.com simpleicons.org sigstore.dev snapshot.debian.org sonarr.tv sonarsource.com " +
        "spameatingmonkey.net spdx.dev spdx.org sphinx-doc.org stakater.com star-history.com stunnel.org surriel.com sury.org mailspike.net " +
        "syncthing.net talos.dev siderolabs.com tautulli.com technitium.com teamspeak.com teslamate.org tensorflow.org tigera.io " +
        "torproject.org transmissionbt.com unbound.net unsplash.com upcloud.com urbackup.org use-application-dns.net vagrantup.com " +
        "vaultproject.io virt-manager.org virtualenv.org visualstudio.com weave.works wikimedia.org wiki.js.org " +
        "woodpecker-ci.org yaml.org yarnpkg.org yubico.com zitadel.com zlib.net zotregistry.dev zx2c4.com invalid " +
        "domain.com domain.tld yourdomain.com yourdomain.tld your-domain.com mydomain.com mydomain.tld daringfireball.net kraxel.org kernelconfig.io markdownguide.org linuxfound.org " +
        "discord.gg matrix.org nginx.com gitea.io youtube-nocookie.com one.one.one.one nixery.dev determinate.systems speakerdeck.com fogproject.org renovateapp.com " +
        "ycombinator.com your-objectstorage.com youtube.com zabbix.com zerossl.com zerotier.com zfsonlinux.org zigbee2mqtt.io zoho.com zoom.us");

    /// <summary>Whether a domain is one of them; those below are, too, but not asked for here.</summary>
    public static bool Contains(ReadOnlySpan<byte> name) => Names.Contains(name);
}
