namespace ProxmoxMpc.Console;

/// <summary>A command that is the console's own and no cmdlet.</summary>
internal sealed record LocalCommand(string Name, string Operands, string Summary, params (string Option, string Description)[] Options)
{
    public static LocalCommand Lab { get; } = new("lab", "--listen HOST:PORT", "serve the embedded Lab over HTTPS, for any client of Proxmox VE",
        ("--listen HOST:PORT", "Where to listen; port 0 takes a free one."),
        ("--state FILE", "Where the Lab keeps its state; without it, a new Lab each time."),
        ("--token NAME", "The token to make for root@pam; without it, mpc."));

    public static LocalCommand Demo { get; } = new("demo", "[DIR]", "walk the whole loop on the Lab: init, sync, create, plan, test, apply, sync");

    public static IReadOnlyList<LocalCommand> All { get; } = [Lab, Demo];
}
