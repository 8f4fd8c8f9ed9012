using System.Collections.Immutable;

namespace ProxmoxMpc.Core.State;

/// <summary>The schema, one script per version. A script that has been released is never edited: the next one is added.</summary>
internal static class StateMigrations
{
    /// <summary>Marks the file as ours: <c>PMPC</c> in ASCII.</summary>
    public const int ApplicationId = 0x504D5043;

    public static ImmutableArray<string> Scripts { get; } =
    [
        // 1. Documents are JSON: a guest has hundreds of possible keys, and none is asked for by itself.
        """
        create table cluster (id integer primary key check (id = 1), name text not null, version text not null);
        create table observed (
            part text not null,
            key text not null,
            hash blob not null,
            document text not null,
            primary key (part, key)) without rowid;
        create table base (vmid integer primary key, hash blob not null, document text not null);
        create table runs (
            id integer primary key autoincrement,
            kind text not null,
            started text not null,
            ended text,
            outcome text,
            summary text not null);
        create table steps (
            run_id integer not null references runs (id) on delete cascade,
            number integer not null,
            vmid integer not null,
            action text not null,
            detail text not null,
            state text not null,
            upid text,
            error text,
            primary key (run_id, number)) without rowid;
        create table snapshots (id text primary key, created text not null, kind text not null, file text not null, summary text not null) without rowid;
        """,
        // Objects beside nodes and guests. The settings are JSON for the same reason.
        """
        create table objects (
            kind text not null,
            scope text not null,
            name text not null,
            hash blob not null,
            settings text not null,
            primary key (kind, scope, name)) without rowid;
        """,
        // 3. What files were when they were last looked at; losing it costs time and nothing else.
        """
        create table code (path text primary key, hash blob not null, document text not null) without rowid;
        create table files (path text primary key, source blob not null, length integer not null, modified integer not null) without rowid;
        """,
        // 4. What code and server agreed on about an object beside nodes and guests.
        """
        create table object_base (
            kind text not null,
            scope text not null,
            name text not null,
            hash blob not null,
            view text not null,
            primary key (kind, scope, name)) without rowid;
        """,
        // 5. Real values and their pseudonyms, encrypted with a key that is not in the workspace.
        """
        create table pseudonyms (id blob primary key, key text not null, sealed blob not null) without rowid;
        """,
        // 6. What a step was to do, so that a later session can find out whether it did.
        """
        alter table steps add column document text;
        """,
        // 7. Points in time by name, and what changed on the server by whom, as syncs found it.
        """
        create table marks (name text primary key, time text not null) without rowid;
        create table drift (id integer primary key autoincrement, open integer not null, document text not null);
        """,
        // 8. The backups that we made of guests, and what rollbacks want back and no apply has brought back yet.
        """
        create table archives (
            volid text primary key,
            node text not null,
            vmid integer not null,
            kind text not null,
            name text not null,
            token text not null,
            created text not null,
            run_id integer,
            number integer,
            snapshot text) without rowid;
        create table returns (vmid integer not null, key text not null, source text not null, primary key (vmid, key)) without rowid;
        """,
    ];

    public static int Current => Scripts.Length;
}
