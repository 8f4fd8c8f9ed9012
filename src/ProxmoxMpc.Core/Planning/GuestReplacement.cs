using System.Collections.Immutable;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Schema;

namespace ProxmoxMpc.Core.Planning;

/// <summary>A guest that only another one in its place can become what the code wants: deleted, and made anew or out of an archive.</summary>
internal static class GuestReplacement
{
    /// <summary>Whether one of the changes is of what is fixed when a guest is created.</summary>
    public static bool IsDue(Guest server, ImmutableArray<AttributeMerge> wanted) => wanted.Any(merge => IsFixed(server, merge));

    public static void Plan(Guest server, AttributeMap view, ImmutableArray<AttributeMerge> wanted, DesiredGuest code, GuestArchive? archive, PlanBuilder building)
    {
        var because = wanted.First(merge => IsFixed(server, merge));
        var consequences = wanted.Select(merge => new PlanChange(merge.Path, merge.Server, merge.Code, IsFixed(server, merge) ? Consequence.DataLoss : Consequence.Live));
        if (server.Protection) Refuse("It is protected: switch protection off first.");
        else if (archive is null && code is { Kind: GuestKind.Lxc } && code.Attributes.Get(AttributePath.OsTemplate) is null)
            Refuse("A container that is made anew needs a template: set template_file_id in its operating_system block, for example local:vztmpl/debian-13-standard_13.1-2_amd64.tar.zst.");
        else
        {
            GuestSteps.Delete(server, building, [.. consequences]);
            // What the code leaves to the server stays as it was, as far as it is a setting.
            var attributes = view.Where(pair => !code.HasOpinion(pair.Key) && GuestSchema.For(server.Kind).FindKey(AttributePath.Split(pair.Key).Key) is { IsVolume: false })
                .Aggregate(code.Attributes, (so, pair) => so.With(pair.Key, pair.Value));
            GuestSteps.CreateOrRestore(code with { Attributes = attributes }, archive, building);
        }

        void Refuse(string how) => building.Problem(server.VmId, server.Name, because.Path, $"{because.Path} is fixed when a {server.Kind.DisplayName()} is created; only deleting it and creating it anew can change it. {how}");
    }

    // A template is no guest that could be made anew out of its code: what stands on it would stand on nothing.
    private static bool IsFixed(Guest server, AttributeMerge merge) => merge.Path != "template"
        && GuestSchema.For(server.Kind).FindKey(merge.Path) is { IsDevice: false, Scalar.Effect: ChangeEffect.Replace };
}
