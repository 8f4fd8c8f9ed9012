using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;
using ProxmoxMpc.Core.Planning.Objects;
using ProxmoxMpc.Core.Terraform;
using ProxmoxMpc.Core.Terraform.Objects;

namespace ProxmoxMpc.Tests.Unit.Terraform.Objects;

/// <summary>Code for what stands beside guests, read back as the objects that it stands for.</summary>
public sealed class ObjectDecoderTests
{
    private static readonly Guest[] TwoGuests = [Guests.Web(100), Guests.Proxy(101)];

    private static TerraformCode Code(IReadOnlyCollection<ClusterObject> objects, Guest[] guests)
    {
        var code = new ObjectCode(objects, guests, _ => false);
        var taken = new HashSet<string>();
        return TerraformReader.Read(code.Views.Keys.GroupBy(ObjectCode.FileOf).ToDictionary(file => file.Key, file => code.Append(null, file, taken)));
    }

    private static DeclaredObject One(string text) => Assert.Single(TerraformReader.Read(new Dictionary<string, string> { ["terraform/a.tf"] = text }).Objects);

    private static (string, GuestKind)? PlaceOf(int vmid) => TwoGuests.FirstOrDefault(guest => guest.VmId == vmid) is { } guest ? (guest.Node, guest.Kind) : null;

    [Fact]
    public void What_the_server_has_as_code_asks_nothing_of_the_server()
    {
        var asked = new List<string>();
        var kinds = new HashSet<ObjectKind>();
        for (var seed = 1; seed <= LongRun.Iterations(40); seed++)
        {
            var objects = ObjectSamples.Create(seed, TwoGuests);
            foreach (var declared in Code(objects, TwoGuests).Objects)
            {
                var server = ObjectCode.ObjectsOf(declared.Key, objects);
                var decoded = ObjectDecoder.Of(declared, isNew: false);
                if (decoded.Reason is { } reason) asked.Add($"{seed} {declared.Key}: {reason}");
                else
                {
                    kinds.Add(declared.Key.Kind);
                    var work = ObjectRequests.Of(declared.Key, server, decoded.Objects, ObjectDecoder.Kept(declared.Key, server, decoded), PlaceOf);
                    if (work.Refusal is not null || work.Requests.Length > 0) asked.Add($"{seed} {declared.Key}: {work.Refusal}{string.Join("; ", work.Requests)}");
                }
            }
        }
        Assert.True(asked.Count == 0, string.Join('\n', asked.Take(60)));
        Assert.Superset(Done, kinds);
    }

    // The kinds that both directions know.
    private static readonly HashSet<ObjectKind> Done =
    [
        ObjectKind.User, ObjectKind.Group, ObjectKind.Role, ObjectKind.Acl, ObjectKind.Token, ObjectKind.Pool, ObjectKind.StorageDefinition, ObjectKind.Network, ObjectKind.HaResource, ObjectKind.HaRule, ObjectKind.BackupJob,
        ObjectKind.ClusterOption, ObjectKind.FirewallOption, ObjectKind.FirewallRule, ObjectKind.FirewallIpSet, ObjectKind.FirewallGroup,
    ];

    [Fact]
    public void What_only_Terraform_can_work_out_is_left_as_it_is_and_nothing_new_is_made_of_it()
    {
        var declared = One("""
            resource "proxmox_virtual_environment_user" "a" {
              user_id = "a@pve"
              comment = random_pet.name.id
              email   = "a@example.org"
            }
            """);
        var decoded = ObjectDecoder.Of(declared, isNew: false);
        Assert.Contains("comment", decoded.Unopinionated);
        Assert.Equal("a@example.org", Assert.Single(decoded.Objects).Settings["email"]);
        Assert.Equal("comment: only Terraform can work out its value.", ObjectDecoder.Of(declared, isNew: true).Reason);
    }

    [Fact]
    public void What_is_ignored_is_given_to_what_is_new_and_kept_of_what_is_there()
    {
        var declared = One("""
            resource "proxmox_virtual_environment_group" "a" {
              group_id = "a"
              comment  = "first"
              lifecycle {
                ignore_changes = [comment]
              }
            }
            """);
        var server = ObjectSamples.Make(ObjectKind.Group, ObjectScope.Cluster, "a", ("comment", "second"), ("users", "x@pve"));
        var decoded = ObjectDecoder.Of(declared, isNew: false);
        Assert.Equal(["comment", "users"], ObjectDecoder.Kept(declared.Key, [server], decoded).Order());
        Assert.Equal("first", Assert.Single(ObjectDecoder.Of(declared, isNew: true).Objects).Comment);
    }

    [Theory]
    [InlineData("password = \"x\"", true, "Its password would stand in the plan. Take it out of the code, and set it afterwards: pveum passwd.")]
    [InlineData("password = \"x\"", false, null)]
    [InlineData("keys = \"x\"", false, "keys is not an attribute that can be applied here.")]
    [InlineData("acl {\n path = \"/\"\n role_id = \"x\"\n }", false, "acl is not an attribute that can be applied here.")]
    [InlineData("enabled = \"perhaps\"", false, "enabled: true or false is needed here.")]
    [InlineData("expiration_date = \"soon\"", false, "expiration_date: a time like 2030-01-31T00:00:00Z is needed here.")]
    [InlineData("timeouts {\n create = \"1m\"\n }", true, null)]
    [InlineData("keys = null", true, null)]
    public void What_cannot_be_applied_is_said(string line, bool isNew, string? reason) =>
        Assert.Equal(reason, ObjectDecoder.Of(One($$"""
            resource "proxmox_virtual_environment_user" "a" {
              user_id = "a@pve"
              {{line}}
            }
            """), isNew).Reason);
}
