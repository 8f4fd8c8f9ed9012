using System.Text;
using CsCheck;
using ProxmoxMpc.Lab;
using ProxmoxMpc.Lab.Guests;
using ProxmoxMpc.Lab.Schema;

namespace ProxmoxMpc.Tests.Unit.Lab;

public sealed class RobustnessTests
{
    internal static readonly string[] HostileValues =
    [
        "", " ", "0", "1", "-1", "99999999999999999999", "1.5", "abc", "a,b;c d", "${jndi:x}", "'; Remove-Item -Recurse /", "../../etc/passwd", "\n\r\n", "\0", "%00", "é😀", "=", ",", ",,=", "a=b,a=b",
        "local:1", "local-zfs:1", "ceph-rbd:0.5", "local:cloudinit", "none", "none,media=cdrom", "local:iso/debian-13.1.0-amd64-netinst.iso", "local:iso/debian-13.1.0-amd64-netinst.iso,media=cdrom", "local:100/vm-100-disk-0.raw", "ceph-rbd:vm-100-disk-0",
        "ceph-rbd:4,import-from=local:import/debian-13-genericcloud-amd64.qcow2", "ceph-rbd:0,import-from=local:import/debian-13-genericcloud-amd64.qcow2", "virtio,bridge=vmbr0", "virtio=BC:24:11:00:00:01,bridge=vmbr9,tag=5", "name=eth0,bridge=vmbr1", "order=scsi0;net0", "scsi0", "net0", "cores,memory", "unused0", "mp0",
        "/mnt/x,mp=/x", "pve1", "pve2", "nope", "100", "200", "900", "106", "12345", "+1G", "10G", "root@pam", "ops@pve", "a@b@c", "x!y", "PVEAuditor", "VM.Audit", "/vms/100", "vm:102", "ACCEPT", "in", "group", "10.0.0.0/8", "::1/128", "dhcp", "host,flags=+aes", "q35", "win11", "current=4096", "images", "prod",
    ];

    internal static readonly EndpointSpec[] AllEndpoints = [.. ApiTable.Default.Endpoints];

    private static readonly Gen<(EndpointSpec Endpoint, string[] Values, ulong Pick)> Request =
        Gen.Select(Gen.Int[0, AllEndpoints.Length - 1], Gen.Int[0, HostileValues.Length - 1].Select(i => HostileValues[i]).Array[12], Gen.ULong, (index, values, pick) => (AllEndpoints[index], values, pick));

    [Fact]
    public void No_request_however_hostile_makes_the_Lab_throw()
    {
        Request.Array[12].Sample(requests =>
        {
            using var cluster = LabCluster.Demo();
            var (id, secret) = cluster.IssueEmbeddedToken();
            foreach (var (endpoint, values, pick) in requests)
            {
                var answer = Send(cluster, $"PVEAPIToken={id}={secret}", endpoint, values, pick);
                Assert.True(answer.Status is 200 or 400 or 401 or 403 or 404 or 424 or 500 or 501, $"{endpoint.Method} {endpoint.Path}: {answer.Status} {answer.Reason}");
                Assert.DoesNotContain('\n', answer.Reason);
            }
            // Whatever happened, the state can be saved and read again.
            using var again = LabCluster.FromJson(cluster.ToJson());
            Assert.Equal(cluster.ToJson(), again.ToJson());
        }, iter: 150);
    }

    internal static LabResponse Send(LabCluster cluster, string authorization, EndpointSpec endpoint, string[] values, ulong pick)
    {
        int next = 0;
        string Value(ParameterSpec spec)
        {
            string raw = values[next++ % values.Length];
            // Half of the values have the right type, so that handlers are reached.
            if (((pick >> (next % 61)) & 1) == 0)
                return raw;
            return spec.Type switch { "boolean" => "1", "integer" or "number" => ((long)(spec.Minimum ?? 1)).ToString(System.Globalization.CultureInfo.InvariantCulture), _ => spec.Enum?[0] ?? raw };
        }
        var path = new StringBuilder("/api2/json");
        foreach (string segment in endpoint.Segments)
        {
            path.Append('/').Append(segment switch
            {
                "{node}" => "pve1",
                "{vmid}" => (pick % 5) switch { 0 => "100", 1 => "103", 2 => "200", 3 => "901", _ => "999" },
                "{storage}" => "local",
                "{iface}" => "vmbr0",
                _ when segment[0] == '{' => Uri.EscapeDataString(values[next++ % values.Length].Replace("/", "", StringComparison.Ordinal) is { Length: > 0 } v ? v : "x"),
                _ => segment,
            });
        }
        var own = endpoint.Segments.Where(s => s[0] == '{').Select(s => s[1..^1]).ToHashSet();
        // Every other request has but one or two optional parameters: most of those get past the schema.
        int rare = (int)(pick % 2), count = endpoint.Parameters.All.Count();
        var parameters = endpoint.Parameters.All.Where(p => !own.Contains(p.Name)).Where((p, i) => !p.Optional || (rare == 0 ? i == (int)(pick / 7 % (ulong)count) || i == (int)(pick / 977 % (ulong)count) : ((pick >> (i % 64)) & 7) == 0))
            .Select(p => KeyValuePair.Create(p.Family is { } family ? family.Prefix + (pick % 3).ToString(System.Globalization.CultureInfo.InvariantCulture) : p.Name, Value(p)));
        string form = string.Join('&', parameters.Select(p => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(p.Value)}"));
        bool query = endpoint.Method is "GET" or "DELETE";
        // The fast clock of the demo: no answer waits longer than its tasks.
        return cluster.HandleAsync(new LabRequest(endpoint.Method, path.ToString(), query ? form : null, [new("Authorization", authorization)], query ? default : Encoding.UTF8.GetBytes(form)), CancellationToken.None).GetAwaiter().GetResult();
    }

    [Fact]
    public void Printing_a_parsed_property_string_and_parsing_it_again_gives_the_same_parts()
    {
        var format = Nets.Format("qemu");
        Gen.Select(Gen.Int[0, 2].Select(i => ((string[])["virtio", "e1000", "vmxnet3"])[i]), Gen.Bool, Gen.Int[1, 4094], Gen.Bool, Gen.Int[0, 1].Select(i => $"vmbr{i}")).Sample((model, firewall, tag, down, bridge) =>
        {
            string text = $"bridge={bridge},firewall={(firewall ? "on" : "0")},tag={tag},{(down ? "link_down=yes," : "")}{model}=BC:24:11:00:00:01";
            var parts = PropertyString.Parse(format, text);
            string printed = PropertyString.Print(format, parts);
            Assert.Equal(parts.OrderBy(p => p.Key), PropertyString.Parse(format, printed).OrderBy(p => p.Key));
            Assert.StartsWith($"{model}=BC:24:11:00:00:01,bridge=", printed, StringComparison.Ordinal);
            Assert.Equal(printed, PropertyString.Print(format, PropertyString.Parse(format, printed)));
        });
    }

    [Fact]
    public void Sizes_print_in_their_largest_unit_and_read_back()
    {
        Gen.Long[0, 1L << 50].Sample(bytes => Assert.Equal(bytes, TextRules.ParseSize(TextRules.FormatSize(bytes))));
        Assert.Equal(["4G", "528K", "1025", "0T"], ((long[])[4L << 30, 528 << 10, 1025, 0]).Select(TextRules.FormatSize));
    }
}
