using System.Text.Json.Nodes;

namespace ProxmoxMpc.Tests.Engine;

/// <summary>Objects of every type that a cmdlet emits, shared as JSON, against a Lab whose names, comments and addresses are labelled.</summary>
public sealed class SharedObjectTests : IDisposable
{
    // Each stands in some name, comment or address of the Lab, and in nothing of Proxmox's own.
    private static readonly string[] Labels =
        ["kestrelnode", "zorbquelle", "qwimper", "marlenqua", "quillfirma", "huberquax", "geheim", "zephyrklaster", "brixbert", "quaxgruppe", "quaxnotiz", "203.0.114", "10.44.7.", "10.10.20.", "BC:24:11:4A", "5a100064", "AAAAC3NzaC1lZDI1NTE5AAAAIAcICQoL"];

    private readonly LabSession _lab = new(edit: Hostile);

    public void Dispose()
    {
        _lab.Run("Clear-PmpcPseudonym -Confirm:$false").Succeed();
        _lab.Dispose();
    }

    private static void Hostile(JsonNode lab)
    {
        var text = lab.ToJsonString();
        foreach (var node in new[] { "pve1", "pve2", "pve3" }) text = System.Text.RegularExpressions.Regex.Replace(text, $@"\b{node}\b", node.Replace("pve", "kestrelnode", StringComparison.Ordinal));
        var hostile = JsonNode.Parse(text)!.AsObject();
        var number = 0;
        foreach (var (vmid, guest) in hostile["guests"]!.AsObject())
        {
            var config = guest!["config"]!.AsObject();
            var key = config.ContainsKey("hostname") ? "hostname" : "name";
            config[key] = number++ % 2 == 0 ? $"zorbquelle-{number}" : $"Qwimper{number}";
            config["description"] = $"Kasse von Huberquax {vmid}\nfragt Brixbert, sonst nobody";
            if (config.ContainsKey("ciuser")) config["ciuser"] = "marlenqua";
            if (config.ContainsKey("searchdomain")) config["searchdomain"] = "corp.quillfirma.de";
        }
        hostile["clusterName"] = "zephyrklaster";
        Set("users", """{"root@pam":{"email":"root@corp.quillfirma.de"},"marlenqua@pve":{"comment":"Huberquax","firstname":"Brixbert","lastname":"Huberquax","email":"brixbert@quillfirma.de"}}""");
        Set("groups", """{"quaxgruppe":{"comment":"Truppe Huberquax","users":["marlenqua@pve"]}}""");
        Set("acl", """[{"path":"/","ugid":"marlenqua@pve","type":"user","role":"PVEAuditor","propagate":true},{"path":"/pool/staging","ugid":"quaxgruppe","type":"group","role":"PVEVMAdmin","propagate":true}]""");
        hostile["pools"]!["prod"]!["comment"] = "Kunde Huberquax";
        hostile["datacenter"]!["description"] = "Rechenzentrum Huberquax";
        hostile["ha"]!["resources"]!["vm:102"]!["comment"] = "Huberquax db";
        hostile["firewall"]!["aliases"]!["office"] = JsonNode.Parse("""{"cidr":"203.0.114.0/24","comment":"Huberquax"}""");
        hostile["firewall"]!["ipsets"]!["management"] = JsonNode.Parse("""{"comment":"Huberquax","entries":[{"cidr":"10.44.7.0/24","comment":"Huberquax"}]}""");
        hostile["backupJobs"]!["backup-nightly"]!["comment"] = "Huberquax";
        hostile["backupJobs"]!["backup-nightly"]!["notes-template"] = "{{guestname}} Huberquax";
        foreach (var (name, value) in hostile.ToArray()) lab[name] = value?.DeepClone();

        void Set(string name, string json) => hostile[name] = JsonNode.Parse(json);
    }

