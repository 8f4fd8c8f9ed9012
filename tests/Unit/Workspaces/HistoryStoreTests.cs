using System.Collections.Immutable;
using System.Text.Json;
using CsCheck;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;
using ProxmoxMpc.Tests.Unit.State;

namespace ProxmoxMpc.Tests.Unit.Workspaces;

public sealed class HistoryStoreTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 15, 4, 5, 123, TimeSpan.FromHours(1));
    private readonly TemporaryFolder _folder = new();
    private readonly HistoryStore _history;

    public HistoryStoreTests() => _history = new(_folder.File("history"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Any_snapshot_comes_back_as_it_was_written() =>
        Gen.Select(Gen.Select(Sample.Text, Sample.Text).Array[0, 5], Sample.BaseGuests, Sample.Inventory, Gen.Bool, Sample.Text).Sample((code, guests, server, read, summary) =>
        {
            var files = code.DistinctBy(pair => pair.Item1).ToImmutableSortedDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal);
            var entry = _history.Write(new() { Created = Now, Kind = "apply", Summary = summary, Code = files, Base = [.. guests], Server = read ? server : null, Plan = JsonSerializer.SerializeToElement(new { Steps = new[] { summary } }) });
            var back = _history.Read(entry.Id);
            Assert.Equal((entry.Id, Now, "apply", summary), (back.Id, back.Created, back.Kind, back.Summary));
            Assert.Equal(files, back.Code);
            Assert.Equal(guests, back.Base);
            if (read) Sample.AssertEqual(server, back.Server!);
            else Assert.Null(back.Server);
            Assert.Equal(summary, back.Plan!.Value.GetProperty("Steps")[0].GetString());
            Assert.Null(back.Result);
        }, iter: 50, threads: 1);

    [Fact]
    public void Snapshots_of_one_moment_get_ids_of_their_own_and_are_listed_newest_first()
    {
        var first = _history.Write(new() { Created = Now, Kind = "sync", Summary = "one" });
        var second = _history.Write(new() { Created = Now, Kind = "sync", Summary = "two 🦊\n'" });
        var third = _history.Write(new() { Created = Now.AddDays(1), Kind = "apply" });
        Assert.Equal("20261123T1404051230000Z-sync", first.Id);
        Assert.Equal(first.Id + ".json.gz", first.File);
        Assert.Equal([third.Id, second.Id, first.Id], _history.List().Select(entry => entry.Id));
        Assert.Equal(["", "two 🦊\n'", "one"], _history.List().Select(entry => entry.Summary));
        Assert.Equal(Now, _history.List()[2].Created);
        Assert.Equal("apply", _history.List()[0].Kind);
    }

    [Fact]
    public void Half_a_file_is_not_listed_and_a_damaged_one_says_so()
    {
        var whole = _history.Write(new() { Created = Now, Kind = "sync", Code = ImmutableSortedDictionary<string, string>.Empty.Add("a.tf", new string([.. Enumerable.Range(0, 5000).Select(i => (char)(' ' + (i * 7919 % 90)))])) });
        var bytes = File.ReadAllBytes(_folder.File($"history/{whole.File}"));
        File.WriteAllBytes(_folder.File("history/.0123.pmpc-tmp"), bytes[..20]);
        Assert.Equal(whole.Id, Assert.Single(_history.List()).Id);

        File.WriteAllBytes(_folder.File($"history/{whole.File}"), bytes[..(bytes.Length / 2)]);
        Assert.Equal("PmpcSnapshotCorrupt", Assert.Throws<PmpcException>(() => _history.Read(whole.Id)).Id);
        File.WriteAllText(_folder.File($"history/{whole.File}"), "no gzip");
        Assert.Equal("PmpcSnapshotCorrupt", Assert.Throws<PmpcException>(() => _history.Read(whole.Id)).Id);
        Assert.Contains("damaged", Assert.Single(_history.List()).Summary);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nothing")]
    [InlineData("../../etc/passwd")]
    [InlineData("20261123T1404051230000Z-sync")]
    [InlineData("20261123T1404051230000Z-../x")]
    public void An_id_that_names_no_snapshot_is_an_error(string id) =>
        Assert.Equal("PmpcSnapshotNotFound", Assert.Throws<PmpcException>(() => _history.Read(id)).Id);

    [Fact]
    public void A_kind_that_is_no_word_is_refused()
    {
        Assert.Throws<ArgumentException>(() => _history.Write(new() { Created = Now, Kind = "../x" }));
        Assert.Empty(_history.List());
    }

    [Fact]
    public void Snapshots_are_readable_by_the_owner_alone()
    {
        var entry = _history.Write(new() { Created = Now, Kind = "sync" });
        Assert.Equal("600", TemporaryFolder.Mode(_folder.File($"history/{entry.File}")));
        Assert.Equal("700", TemporaryFolder.Mode(_folder.File("history")));
    }

    [Fact]
    public void Without_a_folder_there_is_no_history() => Assert.Empty(_history.List());
}
