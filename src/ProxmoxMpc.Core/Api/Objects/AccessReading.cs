using System.Text.Json;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Core.Api.Objects;

/// <summary>Reads users with their tokens, groups, roles, the access list and realms.</summary>
internal static class AccessReading
{
    internal static Task ReadAsync(ObjectSink sink, ObjectQuery query, CancellationToken ct) => Task.WhenAll(
        query.Wants(ObjectKind.User, ObjectKind.Token) ? UsersAsync(sink, ct) : Task.CompletedTask,
        query.Wants(ObjectKind.Group) ? NamedAsync(sink, ObjectKind.Group, "/access/groups", "groupid", ct) : Task.CompletedTask,
        query.Wants(ObjectKind.Role) ? NamedAsync(sink, ObjectKind.Role, "/access/roles", "roleid", ct) : Task.CompletedTask,
        query.Wants(ObjectKind.Acl) ? AclAsync(sink, ct) : Task.CompletedTask,
        query.Wants(ObjectKind.Realm) ? RealmsAsync(sink, ct) : Task.CompletedTask);

    /// <summary>A list whose entries are objects with a name.</summary>
    internal static Task NamedAsync(ObjectSink sink, ObjectKind kind, string path, string nameKey, CancellationToken ct) =>
        sink.ListAsync(ObjectScope.Cluster, kind, path, entry =>
        {
            if (entry.Text(nameKey) is { Length: > 0 } name) sink.Add(kind, ObjectScope.Cluster, name, SettingsReading.Of(entry, nameKey));
        }, ct);

    // One list has it all: asking for each user's tokens needs User.Modify, which an auditor has not.
    private static Task UsersAsync(ObjectSink sink, CancellationToken ct) =>
        sink.ListAsync(ObjectScope.Cluster, [ObjectKind.User, ObjectKind.Token], "/access/users", [new("full", "1")], entry =>
        {
            if (entry.Text("userid") is not { Length: > 0 } user) return Task.CompletedTask;
            sink.Add(ObjectKind.User, ObjectScope.Cluster, user, SettingsReading.Of(entry, "userid", "tokens"));
            if (!entry.TryGetProperty("tokens", out var tokens)) return Task.CompletedTask;
            foreach (var token in tokens.Entries())
                if (token.Text("tokenid") is { Length: > 0 } name) sink.Add(ObjectKind.Token, ObjectScope.Cluster, $"{user}!{name}", SettingsReading.Of(token, "tokenid", "value"));
            return Task.CompletedTask;
        }, ct);

    private static Task AclAsync(ObjectSink sink, CancellationToken ct) => sink.ListAsync(ObjectScope.Cluster, ObjectKind.Acl, "/access/acl", entry =>
    {
        if (entry.Text("path") is { } path && entry.Text("ugid") is { } principal && entry.Text("roleid") is { } role)
            sink.Add(ObjectKind.Acl, ObjectScope.Cluster, $"{path}?{principal}?{role}", SettingsReading.Of(entry));
    }, ct);

    private static Task RealmsAsync(ObjectSink sink, CancellationToken ct) =>
        sink.ListAsync(ObjectScope.Cluster, [ObjectKind.Realm], "/access/domains", null, entry => RealmAsync(sink, entry, ct), ct);

    private static async Task RealmAsync(ObjectSink sink, JsonElement entry, CancellationToken ct)
    {
        if (entry.Text("realm") is not { Length: > 0 } name) return;
        var settings = SettingsReading.Of(entry, "realm");
        try
        {
            // The list has little of LDAP and OpenID realms.
            foreach (var (key, value) in SettingsReading.Of(await sink.Client.GetAsync(PvePath.Of($"/access/domains/{name}"), null, ct), "realm")) settings = settings.With(key, value);
            sink.Add(ObjectKind.Realm, ObjectScope.Cluster, name, settings);
        }
        catch (PmpcException e) when (!GapLog.IsFatal(e))
        {
            // Half of a realm would look like a change of the other half.
            sink.Gap(ObjectKind.Realm, ObjectScope.Cluster, $"{name}: {e.Message}");
        }
    }
}
