using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Workspaces;

namespace ProxmoxMpc.Tests.Unit.Workspaces.Interleaving;

/// <summary>A guest as one of the three states has it. Values by path, as code would say them; what is not there is unset.</summary>
internal sealed record Side(GuestKind Kind, SortedDictionary<string, string> Values)
{
    public string? this[string path] => Values.GetValueOrDefault(path);

    public string Node => Values["@node"];

    /// <summary>The second of its making; VMs alone have it written down.</summary>
    public long? Made { get; init; }

    public string NameKey => Kind == GuestKind.Qemu ? "name" : "hostname";

    public Side Copy() => this with { Values = new(Values, StringComparer.Ordinal) };

    public Side With(string path, string? value)
    {
        var copy = Copy();
        if (value is null) copy.Values.Remove(path);
        else copy.Values[path] = value;
        return copy;
    }

    public bool Same(Side other, params string[] but) => Paths(this, other).Except(but).All(path => this[path] == other[path]);

    public static IEnumerable<string> Paths(params Side?[] sides) => sides.SelectMany(side => side?.Values.Keys ?? Enumerable.Empty<string>()).Distinct().Order(StringComparer.Ordinal);

    /// <summary>What tells it from another guest with its vmid.</summary>
    public Identity Identity => new(Made, [.. Values.Where(pair => pair.Key.EndsWith(".macaddr", StringComparison.Ordinal) || pair.Key.EndsWith(".hwaddr", StringComparison.Ordinal)).Select(pair => pair.Value)],
        Kind == GuestKind.Qemu ? null : this[NameKey]);
}

/// <summary>When it was made decides where both tell; else addresses and, of containers, names must both be known and differ.</summary>
internal sealed record Identity(long? Made, string[] Addresses, string? Name)
{
    public bool IsOther(Identity now) => Made is not null && now.Made is not null ? Made != now.Made
        : Addresses.Length > 0 && now.Addresses.Length > 0 && !Addresses.Intersect(now.Addresses).Any() && Name is not null && now.Name is not null && Name != now.Name;
}

/// <summary>
/// A guest in its three states, and what the tables of docs/sync.md say must become of it. Written from those tables alone: it
/// shares nothing with what it judges.
/// </summary>
internal sealed class Figure(int vmid)
{
    public int VmId => vmid;
    public Side? Base { get; private set; }
    public Side? Code { get; set; }
    public Side? Server { get; set; }

    /// <summary>Whether the code says of which template its container is made: the server forgets it.</summary>
    public bool HasTemplate { get; set; }

    /// <summary>What people wrote beside it, and must find again.</summary>
    public List<string> Comments { get; } = [];

    private Identity? _met;

    public bool IsNowhere => Base is null && Code is null && Server is null;

    /// <summary>Whether nobody can tell what became of it while a node is down: it is there, was there when it was last seen, or is wanted there.</summary>
    public bool IsHidden(string? down) => down is not null && (Server is not null ? Server.Node == down : _seen == down || (Code ?? Base)?.Node == down);

    /// <summary>The cluster was read, and this is not hidden.</summary>
    public void See() => _seen = Server?.Node;

    private string? _seen;

    // What stands in the base for a value that both never agreed on, while they did on others.
    private const string Never = "(never agreed)";

    /// <summary>As long as anything is open between two that never met, they have not met.</summary>
    private bool HaveMet => Base is not null && !Base.Values.ContainsValue(Never);

    private bool IsOther => HaveMet && Server is not null && Base!.Kind == Server.Kind && _met!.IsOther(Server.Identity);

    private bool IsReplaced => IsOther && Code is not null && Code.Kind == Server!.Kind && Base![Base.NameKey] != Server[Server.NameKey];

    /// <summary>The conflicts, by attribute as people name it; empty: the guest as a whole.</summary>
    /// <param name="prefer">Who decides, where the code can say what comes of it.</param>
    public IEnumerable<string> Conflicts(Preference prefer)
    {
        if (Code is not null && Server is not null)
        {
            if (Code.Kind != Server.Kind) return [""];
            if (IsReplaced) return IsEdited ? [""] : [];
            return IsUnsayable(Taken(_ => prefer).Code) ? [""] : Paths.Where(IsConflict).Select(Shown).Distinct();
        }
        if (Code is not null && HaveMet) return IsEdited ? [""] : [];
        if (Server is not null && HaveMet && !IsOther) return Server.Same(Base!, "@node", "@started") || HasGap(Server) ? [] : [""];
        return [];
    }

    private IEnumerable<string> Paths => Side.Paths(Base, Code, Server);

    private bool IsEdited => Paths.Any(path => Code![path] != Base![path] && !IsSilent(path));

    private string Shown(string path) => IsTornDevice(path) ? Device(path) : path switch { "memory.current" => "memory", "@node" => "node", "@started" => "power", _ => path };

    private bool IsConflict(string path) => Code![path] != Server![path] && !IsSilent(path) && (Base is null || (Code[path] != Base[path] && Server[path] != Base[path]) || IsTornDevice(path));

    /// <summary>A VM's code without any interface says nothing of interfaces, and without any disk nothing of disks, unless there were none when both last met.</summary>
    private bool IsSilent(string path) => new[] { "net", "scsi" }.Any(family => path.StartsWith(family, StringComparison.Ordinal) && Code!.Kind == GuestKind.Qemu && !HasDevice(Code, family) && (Base is null || HasDevice(Base, family)));

    private static string Device(string path) => path[..path.IndexOf('.', StringComparison.Ordinal)];

    private static bool HasDevice(Side side, string beginning) => side.Values.Keys.Any(key => key.StartsWith(beginning, StringComparison.Ordinal));

