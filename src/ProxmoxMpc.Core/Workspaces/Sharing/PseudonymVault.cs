using System.Security.Cryptography;
using System.Text;
using ProxmoxMpc.Core.Model;
using ProxmoxMpc.Core.Privacy;
using ProxmoxMpc.Core.State;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>
/// A workspace's pseudonyms between sessions: each row sealed with AES-GCM in the state, the key in a file of the user's profile that only
/// its owner can read. A copy of the workspace alone tells nothing.
/// </summary>
internal sealed class PseudonymVault
{
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const byte VariantFamily = 0;

    // The id of the row that says which key is the workspace's.
    private static readonly byte[] s_claim = Encoding.ASCII.GetBytes("key");

    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private readonly Workspace _workspace;
    private readonly string _profile;
    private readonly Dictionary<(byte Family, string Original, string Replacement), PseudonymRow> _stored = [];
    private string _keyName;
    private bool _isClaimed;

    public PseudonymVault(Workspace workspace, string? profile = null)
    {
        _workspace = workspace;
        _profile = profile ?? SecretProfile.Folder;
        _keyName = NewKeyName();
        Key = PseudonymKey.Create();
    }

    public PseudonymKey Key { get; private set; }

    private string KeyPath => Path.Combine(_profile, "privacy", _keyName + ".key");

    /// <summary>What was stored; empty with a new key where nothing was.</summary>
    /// <exception cref="PmpcException"><c>PmpcPrivacyKeyMissing</c>, <c>PmpcPrivacyKeyExposed</c>, <c>PmpcPrivacyKeyWrong</c>.</exception>
    public PseudonymMap Load()
    {
        IReadOnlyList<SealedPseudonym> rows;
        using (var store = _workspace.OpenState(readOnly: true)) rows = store.ReadPseudonyms();
        if (rows.Count == 0) return new();
        // Of rows that two processes sealed before either knew of the other, those of the other key are opened, too.
        var main = (rows.FirstOrDefault(row => row.Id.AsSpan().SequenceEqual(s_claim)) ?? rows[0]).Key;
        var (pseudonyms, variants) = (new List<PseudonymRow>(rows.Count), new Dictionary<string, int>(StringComparer.Ordinal));
        foreach (var group in rows.GroupBy(row => row.Key).OrderBy(group => group.Key == main ? 0 : 1).ThenBy(group => group.Key, StringComparer.Ordinal))
        {
            var key = ReadKey(group.Key);
            if (group.Key == main) Key = key;
            using var cipher = Cipher(key);
            foreach (var row in group)
            {
                var opened = Open(cipher, row);
                if (row.Id.AsSpan().SequenceEqual(s_claim)) continue;
                if (group.Key == main) _stored[(opened.Family, opened.Original, opened.Replacement)] = opened;
                if (opened.Family != VariantFamily) pseudonyms.Add(opened);
                else variants.TryAdd(opened.Original, (int)opened.Count);
            }
        }
        _keyName = main;
        _isClaimed = rows.Any(row => row.Id.AsSpan().SequenceEqual(s_claim));
        return PseudonymMap.Import(new(pseudonyms, variants));
    }

    /// <summary>
    /// Makes the key the workspace's before anything is shared with it. Of several processes that begin at once one is the first; the others
    /// take its key and what it has stored.
    /// </summary>
    /// <returns>The map to go on with; null where it is the one that was loaded.</returns>
    public PseudonymMap? Claim()
    {
        if (_isClaimed) return null;
        var own = _keyName;
        // Before the rows: rows without a key are lost, a key without rows is not.
        if (!File.Exists(KeyPath)) WriteKey();
        string first;
        using (var cipher = Cipher(Key))
        using (var store = _workspace.OpenState())
            first = store.ClaimPseudonyms(Seal(cipher, s_claim, new PseudonymRow(VariantFamily, PrivacyKind.Word, "", "", 0)));
        _isClaimed = true;
        if (first == own) return null;
        File.Delete(KeyPath);
        _stored.Clear();
        return Load();
    }

    /// <summary>Stores what is new or was used since.</summary>
    public void Save(PseudonymMap map)
    {
        var content = map.Export();
        var changed = content.Rows.Concat(content.Variants.Select(variant => new PseudonymRow(VariantFamily, PrivacyKind.Word, variant.Key, "", variant.Value)))
            .Where(row => !_stored.TryGetValue((row.Family, row.Original, row.Replacement), out var known) || known != row).ToArray();
        if (changed.Length == 0) return;
        // Somebody may have cleared them meanwhile.
        if (!File.Exists(KeyPath)) WriteKey();
        using var cipher = Cipher(Key);
        var idKey = Derived(Key, "id");
        using var store = _workspace.OpenState();
        store.WritePseudonyms([.. changed.Select(row => Seal(cipher, HMACSHA256.HashData(idKey, Encoding.UTF8.GetBytes($"{row.Family}:{row.Original}\0{row.Replacement}")), row))]);
        foreach (var row in changed) _stored[(row.Family, row.Original, row.Replacement)] = row;
    }

