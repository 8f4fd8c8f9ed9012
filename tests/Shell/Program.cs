// All of pwsh is in its packages: this is its door.
return Microsoft.PowerShell.UnmanagedPSEntry.Start(args, args.Length);
