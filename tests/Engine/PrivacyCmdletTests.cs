using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ProxmoxMpc.Tests.Engine;

/// <summary>What comes out of the anonymising cmdlets, against the Lab's own values.</summary>
public sealed partial class PrivacyCmdletTests : IDisposable
{
    private readonly LabSession _lab = new();

    public void Dispose()
    {
        _lab.Run("Clear-PmpcPseudonym -Confirm:$false").Succeed();
        _lab.Dispose();
    }

    [GeneratedRegex("(?:[0-9A-F]{2}:){5}[0-9A-F]{2}")]
    private static partial Regex Mac { get; }

    [GeneratedRegex(@"\b10\.\d+\.\d+\.\d+\b")]
    private static partial Regex Address { get; }

    /// <summary>Every text of an anonymised guest, whatever property it is in.</summary>
    private string[] Texts() => _lab.Lines("""
        function Walk($item) {
            if ($item -is [string]) { $item }
            elseif ($item -is [System.Collections.IDictionary]) { foreach ($value in $item.Values) { Walk $value } }
            elseif ($item -is [array]) { foreach ($value in $item) { Walk $value } }
            elseif ($item -is [psobject] -and $item.PSTypeNames[0] -like 'Anonymized.*') { foreach ($property in $item.PSObject.Properties) { Walk $property.Value } }
        }
        foreach ($guest in @(Get-PmpcVm) + @(Get-PmpcContainer) | ConvertTo-PmpcAnonymized) { Walk $guest }
        """);

    [Fact]
    public void Nothing_real_is_left_in_guests()
    {
        var lab = JsonNode.Parse(_lab.Read(".proxmox/lab.json"))!;
        var configs = lab["guests"]!.AsObject().Select(guest => guest.Value!["config"]!).ToArray();
        var text = string.Concat(configs.Select(config => config.ToJsonString()));
        string[] hidden =
        [
            .. configs.Select(config => config["description"]?.ToString().Trim()).OfType<string>().Where(value => value.Length > 0),
            .. Mac.Matches(text).Select(match => match.Value), .. Address.Matches(text).Select(match => match.Value),
        ];
        string[] names = [.. configs.Select(config => (config["name"] ?? config["hostname"])?.ToString()).OfType<string>(), .. lab["nodes"]!.AsObject().Select(node => node.Key)];
        Assert.True(hidden.Length > 10 && names.Length > 10);
        var shared = Texts();
        Assert.True(shared.Length > 100);
        foreach (var value in hidden) Assert.DoesNotContain(shared, item => item.Contains(value, StringComparison.OrdinalIgnoreCase));
        // A guest may be called as a tag is (monitor), and tags stay.
        foreach (var name in names.Where(name => name.Contains('-') || char.IsDigit(name[^1])))
            Assert.DoesNotContain(shared, item => Regex.IsMatch(item, $@"(?<![\w-]){Regex.Escape(name)}(?![\w-])", RegexOptions.IgnoreCase));
        Assert.DoesNotContain(_lab.Lines("@(Get-PmpcVm) + @(Get-PmpcContainer) | ConvertTo-PmpcAnonymized | ForEach-Object Name"), name => names.Contains(name));
    }

    [Fact]
    public void A_cycle_ends_and_numbers_stay()
    {
        Assert.Equal(["7 True"], _lab.Lines("""
            $a = [pscustomobject]@{ Number = 7; Host = 'castle-01'; Self = $null }
            $a.Self = $a
            $out = $a | ConvertTo-PmpcAnonymized
            "$($out.Number) $("$($out.Host)$($out.Self)" -notmatch 'castle')"
            """));
    }

    [Fact]
    public void An_error_names_line_and_kind_but_not_the_value()
    {
        // Behind digits that are escaped an address has no form: only the look at the output can find it.
        var outcome = _lab.Run("""
            $null = 'at 10.20.30.40 there is nothing' | ConvertTo-PmpcAnonymized
            "first`nblob: %31%30.20.30.40" | ConvertTo-PmpcAnonymized
            """);
        var error = Assert.Single(outcome.Errors);
        Assert.StartsWith("PmpcPrivacyResidue", error.FullyQualifiedErrorId);
        Assert.Contains("line 2 Ipv4", error.Exception.Message);
        Assert.DoesNotContain("10.20.30.40", error.Exception.Message);
        Assert.Empty(outcome.Output);
    }

    [Fact]
    public void The_key_is_not_in_the_workspace_and_only_the_owner_reads_it()
    {
        _lab.Run("$null = 'at 10.20.30.40' | ConvertTo-PmpcAnonymized").Succeed();
        Assert.Empty(Directory.EnumerateFiles(_lab.Root, "*.key", SearchOption.AllDirectories));
        Assert.Equal(["10.20.30.40"], _lab.Lines("(Get-PmpcPseudonym 10.20.30.40).Original"));
    }
}