    /// <summary>Forgets everything, the key too.</summary>
    public void Clear()
    {
        using (var store = _workspace.OpenState())
        {
            // Also the key of rows that could not be opened.
            foreach (var name in store.ReadPseudonyms().Select(row => row.Key).Append(_keyName).Distinct().ToArray())
            {
                _keyName = name;
                // Of a folder that is not there File.Delete says so.
                if (File.Exists(KeyPath)) File.Delete(KeyPath);
            }
            store.ClearPseudonyms();
        }
        _stored.Clear();
        _keyName = NewKeyName();
        _isClaimed = false;
        Key = PseudonymKey.Create();
    }

    private SealedPseudonym Seal(AesGcm cipher, byte[] id, PseudonymRow row)
    {
        using var buffer = new MemoryStream();
        using (var writer = new BinaryWriter(buffer, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(row.Family);
            writer.Write(row.Kind.ToString());
            writer.Write(row.Original);
            writer.Write(row.Replacement);
            writer.Write(row.Count);
            writer.Write(row.Learnt?.ToString() ?? "");
            writer.Write(row.TellsParts);
        }
        var plain = buffer.ToArray();
        var bytes = new byte[NonceLength + TagLength + plain.Length];
        RandomNumberGenerator.Fill(bytes.AsSpan(0, NonceLength));
        cipher.Encrypt(bytes.AsSpan(0, NonceLength), plain, bytes.AsSpan(NonceLength + TagLength), bytes.AsSpan(NonceLength, TagLength), id);
        CryptographicOperations.ZeroMemory(plain);
        return new(id, _keyName, bytes);
    }

    private PseudonymRow Open(AesGcm cipher, SealedPseudonym row)
    {
        try
        {
            var plain = new byte[row.Sealed.Length - NonceLength - TagLength];
            var bytes = row.Sealed.AsSpan();
            cipher.Decrypt(bytes[..NonceLength], bytes[(NonceLength + TagLength)..], bytes.Slice(NonceLength, TagLength), plain, row.Id);
            using var reader = new BinaryReader(new MemoryStream(plain), Encoding.UTF8);
            var known = new PseudonymRow(reader.ReadByte(), Enum.TryParse<PrivacyKind>(reader.ReadString(), out var kind) ? kind : PrivacyKind.Word, reader.ReadString(), reader.ReadString(), reader.ReadInt64());
            // Older versions did not say what was learnt, and sought the names of machines.
            if (reader.BaseStream.Position == reader.BaseStream.Length) return known with { Learnt = kind is PrivacyKind.Node or PrivacyKind.Guest or PrivacyKind.Host or PrivacyKind.Domain && known.Original.Length > 0 ? kind : null };
            return known with { Learnt = Enum.TryParse<PrivacyKind>(reader.ReadString(), out var learnt) ? learnt : null, TellsParts = reader.ReadBoolean() };
        }
        catch (Exception error) when (error is CryptographicException or OverflowException or EndOfStreamException)
        {
            throw new PmpcException("PmpcPrivacyKeyWrong", PmpcErrorKind.Workspace, $"The pseudonyms of '{_workspace.Root}' cannot be opened with the key '{KeyPath}'.",
                "Put the right key back, or start over with Clear-PmpcPseudonym -Workspace.", KeyPath, error);
        }
    }

    private static AesGcm Cipher(PseudonymKey key) => new(Derived(key, "seal"), TagLength);

    private static byte[] Derived(PseudonymKey key, string purpose) => HKDF.DeriveKey(HashAlgorithmName.SHA256, key.ToBytes(), 32, info: Encoding.ASCII.GetBytes("pmpc-vault-" + purpose));

    private PseudonymKey ReadKey(string name)
    {
        _keyName = name;
        try
        {
            using var stream = new FileStream(KeyPath, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(stream.SafeFileHandle) & Others) != 0) throw Exposed($"Make it yours alone: chmod 600 '{KeyPath}'.");
            if (OperatingSystem.IsWindows() && SecretFileAccess.Readers(KeyPath).Length > 0) throw Exposed($"Remove the right of others: icacls \"{KeyPath}\" /inheritance:r /grant:r \"%USERNAME%:F\"");
            var bytes = new byte[PseudonymKey.Length];
            stream.ReadExactly(bytes);
            return new(bytes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PmpcException("PmpcPrivacyKeyMissing", PmpcErrorKind.Workspace, $"The key of the pseudonyms of '{_workspace.Root}' cannot be read: {error.Message}",
                "They were made by another user or on another computer. Bring the key here, or start over with Clear-PmpcPseudonym -Workspace.", KeyPath, error);
        }
    }

    private void WriteKey()
    {
        var folder = Path.GetDirectoryName(KeyPath)!;
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
            else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            AtomicFile.Write(KeyPath, Key.ToBytes(), AtomicFile.OwnerOnly);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PmpcException("PmpcPrivacyKeyNotWritten", PmpcErrorKind.Workspace, $"The key of the pseudonyms could not be kept in '{folder}': {error.Message}", "Check that you own the folder.", folder, error);
        }
    }

    private PmpcException Exposed(string hint) =>
        new("PmpcPrivacyKeyExposed", PmpcErrorKind.Workspace, $"The key of the pseudonyms, '{KeyPath}', can be read by other users.", hint, KeyPath);

    private static string NewKeyName() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
}
