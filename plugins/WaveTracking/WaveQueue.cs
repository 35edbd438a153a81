namespace Tributary.Plugins.WaveTracking;

/// <summary>The waves on their way through a reach, oldest first, in the reach's states: storage, number of waves, then four numbers a wave.</summary>
/// <param name="states">The states of the reach.</param>
/// <param name="phi">φ of the reach, m3 s3/2.</param>
internal readonly ref struct WaveQueue(Span<double> states, double phi)
{
    public const int HeadCount = 2;
    public const int WaveSize = 4;

    private const int Age = 0;
    private const int Volume = 1;
    private const int Flow = 2;
    private const int TravelTime = 3;

    private readonly Span<double> _states = states;

    /// <summary>One step: a wave of inflow enters, and the mean outflow is what the foremost wave has pushed out.</summary>
    public double Step(double inflow, double step)
    {
        Span<double> waves = _states[HeadCount..];
        int count = (int)_states[1];
        double storage = _states[0];
        for (int k = 0; k < count; k++)
        {
            waves[(k * WaveSize) + Age] += step;
        }

        if (count == 0 || waves[((count - 1) * WaveSize) + Flow] != inflow)
        {
            if ((count + 1) * WaveSize > waves.Length)
            {
                count = JoinMostAlike(waves, count, step);
            }

            Set(waves, count++, step, storage, inflow);
        }

        storage += step * inflow;
        (int foremost, double since, double left) = Foremost(waves, count);
        if (left > 0)
        {
            count = Drop(waves, count, foremost, since, left);
            storage = Math.Max(0, storage - left);
        }

        _states[0] = storage;
        _states[1] = count;
        return left / step;
    }

    private (int Wave, double Since, double Left) Foremost(ReadOnlySpan<double> waves, int count)
    {
        int foremost = 0;
        double bestSince = 0;
        double left = 0;
        double end = 0;
        for (int k = count - 1; k >= 0; k--)
        {
            ReadOnlySpan<double> wave = waves.Slice(k * WaveSize, WaveSize);
            double since = Math.Max(Math.Min(wave[TravelTime], wave[Age]), end);
            end = wave[Age];
            double candidate = WaveTrackingProcess.Left(wave[Volume], wave[Flow], wave[Age], since, phi);
            if (candidate > left)
            {
                (foremost, bestSince, left) = (k, since, candidate);
            }
        }

        return (foremost, bestSince, left);
    }

    /// <summary>Forgets what entered before the foremost part, and counts volumes from what has left.</summary>
    private static int Drop(Span<double> waves, int count, int foremost, double since, double left)
    {
        if (foremost > 0)
        {
            waves[(foremost * WaveSize)..(count * WaveSize)].CopyTo(waves);
            count -= foremost;
        }

        waves[Volume] += waves[Flow] * (waves[Age] - since);
        waves[Age] = since;
        for (int k = 0; k < count; k++)
        {
            waves[(k * WaveSize) + Volume] -= left;
        }

        return count;
    }

    /// <summary>Makes one of the two neighbours whose flows differ least, with the volume of both.</summary>
    private int JoinMostAlike(Span<double> waves, int count, double step)
    {
        int first = 0;
        double least = double.MaxValue;
        for (int k = 0; k + 1 < count; k++)
        {
            double difference = Math.Abs(waves[(k * WaveSize) + Flow] - waves[((k + 1) * WaveSize) + Flow]);
            if (difference < least)
            {
                (first, least) = (k, difference);
            }
        }

        Span<double> one = waves.Slice(first * WaveSize, WaveSize);
        Span<double> other = waves.Slice((first + 1) * WaveSize, WaveSize);
        double end = first + 2 < count ? waves[((first + 2) * WaveSize) + Age] : step;
        double volume = (one[Flow] * (one[Age] - other[Age])) + (other[Flow] * (other[Age] - end));
        Set(waves, first, one[Age], one[Volume], volume / (one[Age] - end));
        waves[((first + 2) * WaveSize)..(count * WaveSize)].CopyTo(waves[((first + 1) * WaveSize)..]);
        return count - 1;
    }

    private void Set(Span<double> waves, int wave, double age, double volume, double flow)
    {
        Span<double> own = waves.Slice(wave * WaveSize, WaveSize);
        own[Age] = age;
        own[Volume] = volume;
        own[Flow] = flow;
        own[TravelTime] = WaveTrackingProcess.TravelTime(phi, flow);
    }
}
