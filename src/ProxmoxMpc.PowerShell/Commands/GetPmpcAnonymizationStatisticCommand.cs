using System.Management.Automation;
using ProxmoxMpc.Core.Privacy;

namespace ProxmoxMpc.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "PmpcAnonymizationStatistic"), OutputType(typeof(PrivacyCount))]
public sealed class GetPmpcAnonymizationStatisticCommand : PrivacyCmdlet
{
    protected override void Process() => WriteObject(Privacy.Statistic, enumerateCollection: true);
}
