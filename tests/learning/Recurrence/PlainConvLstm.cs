namespace Tributary.Learning.Tests;

/// <summary>The depthwise ConvLSTM as its definition says, cell by cell in double precision, and its gradient by the chain rule written out.</summary>
internal sealed class PlainConvLstm(int batch, int steps, int features, int multiplier, int height, int width, int kernel, bool isHard)
{
    private readonly int _channels = features * multiplier;
    private readonly int _radius = kernel / 2;

    public double[] InputKernel { get; set; } = [];

    public double[] HiddenKernel { get; set; } = [];

    public double[] Bias { get; set; } = [];

    public double[] Input { get; set; } = [];

    public double[] Hidden { get; private set; } = [];

    private double[] Cells { get; set; } = [];

    private double[] Gates { get; set; } = [];

    public double[] Forward()
    {
        Hidden = new double[batch * steps * _channels * height * width];
        Cells = new double[Hidden.Length];
        Gates = new double[Hidden.Length * 4];
        foreach ((int b, int t, int c, int y, int x) in Everywhere(Enumerable.Range(0, steps)))
        {
            int here = Place(b, t, c, y, x, _channels);
            for (int n = 0; n < 4; n++)
            {
                double sum = Bias[(c * 4) + n];
                Around(y, x, (yy, xx, tap) =>
                {
                    sum += InputKernel[(((c * 4) + n) * kernel * kernel) + tap] * Input[Place(b, t, c / multiplier, yy, xx, features)];
                    sum += t == 0 ? 0 : HiddenKernel[(((c * 4) + n) * kernel * kernel) + tap] * Hidden[Place(b, t - 1, c, yy, xx, _channels)];
                });
                Gates[(here * 4) + n] = n == 2 ? Math.Tanh(sum) : Gate(sum);
            }

            Cells[here] = (Gates[here * 4] * Gates[(here * 4) + 2]) + (t == 0 ? 0 : Gates[(here * 4) + 1] * Cells[Place(b, t - 1, c, y, x, _channels)]);
            Hidden[here] = Gates[(here * 4) + 3] * Math.Tanh(Cells[here]);
        }

        return Hidden;
    }

    public (double[] Input, double[] InputKernel, double[] HiddenKernel, double[] Bias) Backward(double[] given)
    {
        double[] dInput = new double[Input.Length];
        double[] dInputKernel = new double[InputKernel.Length];
        double[] dHiddenKernel = new double[HiddenKernel.Length];
        double[] dBias = new double[Bias.Length];
        double[] dHidden = [.. given];
        double[] dCells = new double[Cells.Length];
        foreach ((int b, int t, int c, int y, int x) in Everywhere(Enumerable.Range(0, steps).Reverse()))
        {
            int here = Place(b, t, c, y, x, _channels);
            (double i, double f, double g, double o) = (Gates[here * 4], Gates[(here * 4) + 1], Gates[(here * 4) + 2], Gates[(here * 4) + 3]);
            double bent = Math.Tanh(Cells[here]);
            double dCell = dCells[here] + (dHidden[here] * o * (1 - (bent * bent)));
            double before = t == 0 ? 0 : Cells[Place(b, t - 1, c, y, x, _channels)];
            double[] slopes = [dCell * g * Slope(i), dCell * before * Slope(f), dCell * i * (1 - (g * g)), dHidden[here] * bent * Slope(o)];
            if (t > 0)
            {
                dCells[Place(b, t - 1, c, y, x, _channels)] += dCell * f;
            }

            for (int n = 0; n < 4; n++)
            {
                dBias[(c * 4) + n] += slopes[n];
                Around(y, x, (yy, xx, tap) =>
                {
                    int weight = (((c * 4) + n) * kernel * kernel) + tap;
                    int read = Place(b, t, c / multiplier, yy, xx, features);
                    dInput[read] += slopes[n] * InputKernel[weight];
                    dInputKernel[weight] += slopes[n] * Input[read];
                    if (t > 0)
                    {
                        int state = Place(b, t - 1, c, yy, xx, _channels);
                        dHidden[state] += slopes[n] * HiddenKernel[weight];
                        dHiddenKernel[weight] += slopes[n] * Hidden[state];
                    }
                });
            }
        }

        return (dInput, dInputKernel, dHiddenKernel, dBias);
    }

    private IEnumerable<(int B, int T, int C, int Y, int X)> Everywhere(IEnumerable<int> times) =>
        from b in Enumerable.Range(0, batch)
        from t in times
        from c in Enumerable.Range(0, _channels)
        from y in Enumerable.Range(0, height)
        from x in Enumerable.Range(0, width)
        select (b, t, c, y, x);

    private double Gate(double x) => isHard ? Math.Clamp((0.2 * x) + 0.5, 0, 1) : 1 / (1 + Math.Exp(-x));

    private double Slope(double gate) => isHard ? (gate is > 0 and < 1 ? 0.2 : 0) : gate * (1 - gate);

    private int Place(int b, int t, int c, int y, int x, int channels) => (((((((b * steps) + t) * channels) + c) * height) + y) * width) + x;

    private void Around(int y, int x, Action<int, int, int> each)
    {
        for (int tap = 0; tap < kernel * kernel; tap++)
        {
            int yy = y + (tap / kernel) - _radius;
            int xx = x + (tap % kernel) - _radius;
            if (yy >= 0 && yy < height && xx >= 0 && xx < width)
            {
                each(yy, xx, tap);
            }
        }
    }
}
