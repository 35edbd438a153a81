using System.Globalization;

namespace Tributary.Plugins.Flux.Language;

/// <summary>An expression that cannot be read, and where.</summary>
/// <param name="problem">What is wrong, in one clause.</param>
/// <param name="at">Where in the text.</param>
public sealed class SyntaxException(string problem, Place at) : Exception(problem)
{
    /// <summary>Where in the text.</summary>
    public Place At { get; } = at;
}

/// <summary>
/// Reads expressions: numbers (<c>0.9</c>, <c>5 [mm]</c>), names, <c>+ - * / ^</c>, parentheses, functions, and
/// <c>if a &lt; b then c else d</c>. A power binds tightest and goes from right to left, then the negative, products, sums.
/// </summary>
public ref struct ExpressionParser
{
    private readonly string _text;
    private int _at;

    private ExpressionParser(string text) => _text = text;

    /// <summary>Reads a whole text.</summary>
    /// <exception cref="SyntaxException">It is no expression.</exception>
    public static Expression Parse(string text)
    {
        var parser = new ExpressionParser(text);
        Expression expression = parser.Whole();
        parser.SkipSpace();
        return parser._at == text.Length ? expression : throw parser.Unexpected("an operator or the end");
    }

    private Expression Whole()
    {
        SkipSpace();
        var place = new Place(_at);
        if (!TakeWord("if"))
        {
            return Sum();
        }

        Expression left = Sum();
        SkipSpace();
        string comparison = Take("<=") ? "<=" : Take(">=") ? ">=" : Take("<") ? "<" : Take(">") ? ">" : throw Unexpected("one of < <= > >=");
        Expression right = Sum();
        Expect("then");
        Expression then = Whole();
        Expect("else");
        return new Choice(comparison, left, right, then, Whole()) { At = place };
    }

    private Expression Sum()
    {
        Expression left = Product();
        while (true)
        {
            SkipSpace();
            char sign = Peek;
            if (sign is not ('+' or '-'))
            {
                return left;
            }

            _at++;
            left = new Operation(sign, left, Product()) { At = left.At };
        }
    }

    private Expression Product()
    {
        Expression left = Signed();
        while (true)
        {
            SkipSpace();
            char sign = Peek;
            if (sign is not ('*' or '/'))
            {
                return left;
            }

            _at++;
            left = new Operation(sign, left, Signed()) { At = left.At };
        }
    }

    private Expression Signed()
    {
        SkipSpace();
        var place = new Place(_at);
        return Take("-") ? new Negative(Signed()) { At = place } : Power();
    }

    private Expression Power()
    {
        Expression root = Alone();
        SkipSpace();
        return Take("^") ? new Operation('^', root, Signed()) { At = root.At } : root;
    }

    private Expression Alone()
    {
        SkipSpace();
        var place = new Place(_at);
        if (Take("("))
        {
            Expression inner = Whole();
            SkipSpace();
            return Take(")") ? inner : throw Unexpected("')'");
        }

        if (char.IsAsciiDigit(Peek) || Peek == '.')
        {
            return Literal(place);
        }

        string name = Word();
        if (name.Length == 0 || name is "if" or "then" or "else")
        {
            _at = place.Offset;
            throw Unexpected("a number, a name or '('");
        }

        SkipSpace();
        return Take("(") ? new Call(name, Arguments(name, place)) { At = place } : new Name(name) { At = place };
    }

    private List<Expression> Arguments(string function, Place place)
    {
        var arguments = new List<Expression>();
        do
        {
            arguments.Add(Whole());
            SkipSpace();
        }
        while (Take(","));
        if (!Take(")"))
        {
            throw Unexpected("',' or ')'");
        }

        if (!Functions.ArgumentCount.TryGetValue(function, out int count))
        {
            throw new SyntaxException($"there is no function '{function}'; there are {string.Join(", ", Functions.ArgumentCount.Keys.Order())}", place);
        }

        return count == arguments.Count
            ? arguments
            : throw new SyntaxException($"the function {function} takes {count} argument{(count == 1 ? "" : "s")}, not {arguments.Count}", place);
    }

    private Number Literal(Place place)
    {
        int first = _at;
        while (char.IsAsciiDigit(Peek) || Peek == '.')
        {
            _at++;
        }

        int exponent = _at + 1;
        if (Peek is 'e' or 'E')
        {
            exponent += exponent < _text.Length && _text[exponent] is '+' or '-' ? 1 : 0;
            if (exponent < _text.Length && char.IsAsciiDigit(_text[exponent]))
            {
                _at = exponent;
                while (char.IsAsciiDigit(Peek))
                {
                    _at++;
                }
            }
        }

        if (!double.TryParse(_text.AsSpan(first, _at - first), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value))
        {
            throw new SyntaxException($"'{_text[first.._at]}' is no number", place);
        }

        int behind = _at;
        SkipSpace();
        if (!Take("["))
        {
            _at = behind;
            return new Number(value) { At = place };
        }

        int end = _text.IndexOf(']', _at);
        if (end < 0)
        {
            _at = _text.Length;
            throw Unexpected("']' behind the unit");
        }

        string unit = _text[_at..end].Trim();
        _at = end + 1;
        return new Number(value, unit) { At = place };
    }

    private readonly char Peek => _at < _text.Length ? _text[_at] : '\0';

    private string Word()
    {
        int first = _at;
        while (char.IsAsciiLetterOrDigit(Peek) || Peek == '_')
        {
            _at++;
        }

        return _text[first.._at];
    }

    private bool Take(string sign)
    {
        if (string.CompareOrdinal(_text, _at, sign, 0, sign.Length) != 0)
        {
            return false;
        }

        _at += sign.Length;
        return true;
    }

    private bool TakeWord(string word)
    {
        int before = _at;
        if (Word() == word)
        {
            return true;
        }

        _at = before;
        return false;
    }

    private void Expect(string word)
    {
        SkipSpace();
        if (!TakeWord(word))
        {
            throw Unexpected($"'{word}'");
        }
    }

    private void SkipSpace()
    {
        while (char.IsWhiteSpace(Peek))
        {
            _at++;
        }
    }

    private readonly SyntaxException Unexpected(string expected) =>
        new(_at < _text.Length ? $"'{_text[_at]}' stands where {expected} should" : $"it ends where {expected} should stand", new Place(_at));
}
