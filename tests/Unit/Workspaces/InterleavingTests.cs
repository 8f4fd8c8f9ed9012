using CsCheck;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Terraform;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.Tests.Unit.Workspaces;

/// <summary>
/// People edit both sides in any order, with syncs and applies between. What only one side changed arrives on the other, what
/// both changed differently stays as it is and is reported until somebody decides, comments stay, and a second sync does nothing.
/// </summary>
public sealed class InterleavingTests
{
    private const string State = """
        {"version":"9.2","nodes":{"pve1":{"status":"online","cores":32,"memoryMiB":131072}},
         "storages":{"local":{"type":"dir","content":["images","rootdir","vztmpl"],"shared":false,"nodes":["pve1"],"sizeGiB":4000}},
         "content":{"local":["local:vztmpl/debian-13-standard_13.1-2_amd64.tar.gz"]},
         "guests":{"100":{"type":"qemu","node":"pve1","status":"stopped","config":{"name":"web-01","cores":2,"memory":1024}},
                   "101":{"type":"lxc","node":"pve1","status":"stopped","config":{"hostname":"ct-01","cores":2,"memory":1024,"swap":0,"ostype":"debian","rootfs":"local:101/vm-101-disk-0.raw,size=4G"}}}}
        """;

    private static readonly string?[][] Values = [["2", "3", "4"], ["1024", "2048", "3072"], [null, "it's \"${ours}\"", "two\nlines"], [null, "a", "a;b"]];
    private static readonly string[] Wire = ["cores", "memory", "description", "tags"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_order_of_edits_loses_a_change_or_hides_a_conflict() =>
        await Gen.Int[0, int.MaxValue - 1].SampleAsync(async seed =>
        {
            using var lab = new LabWorkspace(State);
            // In whatever layout people like; most like the first.
            lab.Workspace = StyleChange.Save(lab.Workspace, (WorkspaceLayout)Math.Max(0, (seed % 5) - 2), null, (AttributeDetail)(seed / 5 % 2));
            await new Story(lab, new Random(seed)).RunAsync(steps: 14);
        }, iter: LongRun.Iterations(8), threads: 1, print: seed => $"seed {seed}");

    /// <summary>What each side says of a guest, as far as the story goes.</summary>
    private sealed class Figure(GuestKind kind)
    {
        public GuestKind Kind => kind;
        public bool InCode { get; set; }
        public bool OnServer { get; set; }
        public bool HasBase { get; set; }
        public bool HasTemplate { get; set; }
        public string?[] Base { get; set; } = new string?[4];
        public string?[] Code { get; set; } = new string?[4];
        public string?[] Server { get; set; } = new string?[4];
        public List<string> Comments { get; } = [];

        public string Path(int attribute) => Wire[attribute] == "memory" && kind == GuestKind.Qemu ? "memory.current" : Wire[attribute];

        /// <summary>The attributes (or -1: the guest as a whole) that both sides changed differently.</summary>
        public IEnumerable<int> Conflicts()
        {
            if (InCode && OnServer && HasBase) return Enumerable.Range(0, 4).Where(one => Code[one] != Server[one] && Code[one] != Base[one] && Server[one] != Base[one]);
            if (InCode && HasBase && !OnServer) return Code.SequenceEqual(Base) ? [] : [-1];
            if (OnServer && HasBase && !InCode) return Server.SequenceEqual(Base) ? [] : [-1];
            return [];
        }

        public void Sync()
        {
            if (OnServer && !InCode && !HasBase) (InCode, HasBase, Code, Base) = (true, true, [.. Server], [.. Server]);
            else if (InCode && OnServer && HasBase)
            {
                for (var one = 0; one < 4; one++)
                {
                    if (Code[one] == Base[one]) Code[one] = Server[one];
                    if (Code[one] == Server[one]) Base[one] = Code[one];
                }
            }
            else if (InCode && HasBase && !OnServer && Code.SequenceEqual(Base)) Leave();
            else if (!InCode && !OnServer) HasBase = false;
        }

        public void Apply()
        {
            if (InCode && OnServer && HasBase)
            {
                var wanted = Enumerable.Range(0, 4).Where(one => Server[one] == Base[one] && Code[one] != Base[one]).ToArray();
                foreach (var one in wanted) Server[one] = Code[one];
                // A guest that was worked on is looked at again as a whole.
                for (var one = 0; one < 4 && wanted.Length > 0; one++)
                    if (Code[one] == Server[one]) Base[one] = Code[one];
            }
            // What a container was made of the server forgets: one whose code came from there cannot be made again.
            else if (InCode && !OnServer && !HasBase && (kind == GuestKind.Qemu || HasTemplate)) (OnServer, HasBase, Server, Base) = (true, true, [.. Code], [.. Code]);
            else if (OnServer && HasBase && !InCode && Server.SequenceEqual(Base)) (OnServer, HasBase) = (false, false);
        }

        public void Resolve(int attribute, Preference side)
        {
            if (attribute >= 0)
            {
                Base[attribute] = Server[attribute];
                if (side == Preference.Server) Code[attribute] = Server[attribute];
            }
            else if (!OnServer)
            {
                HasBase = false;
                if (side == Preference.Server) Leave();
            }
            else
            {
                Base = [.. Server];
                if (side == Preference.Server) (InCode, Code) = (true, [.. Server]);
            }
        }

        public void Leave()
        {
            (InCode, HasTemplate, HasBase) = (false, false, HasBase && OnServer);
            Comments.Clear();
        }
    }

    private sealed class Story(LabWorkspace lab, Random random)
    {
        private readonly SortedDictionary<int, Figure> _guests = new()
        {
            [100] = new(GuestKind.Qemu) { OnServer = true, Server = ["2", "1024", null, null] },
            [101] = new(GuestKind.Lxc) { OnServer = true, Server = ["2", "1024", null, null] },
        };

        private readonly List<string> _told = [];
        private int _next = 102;

        public async Task RunAsync(int steps)
        {
            try
            {
                await SyncAsync();
                for (var step = 0; step < steps; step++) await StepAsync();
                await SyncAsync();
                var again = await lab.SyncAsync();
                Assert.Equal((0, 0), (again.FilesWritten, again.RowsWritten));
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                throw new InvalidOperationException($"After {string.Join("; ", _told)}: {failure.Message}", failure);
            }
        }

        private async Task StepAsync()
        {
            var (vmid, guest) = _guests.ElementAt(random.Next(_guests.Count));
            var attribute = random.Next(4);
            var value = Values[attribute][random.Next(Values[attribute].Length)];
            switch (random.Next(14))
            {
                case < 4 when guest.OnServer:
                    Tell($"server {vmid} {guest.Path(attribute)}={value}");
                    await ServerSetAsync(vmid, guest, attribute, value);
                    break;
                case < 8 when guest.InCode:
                    Tell($"code {vmid} {guest.Path(attribute)}={value}");
                    GuestCode.Set(lab.Workspace, vmid, new GuestEdits(guest.Kind).Set(guest.Path(attribute), value), write: true);
                    guest.Code[attribute] = value;
                    break;
                case 8 when guest.InCode:
                    Comment(vmid, guest);
                    break;
                case 9 when guest.OnServer:
                    Tell($"server deletes {vmid}");
                    await lab.DeleteOnServerAsync((await lab.ServerAsync(vmid))!);
                    guest.OnServer = false;
                    break;
                case 9 when guest.InCode:
                    Tell($"code drops {vmid}");
                    GuestCode.Remove(lab.Workspace, vmid, write: true);
                    (guest.InCode, guest.HasTemplate) = (false, false);
                    guest.Comments.Clear();
                    break;
                case 10:
                    await NewAsync();
                    break;
                case 11:
                    await ApplyAsync();
                    break;
                case 12:
                    await ResolveAsync();
                    break;
                default:
                    await SyncAsync();
                    break;
            }
        }

        private async Task ServerSetAsync(int vmid, Figure guest, int attribute, string? value)
        {
            await lab.ChangeOnServerAsync((await lab.ServerAsync(vmid))!, value is null ? ("delete", Wire[attribute]) : (Wire[attribute], value));
            guest.Server[attribute] = value;
        }

        private void Comment(int vmid, Figure guest)
        {
            var comment = FormattableString.Invariant($"# kept for {vmid}: {random.Next()}");
            Tell($"comment in {vmid}");
            var file = lab.Code(vmid).File;
            var lines = lab.Text(file).Split('\n').ToList();
            var inside = lines.FindIndex(line => line.StartsWith("resource", StringComparison.Ordinal) && line.Contains($"\"{lab.Code(vmid).ResourceName}\"", StringComparison.Ordinal)) + 1;
            lines.Insert(random.Next(2) == 0 ? 0 : inside, comment);
            File.WriteAllText(lab.Workspace.PathOf(file), string.Join('\n', lines));
            guest.Comments.Add(comment);
        }

        private async Task NewAsync()
        {
            var (vmid, kind) = (_next++, random.Next(2) == 0 ? GuestKind.Qemu : GuestKind.Lxc);
            var guest = new Figure(kind);
            if (random.Next(2) == 0)
            {
                Tell($"code has new {kind} {vmid}");
                var edits = new GuestEdits(kind).SetParameter("Name", $"new-{vmid}").Set("cores", "2").Set(guest.Path(1), "2048");
                if (kind == GuestKind.Lxc) edits = edits.Set(Core.Model.Schema.AttributePath.OsTemplate, "local:vztmpl/debian-13-standard_13.1-2_amd64.tar.gz");
                GuestCode.New(lab.Workspace, edits, vmid, "pve1", write: true);
                (guest.InCode, guest.HasTemplate, guest.Code) = (true, true, ["2", "2048", null, null]);
            }
            else
            {
                Tell($"server has new {kind} {vmid}");
                using var session = await lab.OpenAsync();
                List<KeyValuePair<string, string>> form = [new("vmid", $"{vmid}"), new("cores", "3"), new("memory", "3072")];
                if (kind == GuestKind.Lxc) form.AddRange([new("ostemplate", "local:vztmpl/debian-13-standard_13.1-2_amd64.tar.gz"), new("rootfs", "local:2")]);
                var task = await session.Client.PostAsync($"/nodes/pve1/{kind.ApiName()}", form, Stop);
                Assert.True(Core.Api.Upid.TryParse(task.GetString(), out var upid));
                await session.Client.WaitForTaskAsync(upid, null, Stop);
                (guest.OnServer, guest.Server) = (true, ["3", "3072", null, null]);
            }
            _guests[vmid] = guest;
        }

        private async Task SyncAsync()
        {
            Tell("sync");
            var result = await lab.SyncAsync();
            foreach (var guest in _guests.Values) guest.Sync();
            Assert.Equal(Open(), result.Conflicts.Select(conflict => $"{conflict.VmId} {conflict.Path}").Order());
            await CheckAsync();
        }

        private async Task ApplyAsync()
        {
            Tell("apply");
            var result = await lab.ApplyAsync();
            Assert.Empty(result.Steps.Where(step => step.Outcome is not (Core.Applying.StepOutcome.Done)).Select(step => step.ToString()));
            foreach (var guest in _guests.Values) guest.Apply();
            await CheckAsync();
        }

        private async Task ResolveAsync()
        {
            await SyncAsync();
            var side = random.Next(2) == 0 ? Preference.Server : Preference.Code;
            var chosen = ConflictResolution.Find(lab.Workspace).Where(_ => random.Next(2) == 0).ToArray();
            Tell($"resolve {string.Join(", ", chosen.Select(conflict => conflict.Subject))} for {side}");
            var result = ConflictResolution.Run(lab.Workspace, chosen, side, write: true, ct: Stop);
            Assert.Empty(result.Open);
            foreach (var conflict in chosen)
            {
                var guest = _guests[conflict.VmId!.Value];
                guest.Resolve(conflict.Attribute is null ? -1 : Array.FindIndex(Wire, wire => wire == conflict.Attribute), side);
            }
            foreach (var guest in _guests.Values) guest.Sync();
            await CheckAsync();
        }

        private IEnumerable<string> Open() => _guests
            .SelectMany(pair => pair.Value.Conflicts().Select(one => $"{pair.Key} {(one < 0 ? "" : Wire[one])}")).Order();

        private async Task CheckAsync()
        {
            var code = GuestCode.Guests(lab.Workspace).ToDictionary(guest => guest.VmId);
            Assert.Equal(_guests.Where(pair => pair.Value.InCode).Select(pair => pair.Key), code.Keys.Order());
            foreach (var (vmid, guest) in _guests)
            {
                var server = await lab.ServerAsync(vmid);
                Assert.Equal(guest.OnServer, server is not null);
                for (var one = 0; one < 4; one++)
                {
                    if (guest.InCode) Assert.Equal($"code {vmid} {Wire[one]} {guest.Code[one]}", $"code {vmid} {Wire[one]} {code[vmid].Attributes.Get(guest.Path(one))}");
                    if (server is not null) Assert.Equal($"server {vmid} {Wire[one]} {guest.Server[one]}", $"server {vmid} {Wire[one]} {GuestProjection.Of(server).Get(guest.Path(one))}");
                }
                if (guest.InCode) Assert.All(guest.Comments, comment => Assert.Contains(comment, lab.Text(code[vmid].File), StringComparison.Ordinal));
            }
        }

        private void Tell(string what) => _told.Add(what.ReplaceLineEndings("\\n"));
    }
}
