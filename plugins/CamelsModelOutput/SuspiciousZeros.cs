namespace Tributary.Plugins.CamelsModelOutput;

/// <summary>Zeros of observed runoff that stand for days without observation.</summary>
/// <remarks>Where the gauge was iced, some files hold 0 between days of ample flow; a drying river instead recedes to 0.</remarks>
internal static class SuspiciousZeros
{
    private const double AmpleRunoff = 0.1;

    /// <summary>Number of days with a runoff of exactly 0 whose row of zeros starts right after more than 0.1 mm a day.</summary>
    public static int Count(ReadOnlySpan<double> runoff)
    {
        int suspicious = 0;
        int day = 0;
        while (day < runoff.Length)
        {
            int end = day;
            while (end < runoff.Length && runoff[end] == 0)
            {
                end++;
            }

            if (end > day && day > 0 && runoff[day - 1] > AmpleRunoff)
            {
                suspicious += end - day;
            }

            day = end + 1;
        }

        return suspicious;
    }
}
