namespace Tributary.Geodata;

/// <summary>Cells by elevation, lowest first; of equal ones the one that came first.</summary>
internal sealed class CellHeap
{
    private (double Elevation, int Order, int Cell)[] _items = new (double, int, int)[1024];
    private int _order;

    public int Count { get; private set; }

    public double LowestElevation => _items[0].Elevation;

    public void Push(double elevation, int cell)
    {
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, 2 * Count);
        }

        (double Elevation, int Order, int Cell) item = (elevation, _order++, cell);
        int at = Count++;
        while (at > 0)
        {
            int parent = (at - 1) / 2;
            if (!Precedes(item, _items[parent]))
            {
                break;
            }

            _items[at] = _items[parent];
            at = parent;
        }

        _items[at] = item;
    }

    public int Pop()
    {
        int lowest = _items[0].Cell;
        (double Elevation, int Order, int Cell) item = _items[--Count];
        int at = 0;
        while (true)
        {
            int child = (2 * at) + 1;
            if (child >= Count)
            {
                break;
            }

            if (child + 1 < Count && Precedes(_items[child + 1], _items[child]))
            {
                child++;
            }

            if (!Precedes(_items[child], item))
            {
                break;
            }

            _items[at] = _items[child];
            at = child;
        }

        _items[at] = item;
        return lowest;
    }

    private static bool Precedes((double Elevation, int Order, int Cell) one, (double Elevation, int Order, int Cell) other) =>
        one.Elevation < other.Elevation || (one.Elevation == other.Elevation && one.Order < other.Order);
}