    /// <summary>Every reading cmdlet without mandatory parameters is in it: what is new is shared here, too.</summary>
    [Fact]
    public void Nothing_real_is_in_what_any_cmdlet_emits()
    {
        string[] scripts =
        [
            // Pseudonyms are listed with what they stand for.
            .. _lab.Lines("Get-Command -Module ProxmoxMpc -Verb Get, Test, Compare | Where-Object { $_.Name -notmatch 'Pseudonym$' } | Where-Object { -not ($_.ParameterSets | Where-Object IsDefault | ForEach-Object Parameters | Where-Object IsMandatory) } | ForEach-Object Name"),
            "Get-PmpcTask | Get-PmpcTaskLog", "New-PmpcGuestSnapshot -VmId 100 -SnapshotName quaxnotiz1 -Description 'vor Huberquax'", "Get-PmpcGuestSnapshot -VmId 100",
            "Set-PmpcVm -VmId 100 -Memory 8192 -Description 'neu fuer Huberquax, und Brixbert' -PassThru", "Get-PmpcPlan", "(Get-PmpcPlan).Steps", "Compare-PmpcInfrastructure", "Invoke-PmpcApply -Confirm:$false",
            "Stop-PmpcVm -VmId 100 -Confirm:$false", "Sync-PmpcInfrastructure", "Get-PmpcHistory", "Get-PmpcPrivacyRule", "Get-PmpcVm nosuchqwimper", "New-PmpcIssueReport report -WhatIf",
        ];
        Assert.True(scripts.Length > 40, string.Join(' ', scripts));
        var types = new HashSet<string>();
        foreach (var script in scripts)
        {
            var outcome = _lab.Run($$"""
                $found = @({{script}} 2>&1)
                $found | ForEach-Object { $_.PSTypeNames[0] }
                '---'
                $found | ConvertTo-PmpcAnonymized -Level Standard | ConvertTo-Json -Depth 12 -WarningAction SilentlyContinue
                """);
            var texts = outcome.Succeed().Output.Select(item => item.ToString()).ToList();
            types.UnionWith(texts.TakeWhile(text => text != "---"));
            var shared = string.Concat(texts.SkipWhile(text => text != "---"));
            foreach (var label in Labels.Where(label => label != "quaxnotiz")) Assert.False(shared.Contains(label, StringComparison.OrdinalIgnoreCase), $"{script}: {label} in {shared}");
        }
        Assert.True(types.Count > 30, string.Join(' ', types.Order()));
    }

    [Fact]
    public void Objects_of_any_shape_keep_their_types_and_tell_nothing()
    {
        var json = _lab.Lines("""
            $item = [pscustomobject]@{
                Node = 'castle-01'; Nested = [pscustomobject]@{ Deep = [pscustomobject]@{ Text = 'ssh castle-01'; Number = 7 } }
                Table = @{ 'castle-01' = @{ ip = '10.77.3.9' } }; List = @(1, 'at 10.77.3.9', $null); When = [datetime]'2026-01-02'; Bytes = [Text.Encoding]::UTF8.GetBytes('castle-01 is 10.77.3.9'); Key = [byte[]](0, 255, 1, 254)
                Password = 'Geheim#77x'; Secret = (ConvertTo-SecureString 'Geheim#78' -AsPlainText -Force); Credential = [pscredential]::new('jane@castle.firma.de', (ConvertTo-SecureString 'Geheim#79' -AsPlainText -Force))
                Xml = [xml]'<host name="castle-01">10.77.3.9</host>'; Id = [guid]'6f1c2b34-9a8b-4c5d-8e7f-0123456789ab'; Flag = $true; Ratio = 4.5; Nothing = $null; Empty = ''
            }
            $out = $item | ConvertTo-PmpcAnonymized
            $out.Nested.Deep.Number.GetType().Name, $out.When.GetType().Name, $out.Bytes.GetType().Name, $out.List.Count, $out.Flag.GetType().Name, $out.Ratio.GetType().Name, $out.Table.GetType().Name -join ' '
            $out.Nested.Deep.Text
            $out | ConvertTo-Json -Depth 8
            [Text.Encoding]::UTF8.GetString($out.Bytes)
            $back = $out | ConvertFrom-PmpcAnonymized
            "$($back.Node) $($back.Nested.Deep.Text) $($back.Table.Keys) $($back.List[1]) $([Text.Encoding]::UTF8.GetString($back.Bytes))"
            """);
        Assert.Equal("Int32 DateTime Byte[] 3 Boolean Double OrderedDictionary", json[0]);
        Assert.StartsWith("ssh ", json[1]);
        var shared = string.Concat(json[..^1]);
        foreach (var value in new[] { "castle", "10.77.3.9", "Geheim", "jane", "firma", "6f1c2b34" }) Assert.DoesNotContain(value, shared, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("castle-01 ssh castle-01 castle-01 at 10.77.3.9 castle-01 is 10.77.3.9", json[^1]);
    }

    [Fact]
    public void An_error_is_shared_with_what_it_says()
    {
        var lines = _lab.Lines("""
            try { Get-Item /nonexistent/castle-01.firma.de -ErrorAction Stop } catch { $record = $_ }
            $out = $record | ConvertTo-PmpcAnonymized
            $out.FullyQualifiedErrorId
            $out.Exception.Message
            $out | ConvertTo-Json -Depth 8
            """);
        Assert.StartsWith("PathNotFound", lines[0]);
        Assert.Contains("Cannot find path", lines[1]);
        Assert.DoesNotContain("firma", string.Concat(lines));
    }

    [Fact]
    public void Bytes_one_by_one_are_refused()
    {
        var outcome = _lab.Run("[Text.Encoding]::UTF8.GetBytes('castle-01') | ConvertTo-PmpcAnonymized");
        Assert.All(outcome.Errors, error => Assert.StartsWith("PmpcInputInPieces", error.FullyQualifiedErrorId));
        Assert.NotEmpty(outcome.Errors);
        Assert.Empty(outcome.Output);
    }
}