    /// <summary>The provider numbers interfaces by their place: no code can say that there is a second without a first.</summary>
    public static bool HasGap(Side side) => HasDevice(side, "net1.") && !HasDevice(side, "net0.");

    /// <summary>One side has no such device, and the other one that both never agreed on: some of it would be nobody's wish.</summary>
    private bool IsTornDevice(string path)
    {
        if (!(path.StartsWith("net", StringComparison.Ordinal) || path.StartsWith("scsi", StringComparison.Ordinal)) || IsSilent(path)) return false;
        var device = Device(path) + ".";
        bool Edited(Side side) => Side.Paths(Base, side).Where(key => key.StartsWith(device, StringComparison.Ordinal)).Any(key => side[key] != Base![key]);
        return HasDevice(Code!, device) != HasDevice(Server!, device) && (Base is null || (HasDevice(Base, device) && Edited(HasDevice(Code!, device) ? Code! : Server!)));
    }

    /// <summary>What a sync must do.</summary>
    /// <param name="decide">The side that decides a conflict, by attribute.</param>
    public void Sync(Func<string, Preference> decide)
    {
        if (Code is not null && Server is not null) Both(decide);
        else if (Server is not null)
        {
            // What the code language cannot hold is left alone.
            if (HasGap(Server)) return;
            if (!HaveMet || IsOther || decide("") == Preference.Server) Come();
            else if (decide("") == Preference.Code && !Server.Same(Base!, "@node", "@started")) Meet(Server);
        }
        else if (Code is not null && Base is not null)
        {
            if (!HaveMet || decide("") == Preference.Code) Base = null;
            else if (!IsEdited || decide("") == Preference.Server) Leave();
        }
        else if (Code is null) Base = null;
    }

    private void Both(Func<string, Preference> decide)
    {
        if (Code!.Kind != Server!.Kind) return;
        if (IsReplaced)
        {
            if (IsEdited && decide("") != Preference.Server) return;
            Comments.Clear();
            Come();
            return;
        }
        var (code, agreed, open, decided) = Taken(decide);
        if (IsUnsayable(code)) return;
        var hadMet = Base is not null;
        Code = code;
        // Those that never met have agreed on nothing as long as nobody decided anything.
        if (hadMet || !open || decided) Meet(agreed);
    }

    private bool IsUnsayable(Side code) => code != Code && HasGap(code);

    /// <summary>What the decisions come to; as without them, where the code cannot say that.</summary>
    private (Side Code, Side Agreed, bool IsOpen, bool IsDecided) Taken(Func<string, Preference> decide) =>
        Merged(decide) is var merged && IsUnsayable(merged.Code) && Paths.Any(path => IsConflict(path) && decide(Shown(path)) == Preference.Server) ? Merged(_ => Preference.None) : merged;

    private (Side Code, Side Agreed, bool IsOpen, bool IsDecided) Merged(Func<string, Preference> decide)
    {
        var (code, agreed, open, decided) = (Code!, Base ?? Server! with { Values = new(StringComparer.Ordinal) }, false, false);
        foreach (var path in Paths.ToArray())
        {
            // What is alike in a device that is open as a whole is open with it.
            if (Code![path] == Server![path] && IsTornDevice(path) && decide(Shown(path)) == Preference.None)
            {
                if (Base is null) agreed = agreed.With(path, Never);
                continue;
            }
            var side = IsConflict(path) ? decide(Shown(path)) : !IsSilent(path) && Base is not null && Code![path] == Base[path] && Code[path] != Server![path] ? Preference.Server : Preference.Code;
            if (side == Preference.None) open = true;
            if (side == Preference.None && Base is null) agreed = agreed.With(path, Never);
            decided |= side != Preference.None && IsConflict(path);
            if (side == Preference.Server) code = code.With(path, Server![path]);
            if (side == Preference.Server || (IsConflict(path) && side == Preference.Code) || Code![path] == Server![path] || IsSilent(path)) agreed = agreed.With(path, Server![path]);
        }
        return (code, agreed, open, decided);
    }

    /// <summary>What an apply must do, where nothing of it fails.</summary>
    public void Apply()
    {
        if (Code is not null && Server is not null)
        {
            if (Code.Kind != Server.Kind || IsReplaced || Base is null) return;
            var wanted = Paths.Where(path => Server[path] == Base[path] && Code[path] != Base[path] && !IsSilent(path) && !IsConflict(path)).ToArray();
            if (wanted.Length == 0) return;
            foreach (var path in wanted) Server = Server.With(path, Code[path]);
            // A guest that was worked on is looked at again as a whole.
            var agreed = Base;
            foreach (var path in Paths.ToArray().Where(path => Code[path] == Server[path] || IsSilent(path))) agreed = agreed.With(path, Server[path]);
            Meet(agreed);
        }
        else if (Server is not null && Base is not null && !IsOther && !HasGap(Server) && Server.Same(Base, "@node", "@started")) (Server, Base) = (null, null);
    }

    /// <summary>Whether an apply makes it.</summary>
    public bool IsToBeMade => Code is not null && Server is null && Base is null && (Code.Kind == GuestKind.Qemu || HasTemplate);

    /// <summary>An apply made it.</summary>
    public void IsMade(long? second)
    {
        Server = Code!.Copy() with { Made = second };
        Meet(Server);
    }

    private void Come()
    {
        (Code, HasTemplate) = (Server!.Copy(), false);
        Meet(Server);
    }

    private void Meet(Side agreed) => (Base, _met) = (agreed.Copy() with { Kind = Server!.Kind }, Server.Identity);

    private void Leave()
    {
        (Code, Base, HasTemplate) = (null, null, false);
        Comments.Clear();
    }

    /// <summary>Somebody took it out of the code.</summary>
    public void Drop()
    {
        (Code, HasTemplate) = (null, false);
        Comments.Clear();
    }
}
