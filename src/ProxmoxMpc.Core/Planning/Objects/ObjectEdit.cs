using System.Collections.Immutable;
using System.Globalization;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Model.Objects;

namespace ProxmoxMpc.Core.Planning.Objects;

/// <summary>One resource as it is and as it shall be.</summary>
internal sealed record ObjectEdit(ObjectKey Resource, IReadOnlyList<ClusterObject> Server, IReadOnlyList<ClusterObject> Wanted, IReadOnlySet<string> Kept)
{
    public string Name => Resource.Name;

    public bool IsNew => Server.Count == 0;

    public bool IsGone => Wanted.Count == 0;

    public GuestConfig Old => Server.Count == 0 ? GuestConfig.Empty : Server[0].Settings;

    public GuestConfig New => Wanted.Count == 0 ? GuestConfig.Empty : Wanted[0].Settings;

    /// <summary>What differs between the one object on the server and the one that is wanted.</summary>
    /// <param name="forms">In which form settings are compared; those that are not named are texts.</param>
    /// <param name="without">Settings that no request carries, for they follow from others or never change.</param>
    public SettingsChange Change(SettingForms forms, params ReadOnlySpan<string> without) => Change(Old, New, forms, without);

    /// <summary>What differs between options, each of which is an object of its own.</summary>
    public SettingsChange OptionsChange(SettingForms forms) => Change(OptionsOf(Server), OptionsOf(Wanted), forms, []);

    /// <summary>Options as settings by their names.</summary>
    public static GuestConfig OptionsOf(IEnumerable<ClusterObject> options) => GuestConfig.From(options.Select(option => KeyValuePair.Create(option.Name, option.Settings.Get(ClusterOption.ValueKey) ?? "")));

    /// <summary>What differs between settings, but for those that are kept.</summary>
    public SettingsChange Change(GuestConfig before, GuestConfig after, SettingForms forms, params ReadOnlySpan<string> without)
    {
        var change = new SettingsChange();
        foreach (var key in before.Keys.Union(after.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            if (without.Contains(key) || !IsNew && Kept.Contains(key)) continue;
            var (old, wanted) = (before.Get(key), after.Get(key));
            if (forms.AreEqual(key, old, wanted)) continue;
            if (string.IsNullOrEmpty(wanted)) change.Unset.Add(key);
            else change.Set[key] = wanted;
        }
        return change;
    }
}

/// <summary>Settings to write, and settings to take away.</summary>
internal sealed class SettingsChange
{
    public SortedDictionary<string, string> Set { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> Unset { get; } = new(StringComparer.Ordinal);

    public bool IsEmpty => Set.Count == 0 && Unset.Count == 0;

    /// <summary>The change where nothing can be taken away: an empty value, or the default, takes the place of what goes.</summary>
    public SortedDictionary<string, string> Emptied(params ReadOnlySpan<(string Key, string Value)> defaults)
    {
        var all = new SortedDictionary<string, string>(Set, StringComparer.Ordinal);
        foreach (var key in Unset) all[key] = "";
        foreach (var (key, value) in defaults)
            if (Unset.Contains(key)) all[key] = value;
        return all;
    }

    /// <summary>The change where <c>delete</c> takes away.</summary>
    public SortedDictionary<string, string> Deleted()
    {
        var all = new SortedDictionary<string, string>(Set, StringComparer.Ordinal);
        if (Unset.Count > 0) all["delete"] = string.Join(',', Unset);
        return all;
    }
}

/// <summary>The forms of settings, in which they are compared: <c>1</c> and <c>on</c>, or a set in another order, are no difference.</summary>
internal sealed class SettingForms
{
    private readonly Dictionary<string, Func<string, string>> _forms = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _defaults = new(StringComparer.Ordinal);

    /// <summary>Switches.</summary>
    /// <param name="unset">What unset means; null: it is a state of its own.</param>
    public SettingForms Flags(string? unset, params ReadOnlySpan<string> keys) => Add(Flag, unset, keys);

    /// <summary>Lists whose order says nothing.</summary>
    public SettingForms Sets(params ReadOnlySpan<string> keys) => Add(text => string.Join(',', SettingText.List(text).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)), null, keys);

    /// <summary>Lists whose order counts, whatever separates them.</summary>
    public SettingForms Lists(params ReadOnlySpan<string> keys) => Add(text => string.Join(',', SettingText.List(text)), null, keys);

    public SettingForms Numbers(string? unset, params ReadOnlySpan<string> keys) =>
        Add(text => decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number.ToString("0.####", CultureInfo.InvariantCulture) : text, unset, keys);

    /// <summary>Property strings: <c>key=value,key=value</c> in any order.</summary>
    /// <param name="defaultKey">Of a part without a key.</param>
    public SettingForms Parts(string defaultKey, params ReadOnlySpan<string> keys) => Add(text => Join(SettingText.Parts(text, defaultKey)), null, keys);

    public SettingForms Default(string value, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys) _defaults[key] = value;
        return this;
    }

    public SettingForms Add(Func<string, string> form, string? unset, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys) _forms[key] = form;
        return unset is null ? this : Default(unset, keys);
    }

    public bool AreEqual(string key, string? one, string? other) => string.Equals(Form(key, one), Form(key, other), StringComparison.Ordinal);

    public static string Flag(string text) => SettingText.Flag(text) is { } flag ? flag ? "1" : "0" : text;

    public static string Join(IEnumerable<KeyValuePair<string, string>> parts) => string.Join(',', parts.Select(part => $"{part.Key}={part.Value}"));

    // What is empty counts as unset. Code has texts composed (NFC), whatever the server has.
    private string Form(string key, string? value)
    {
        value = string.IsNullOrEmpty(value) ? _defaults.GetValueOrDefault(key, "") : value;
        return _forms.TryGetValue(key, out var form) ? form(value) : value.Normalize();
    }
}

/// <summary>Makes requests.</summary>
internal static class Request
{
    public static ObjectRequest Post(string path, IEnumerable<KeyValuePair<string, string>> parameters) => Make("POST", path, parameters);

    public static ObjectRequest Put(string path, IEnumerable<KeyValuePair<string, string>> parameters) => Make("PUT", path, parameters);

    public static ObjectRequest Put(string path, params (string Key, string Value)[] parameters) => Make("PUT", path, Pairs(parameters));

    public static ObjectRequest Delete(string path, params (string Key, string Value)[] parameters) => Make("DELETE", path, Pairs(parameters));

    /// <summary>A path with its names escaped.</summary>
    public static string Path(string root, params ReadOnlySpan<string> names)
    {
        var path = root;
        foreach (var name in names) path += "/" + Uri.EscapeDataString(name);
        return path;
    }

    public static IEnumerable<KeyValuePair<string, string>> Pairs(params (string Key, string Value)[] pairs) => pairs.Select(pair => KeyValuePair.Create(pair.Key, pair.Value));

    public static ObjectWork Live(params ImmutableArray<ObjectRequest> requests) => new(requests, Consequence.Live);

    private static ObjectRequest Make(string method, string path, IEnumerable<KeyValuePair<string, string>> parameters) => new(method, path, parameters.ToImmutableSortedDictionary(StringComparer.Ordinal));
}
