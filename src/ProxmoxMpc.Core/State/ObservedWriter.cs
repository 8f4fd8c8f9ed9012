using System.Buffers;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ProxmoxMpc.Core.State;

/// <summary>Writes rows of <c>observed</c> whose document's hash differs from the stored one, and in the end deletes those that nobody named.</summary>
internal sealed class ObservedWriter : IDisposable
{
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly Utf8JsonWriter _json;
    private readonly Dictionary<(string Part, string Key), byte[]> _stored = [];
    private readonly HashSet<(string Part, string Key)> _named = [];
    private readonly DbCommand _upsert;
    private readonly DbCommand _delete;
    private int _changed;

    public ObservedWriter(DbConnection connection, DbTransaction transaction)
    {
        _json = new(_bytes, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
        using var select = connection.Prepare(transaction, "select part, key, hash from observed");
        foreach (var (part, key, hash) in select.Rows(row => (row.GetString(0), row.GetString(1), (byte[])row.GetValue(2)))) _stored[(part, key)] = hash;
        _upsert = connection.Prepare(transaction, """
            insert into observed (part, key, hash, document) values (@part, @key, @hash, @document)
            on conflict (part, key) do update set hash = excluded.hash, document = excluded.document
            """, "@part", "@key", "@hash", "@document");
        _delete = connection.Prepare(transaction, "delete from observed where part = @part and key = @key", "@part", "@key");
    }

    /// <summary>Writes one part. A server may list the same thing twice: the last one counts.</summary>
    public void Write<T>(string part, IEnumerable<T> items, Func<T, string> key, JsonTypeInfo<T> type)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        // In the order of the table's key, so that it grows at its end.
        foreach (var same in items.GroupBy(key, StringComparer.Ordinal).OrderBy(same => same.Key, StringComparer.Ordinal))
        {
            _bytes.ResetWrittenCount();
            _json.Reset();
            JsonSerializer.Serialize(_json, same.Last(), type);
            _json.Flush();
            SHA256.HashData(_bytes.WrittenSpan, hash);
            _named.Add((part, same.Key));
            if (_stored.TryGetValue((part, same.Key), out var before) && hash.SequenceEqual(before)) continue;
            _changed += _upsert.Run(part, same.Key, hash.ToArray(), Encoding.UTF8.GetString(_bytes.WrittenSpan));
        }
    }

    /// <summary>Returns how many rows were changed in all.</summary>
    public int DeleteRest()
    {
        foreach (var row in _stored.Keys.Where(row => !_named.Contains(row))) _changed += _delete.Run(row.Part, row.Key);
        return _changed;
    }

    public void Dispose()
    {
        _json.Dispose();
        _upsert.Dispose();
        _delete.Dispose();
    }
}
