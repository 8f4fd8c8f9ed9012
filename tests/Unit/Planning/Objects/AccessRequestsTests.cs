using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Tests.Unit.Planning.Objects;

/// <summary>Users, groups, roles, the access list and tokens, brought to what the code wants by requests that the Lab checks like Proxmox.</summary>
public sealed class AccessRequestsTests
{
    [Fact]
    public async Task A_user_is_made_changed_and_emptied_again()
    {
        using var bench = new ObjectBench();
        var key = new ObjectKey(ObjectKind.User, ObjectScope.Cluster, "new@pve");
        await bench.ApplyAsync(new(ObjectKind.Group, ObjectScope.Cluster, "crew"), [ObjectBench.Make(ObjectKind.Group, "crew", ("comment", "c"))]);
        Assert.Equal(["POST /access/users comment=c #; email=a@example.org firstname=A groups=crew userid=new@pve"], await bench.ApplyAsync(key,
            [ObjectBench.Make(ObjectKind.User, "new@pve", ("enable", "1"), ("expire", "0"), ("comment", "c #;"), ("email", "a@example.org"), ("firstname", "A"), ("groups", "crew"))]));
        Assert.Equal(["PUT /access/users/new%40pve email= enable=0 expire=1893456000 groups= lastname=B"], await bench.ApplyAsync(key,
            [ObjectBench.Make(ObjectKind.User, "new@pve", ("enable", "0"), ("expire", "1893456000"), ("comment", "c #;"), ("firstname", "A"), ("lastname", "B"))]));
        Assert.Equal(["PUT /access/users/new%40pve comment= enable=1 expire=0 firstname="], await bench.ApplyAsync(key, [ObjectBench.Make(ObjectKind.User, "new@pve")], "lastname"));
        Assert.Equal("B", Assert.IsType<User>(Assert.Single(bench.Of(key))).LastName);
    }

    [Fact]
    public async Task Groups_roles_and_access_rules_are_made_changed_and_deleted()
    {
        using var bench = new ObjectBench();
        var (group, role, entry) = (new ObjectKey(ObjectKind.Group, ObjectScope.Cluster, "crew"), new ObjectKey(ObjectKind.Role, ObjectScope.Cluster, "Watch"), new ObjectKey(ObjectKind.Acl, ObjectScope.Cluster, "/vms/100?crew?Watch"));
        ClusterObject Entry(string propagate) => ObjectBench.Make(ObjectKind.Acl, entry.Name, ("path", "/vms/100"), ("type", "group"), ("ugid", "crew"), ("roleid", "Watch"), ("propagate", propagate));
        await bench.ApplyAsync(group, [ObjectBench.Make(ObjectKind.Group, "crew")]);
        Assert.Equal(["PUT /access/groups/crew comment=x"], await bench.ApplyAsync(group, [ObjectBench.Make(ObjectKind.Group, "crew", ("comment", "x"))]));
        Assert.Equal(["PUT /access/groups/crew comment="], await bench.ApplyAsync(group, [ObjectBench.Make(ObjectKind.Group, "crew")]));
        await bench.ApplyAsync(role, [ObjectBench.Make(ObjectKind.Role, "Watch", ("privs", "VM.Audit,Sys.Audit"))]);
        await bench.ApplyAsync(role, [ObjectBench.Make(ObjectKind.Role, "Watch", ("privs", "VM.Audit"))]);
        await bench.ApplyAsync(role, [ObjectBench.Make(ObjectKind.Role, "Watch")]);
        Assert.Equal(["PUT /access/acl groups=crew path=/vms/100 propagate=0 roles=Watch"], await bench.ApplyAsync(entry, [Entry("0")]));
        Assert.Equal(["PUT /access/acl groups=crew path=/vms/100 propagate=1 roles=Watch"], await bench.ApplyAsync(entry, [Entry("1")]));
        Assert.Equal(["PUT /access/acl delete=1 groups=crew path=/vms/100 roles=Watch"], await bench.ApplyAsync(entry, []));
        await bench.ApplyAsync(role, []);
        await bench.ApplyAsync(group, []);
    }

    [Fact]
    public async Task A_token_is_changed_and_neither_made_nor_deleted()
    {
        using var bench = new ObjectBench();
        await bench.Client.PostAsync("/access/users/root%40pam/token/t1", [new("comment", "a")], TestContext.Current.CancellationToken);
        await bench.ReadAsync();
        var token = bench.Objects.OfType<Token>().First();
        await bench.ApplyAsync(token.Key, [ObjectBench.Make(ObjectKind.Token, token.Name, ("comment", "für ☎"), ("expire", "1893456000"), ("privsep", token.PrivilegeSeparation ? "1" : "0"))]);
        await bench.ApplyAsync(token.Key, [ObjectBench.Make(ObjectKind.Token, token.Name, ("expire", "0"), ("privsep", token.PrivilegeSeparation ? "1" : "0"))]);
        Assert.Contains("shows the secret", bench.Work(token.Key with { Name = token.UserId + "!other" }, [ObjectBench.Make(ObjectKind.Token, token.UserId + "!other")]).Refusal);
        Assert.Contains("its secret is lost", bench.Work(token.Key, []).Refusal);
    }

    [Fact]
    public async Task Built_in_things_and_users_that_would_go_are_left_alone()
    {
        using var bench = new ObjectBench();
        await bench.ReadAsync();
        ObjectKey Of(ObjectKind kind, string name) => new(kind, ObjectScope.Cluster, name);
        Assert.Contains("brings the user root@pam along", bench.Work(Of(ObjectKind.User, "root@pam"), []).Refusal);
        Assert.Contains("brings the role PVEAuditor along", bench.Work(Of(ObjectKind.Role, "PVEAuditor"), [ObjectBench.Make(ObjectKind.Role, "PVEAuditor", ("privs", "VM.Audit"))]).Refusal);
        Assert.Contains("Proxmox's own", bench.Work(Of(ObjectKind.Role, "pveMine"), [ObjectBench.Make(ObjectKind.Role, "pveMine")]).Refusal);
        Assert.Contains("lost for good", bench.Work(Of(ObjectKind.User, bench.Objects.OfType<User>().First(user => !user.IsBuiltIn).Name), []).Refusal);
    }
}
