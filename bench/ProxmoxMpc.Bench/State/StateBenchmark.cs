using System.Diagnostics;
using Microsoft.Data.Sqlite;
using ProxmoxMpc.Core.State;

namespace ProxmoxMpc.Bench.State;

/// <summary>Writing the rows of an inventory, against the <c>sqlite3</c> shell importing the same rows into the same table.</summary>
internal static class StateBenchmark
{
    private const int Rounds = 3;

    /// <param name="workspace">A workspace that was synced.</param>
    public static async Task RunAsync(string workspace, string folder)
    {
        using var synced = StateStore.Open(Path.Combine(workspace, ".proxmox", "state.db"), readOnly: true);
        var inventory = synced.ReadInventory()!;
        var rows = Path.Combine(folder, "rows.csv");
        await ExportAsync(Path.Combine(workspace, ".proxmox", "state.db"), rows);
        Console.WriteLine($"\nState, {inventory.Guests.Length} guests into an empty file (best of {Rounds}):");
        double? own = null, shell = null;
        for (var round = 0; round < Rounds; round++)
        {
            var path = Path.Combine(folder, $"own{round}.db");
            using var store = StateStore.Open(path);
            var begun = Stopwatch.GetTimestamp();
            var written = store.WriteInventory(inventory);
            own = Less(own, Stopwatch.GetElapsedTime(begun).TotalSeconds);
            if (round == 0) Console.WriteLine($"  {written} rows");
            if (await ImportAsync(rows, Path.Combine(folder, $"shell{round}.db")) is { } seconds) shell = Less(shell, seconds);
        }
        Console.WriteLine($"  WriteInventory   {own:F3} s");
        Console.WriteLine(shell is null ? "  sqlite3 is not installed: nothing to compare with." : $"  sqlite3 .import  {shell:F3} s, ratio {own / shell:F2}");
    }

    private static double Less(double? best, double now) => best is { } other && other < now ? other : now;

    private static async Task ExportAsync(string database, string file)
    {
        using var connection = new SqliteConnection($"Data Source={database};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var select = connection.CreateCommand();
        select.CommandText = "select part, key, hex(hash), document from observed";
        await using var writer = new StreamWriter(file);
        using var reader = select.ExecuteReader();
        while (reader.Read())
            await writer.WriteLineAsync(string.Join(',', Enumerable.Range(0, reader.FieldCount).Select(column => $"\"{reader.GetString(column).Replace("\"", "\"\"", StringComparison.Ordinal)}\"")));
    }

    /// <summary>Seconds of the shell's import, in one transaction and as durable as ours; null where there is no shell.</summary>
    private static async Task<double?> ImportAsync(string rows, string database)
    {
        var start = new ProcessStartInfo("sqlite3", [database]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        try
        {
            var begun = Stopwatch.GetTimestamp();
            using var process = Process.Start(start)!;
            await process.StandardInput.WriteAsync($"""
                pragma journal_mode = wal;
                pragma synchronous = full;
                create table observed (part text not null, key text not null, hash blob not null, document text not null, primary key (part, key)) without rowid;
                .mode csv
                .import {rows} observed

                """);
            process.StandardInput.Close();
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? Stopwatch.GetElapsedTime(begun).TotalSeconds : throw new InvalidOperationException($"sqlite3 ended with {process.ExitCode}.");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
