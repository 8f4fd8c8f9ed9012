namespace ProxmoxMpc.Tests.Unit.Api;

/// <summary>A cluster of two nodes in Proxmox's own words, small enough to be read: a VM, its template, a container with raw lines.</summary>
internal static class SmallCluster
{
    internal const string AuditEverywhere = """{"/":{"VM.Audit":1},"/vms":{"VM.Audit":1},"/storage":{"Datastore.Audit":1},"/pool":{"Pool.Audit":1},"/sdn":{"SDN.Audit":1},"/vms/100":{"VM.Audit":1}}""";

    internal static FakePve Make() => new FakePve()
        .On("GET /version", """{"version":"9.2.11","release":"9.2","repoid":"14a22df35955d97d"}""")
        .On("GET /access/permissions", AuditEverywhere)
        .On("GET /access/acl", """[{"path":"/","roleid":"PVEAuditor","ugid":"a@pve","type":"user","propagate":1}]""")
        .On("GET /cluster/status", """[{"type":"node","name":"pve2","ip":"192.0.2.11","online":1},{"type":"cluster","name":"lab","quorate":1,"nodes":2},{"type":"node","name":"pve1","ip":"192.0.2.10","online":1}]""")
        .On("GET /cluster/ha/resources", """[{"sid":"vm:100","state":"started"}]""")
        .On("GET /nodes", """
            [{"node":"pve2","status":"online","maxcpu":8,"maxmem":17179869184,"cpu":0.25,"mem":1073741824,"uptime":60,"id":"node/pve2","type":"node"},
             {"node":"pve1","status":"online","maxcpu":16,"maxmem":68719476736,"cpu":0.5,"mem":2147483648,"uptime":4172,"id":"node/pve1","type":"node"}]
            """)
        .On("GET /cluster/resources", _ => FakePve.Data(Resources))
        .On("GET /pools", """[{"poolid":"prod","comment":"c"},{"poolid":"p/q"}]""")
        .On("GET /pools?poolid=prod", """[{"poolid":"prod","comment":"c","members":[{"type":"qemu","vmid":101},{"type":"storage","storage":"shared","node":"pve1"},{"type":"qemu","vmid":100}]}]""")
        .On("GET /pools?poolid=p/q", """[{"poolid":"p/q","members":[]}]""")
        .On("GET /nodes/pve1/qemu", """[{"vmid":101,"name":"tpl","status":"stopped","template":1},{"vmid":100,"name":"web01","status":"running"}]""")
        .On("GET /nodes/pve1/lxc", "[]")
        .On("GET /nodes/pve2/qemu", "[]")
        .On("GET /nodes/pve2/lxc", """[{"vmid":"200","name":"ct1","status":"stopped","type":"lxc"}]""")
        .On("GET /nodes/pve1/qemu/100/config", """
            {"agent":"1","cipassword":"$5$leaked","cores":4,"cpulimit":0.5,"description":"a'; Remove-Item ${x}\nö","digest":"d1","kvm":true,"memory":"2048","name":"web01",
             "net0":"virtio=BC:24:11:DD:52:F9,bridge=vmbr0","scsi0":"local:100/vm-100-disk-0.qcow2,size=4G","futurekey":{"a":[1]},"nothing":null}
            """)
        .On("GET /nodes/pve1/qemu/100/pending", """
            [{"key":"cores","value":1,"pending":4},{"key":"name","value":"web01"},{"key":"digest","value":"d1"},{"key":"vga","value":"std","delete":1},{"key":"cipassword","value":"**********","pending":"$5$leaked"},{"key":"machine","pending":"q35"},
             {"key":"agent","value":"1"},{"key":"cpulimit","value":0.5},{"key":"description","value":"a'; Remove-Item ${x}\nö"},{"key":"kvm","value":true},{"key":"memory","value":"2048"},{"key":"nothing","value":null},
             {"key":"net0","value":"virtio=BC:24:11:DD:52:F9,bridge=vmbr0"},{"key":"scsi0","value":"local:100/vm-100-disk-0.qcow2,size=4G"},{"key":"futurekey","value":{"a":[1]}}]
            """)
        .On("GET /nodes/pve1/qemu/101/config", """{"name":"tpl","template":1,"digest":"d2"}""")
        .On("GET /nodes/pve2/lxc/200/config", """{"hostname":"ct1","memory":512,"lxc":[["lxc.apparmor.profile","unconfined"],["lxc.mount.entry","a \"b\""]],"description":"ct\n","digest":"d3","unprivileged":1}""")
        .On("GET /storage", """[{"storage":"shared","type":"nfs","content":"vztmpl,iso","shared":1},{"storage":"local","type":"dir","content":"rootdir,images,iso"},{"storage":"off","type":"brandnew","content":"images","disable":1}]""")
        .On("GET /nodes/pve1/storage", """
            [{"storage":"shared","type":"nfs","content":"vztmpl,iso","shared":1,"active":1,"enabled":1,"total":100,"used":10},
             {"storage":"local","type":"dir","content":"rootdir,images,iso","shared":0,"active":1,"enabled":1,"total":1000,"used":50},
             {"storage":"off","type":"brandnew","content":"images","shared":0,"active":0,"enabled":0}]
            """)
        .On("GET /nodes/pve2/storage", """[{"storage":"shared","type":"nfs","content":"iso,vztmpl","shared":1,"active":1,"enabled":1,"total":100,"used":10}]""")
        .On("GET /nodes/pve1/storage/shared/content?content=iso", """[{"volid":"shared:iso/b.iso","content":"iso","size":2},{"volid":"shared:iso/a.iso","content":"iso","size":1}]""")
        .On("GET /nodes/pve1/storage/shared/content?content=vztmpl", """[{"volid":"shared:vztmpl/debian.tar.zst","content":"vztmpl","size":"3"}]""")
        .On("GET /nodes/pve1/storage/local/content?content=iso", "[]")
        .On("GET /nodes/pve1/network", """
            [{"iface":"vmbr0","type":"bridge","cidr":"192.0.2.10/24","address":"192.0.2.10","netmask":"24","bridge_ports":"eno1","bridge_vlan_aware":1,"autostart":1,"comments":"lan\n"},
             {"iface":"eno1","type":"eth"},{"iface":"vmbr9","type":"bridge","bridge_ports":"none"},{"iface":"bond0","type":"bond","slaves":"eno2  eno3"}]
            """)
        .On("GET /nodes/pve2/network", "[]")
        .On("GET /nodes/pve1/qemu/100/status/current", """{"status":"running","qmpstatus":"paused","vmid":100,"ha":{"managed":1,"state":"started"}}""");

    internal const string Resources = """
        [{"type":"qemu","id":"qemu/100","vmid":100,"node":"pve1","status":"running","pool":"prod","hastate":"started"},{"type":"qemu","id":"qemu/101","vmid":101,"node":"pve1","status":"unknown","pool":"prod"},
         {"type":"lxc","id":"lxc/200","vmid":200,"node":"pve2","status":"stopped"},{"type":"node","id":"node/pve1","node":"pve1","status":"online"},
         {"type":"storage","id":"storage/pve2/shared","storage":"shared","node":"pve2","plugintype":"nfs","content":"iso,vztmpl","shared":1,"status":"available","maxdisk":100},{"type":"network","id":"network/pve1/zone/localnetwork"}]
        """;
}
