using System.Runtime.ExceptionServices;
using ProxmoxMpc.Core.Model;

namespace ProxmoxMpc.Core.Workspaces;

/// <summary>Work on several threads fails like work on one.</summary>
internal static class WorkFailure
{
    /// <summary>Does the work; of several failures the first of ours by its text is thrown, so that the same trouble gives the same message.</summary>
    public static void First(Action work)
    {
        try
        {
            work();
        }
        catch (AggregateException several)
        {
            var all = several.Flatten().InnerExceptions;
            ExceptionDispatchInfo.Throw(all.OfType<PmpcException>().OrderBy(error => error.Message, StringComparer.Ordinal).FirstOrDefault() ?? all[0]);
        }
    }
}
