using System.Data;
using System.Data.Common;
using System.Globalization;

namespace ProxmoxMpc.Core.State;

/// <summary>Plain ADO.NET with less ceremony. Nothing here knows which database it talks to.</summary>
internal static class Sql
{
    /// <summary>A statement with its parameters declared, to be run once or many times.</summary>
    public static DbCommand Prepare(this DbConnection connection, DbTransaction? transaction, string text, params string[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        command.Transaction = transaction;
        foreach (var name in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            command.Parameters.Add(parameter);
        }
        return command;
    }

    /// <summary>The same statement with these values, in the order of the parameters.</summary>
    public static DbCommand With(this DbCommand command, params object?[] values)
    {
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command;
    }

    /// <summary>Runs the statement and returns the number of rows that it changed.</summary>
    public static int Run(this DbCommand command, params object?[] values) => command.With(values).ExecuteNonQuery();

    /// <summary>Runs a statement without parameters.</summary>
    public static void Run(this DbConnection connection, string text, DbTransaction? transaction = null)
    {
        using var command = connection.Prepare(transaction, text);
        command.ExecuteNonQuery();
    }

    /// <summary>The first column of the first row, as a number.</summary>
    public static long Number(this DbConnection connection, string text, DbTransaction? transaction = null)
    {
        using var command = connection.Prepare(transaction, text);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <summary>Reads every row.</summary>
    public static List<T> Rows<T>(this DbCommand command, Func<DbDataReader, T> read)
    {
        using var reader = command.ExecuteReader(CommandBehavior.Default);
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }

    public static string? Text(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    /// <summary>UTC in a form that sorts as text.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    public static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
}
