using System.Text.Json.Nodes;

namespace ProxmoxMpc.Lab.State;

/// <summary>A user's second factors: what tfa.cfg of a Proxmox VE holds of them.</summary>
internal sealed class TfaState
{
    public List<TotpEntry> Totp { get; } = [];

    /// <summary>Salted hashes of the recovery keys, or the plain ones of a hand-written file; null: spent.</summary>
    public List<string?> Recovery { get; } = [];

    /// <summary>When the recovery keys were made, in seconds since 1970; 0: not known.</summary>
    public long RecoveryCreated { get; set; }

    /// <summary>Wrong codes since the last right one.</summary>
    public int TotpFailures { get; set; }

    /// <summary>Whether codes are refused until somebody unlocks them or a recovery key is used.</summary>
    public bool TotpLocked { get; set; }

    public bool IsEmpty => Totp.Count == 0 && Recovery.Count == 0;

    /// <summary>A hand-written <c>"totp": "KEY"</c> and <c>"recovery": ["…"]</c>, or what <see cref="Write"/> made of them.</summary>
    public static TfaState? Read(JsonNode? user)
    {
        var state = new TfaState();
        if (user?["totp"] is JsonValue only && JsonText.Text(only) is { } key)
            state.Totp.Add(new TotpEntry("totp", key));
        foreach (var node in user?["totp"] as JsonArray ?? [])
        {
            var entry = node as JsonObject;
            state.Totp.Add(new TotpEntry(JsonText.Text(entry?["id"]) ?? "totp", JsonText.Text(entry is null ? node : entry["key"]) ?? throw new FormatException("a totp entry needs a key"))
            {
                Description = JsonText.Text(entry?["description"]) ?? "",
                Created = JsonText.Long(entry?["created"]) ?? 0,
                Enabled = JsonText.Flag(entry?["enable"], true),
                LastCount = JsonText.Long(entry?["last"]) ?? -1,
            });
        }
        foreach (var code in user?["recovery"] as JsonArray ?? [])
            state.Recovery.Add(JsonText.Text(code));
        state.RecoveryCreated = JsonText.Long(user?["recovery-created"]) ?? 0;
        state.TotpFailures = (int)(JsonText.Long(user?["totp-failures"]) ?? 0);
        state.TotpLocked = JsonText.Flag(user?["totp-locked"]);
        if (state.Totp.Find(entry => Access.TotpCode.Key(entry.Key) is null) is not null)
            throw new FormatException("a totp key is Base32, or an otpauth address with one");
        return state.IsEmpty ? null : state;
    }

    public void Write(JsonObject user)
    {
        if (Totp.Count > 0)
        {
            user["totp"] = new JsonArray([.. Totp.Select(entry => (JsonNode)new JsonObject
            {
                ["id"] = entry.Id, ["key"] = entry.Key, ["description"] = entry.Description, ["created"] = entry.Created, ["enable"] = entry.Enabled, ["last"] = entry.LastCount,
            })]);
        }
        if (Recovery.Count > 0)
        {
            for (int i = 0; i < Recovery.Count; i++)
                Recovery[i] = Access.Secrets.Kept(Recovery[i]);
            user["recovery"] = new JsonArray([.. Recovery.Select(code => code is null ? null : (JsonNode?)JsonValue.Create(code))]);
        }
        if (RecoveryCreated > 0)
            user["recovery-created"] = RecoveryCreated;
        if (TotpFailures > 0)
            user["totp-failures"] = TotpFailures;
        if (TotpLocked)
            user["totp-locked"] = true;
    }
}

/// <summary>One authenticator of a user.</summary>
internal sealed class TotpEntry(string id, string key)
{
    public string Id { get; } = id;
    public string Key { get; } = key;
    public string Description { get; set; } = "";
    public long Created { get; init; }
    public bool Enabled { get; set; } = true;

    /// <summary>The time step of the last code that was taken: no code is good twice. -1: none yet.</summary>
    public long LastCount { get; set; } = -1;
}
