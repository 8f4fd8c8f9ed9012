using System.Globalization;
using System.Text.Json.Nodes;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;
using ProxmoxMpc.Core.Planning;

namespace ProxmoxMpc.Tests.Unit.Faults;

/// <summary>Counts what the server really has, past every API.</summary>
internal static class Census
{
    private static readonly int[] Original = [100, 101, 102, 103, 200, 201];

    /// <summary>Exactly the guests that the code has, each with exactly its devices, and no volume that belongs to nobody.</summary>
    public static void Check(JsonObject state, CodeEdits edits, IReadOnlyCollection<DesiredGuest> code)
    {
        var guests = state["guests"]!.AsObject();
        Assert.Equal(Original.Except(edits.Removed).Concat(edits.Created).Order(), guests.Select(guest => int.Parse(guest.Key, CultureInfo.InvariantCulture)).Order());
        foreach (var desired in code)
        {
            var config = Config(guests, desired.VmId);
            foreach (var family in new[] { "net", "scsi", "virtio", "mp" })
                Assert.True(Of(desired.Attributes.Keys.Select(path => AttributePath.Split(path).Key), family) == Of(config.Select(entry => entry.Key), family), $"{desired.VmId} should have {Of(desired.Attributes.Keys.Select(path => AttributePath.Split(path).Key), family)} as {family} and has {Of(config.Select(entry => entry.Key), family)}.");
            Assert.True(Of(config.Select(entry => entry.Key), "unused").Length == 0, $"{desired.VmId} has detached volumes: {config.ToJsonString()}");
            Assert.False(config.ContainsKey("lock"), $"{desired.VmId} is locked.");
        }
        var used = guests.SelectMany(guest => Config(guests, int.Parse(guest.Key, CultureInfo.InvariantCulture)).Select(entry => entry.Value!.ToString().Split(',')[0])).ToHashSet(StringComparer.Ordinal);
        foreach (var volume in state["content"]!.AsObject().SelectMany(storage => storage.Value!.AsArray()).Where(volume => volume!["vmid"] is not null))
            Assert.True(used.Contains(volume!["volid"]!.GetValue<string>()), $"The volume {volume["volid"]} belongs to nobody.");
        // UPID:node:pid:pstart:starttime:type:id:user:
        var made = (state["tasks"]?.AsArray() ?? []).Where(task => task!["result"]?.GetValue<string>() is "OK").Select(task => task!["upid"]!.GetValue<string>().Split(':'))
            .Where(upid => upid[5] is "qmcreate" or "vzcreate").GroupBy(upid => upid[6]);
        Assert.All(made, guest => Assert.True(guest.Count() == 1, $"{guest.Key} was created {guest.Count()} times."));
    }

    /// <summary>A step that is called done is done, unless a later one of the same plan undid it.</summary>
    public static void CheckDone(JsonObject state, PlanStep step, Plan plan)
    {
        var guests = state["guests"]!.AsObject();
        var guest = guests[step.VmId.ToString(CultureInfo.InvariantCulture)];
        if (step.Action == PlanAction.Delete)
        {
            Assert.True(guest is null, $"{step.Guest} is called deleted and is there.");
            return;
        }
        Assert.True(guest is not null, $"{step.Summary} of {step.Guest} is called done and the guest is not there.");
        var running = guest["status"]?.GetValue<string>() == "running";
        switch (step.Action)
        {
            case PlanAction.Start:
                Assert.True(running, $"{step.Guest} is called started and is not.");
                break;
            case PlanAction.Stop when plan.Steps.All(other => other.VmId != step.VmId || other.Action != PlanAction.Start):
                Assert.False(running, $"{step.Guest} is called stopped and runs.");
                break;
            case PlanAction.Migrate:
                Assert.Equal(step.Argument, guest["node"]!.GetValue<string>());
                break;
            case PlanAction.Update:
                foreach (var key in step.Parameters.Keys) Assert.True(Config(guests, step.VmId).ContainsKey(key) || guest["pending"]?.AsObject().ContainsKey(key) == true, $"{step.Guest}: {key} is called set and is not there.");
                break;
        }
    }

    /// <summary>A step that is called failed did not do what it is about.</summary>
    public static void CheckFailed(JsonObject state, PlanStep step, string message)
    {
        var guests = state["guests"]!.AsObject();
        var guest = guests[step.VmId.ToString(CultureInfo.InvariantCulture)];
        var running = guest?["status"]?.GetValue<string>() == "running";
        var reached = step.Action switch
        {
            PlanAction.Create => guest is not null,
            PlanAction.Delete => guest is null,
            PlanAction.Start => running,
            PlanAction.Stop => guest is not null && !running,
            PlanAction.Migrate => guest?["node"]?.GetValue<string>() == step.Argument,
            PlanAction.Pool => guest?["pool"]?.GetValue<string>() == step.Argument,
            PlanAction.Grow => guest is not null && Config(guests, step.VmId)[step.Disk!]!.ToString().Contains($"size={step.Argument}", StringComparison.Ordinal),
            PlanAction.Update => guest is not null && step.Parameters.Count > 0 && step.Parameters.All(pair => (guest["pending"]?[pair.Key] ?? Config(guests, step.VmId)[pair.Key])?.ToString() == pair.Value),
            _ => false,
        };
        Assert.False(reached, $"{step.Action} {step.Summary} of {step.Guest} is called failed and is done: {message}");
    }

    private static JsonObject Config(JsonObject guests, int vmid) => guests[vmid.ToString(CultureInfo.InvariantCulture)]!["config"]!.AsObject();

    private static string Of(IEnumerable<string> keys, string family) =>
        string.Join(' ', keys.Where(key => GuestSchema.SplitIndex(key)?.Family == family).Distinct().Order(StringComparer.Ordinal));
}
