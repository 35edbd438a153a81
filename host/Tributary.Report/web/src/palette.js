const memberColours = 6;

/** The colours of the theme in force; they are defined once, in report.css (after Okabe and Ito). */
export function palette() {
  const style = getComputedStyle(document.documentElement);
  const of = (name) => style.getPropertyValue(`--${name}`).trim();
  return {
    ink: of('ink'),
    muted: of('muted'),
    faint: of('faint'),
    grid: of('grid'),
    rule: of('rule'),
    card: of('card'),
    observed: of('observed'),
    precipitation: of('precipitation'),
    band: of('band'),
    period: (index) => of(`period-${(index % 4) + 1}`),
    member: (index) => of(`member-${(index % memberColours) + 1}`),
  };
}

/** The dash of a member: past the last colour, the colours come again dashed. */
export const dash = (index) => (index < memberColours ? undefined : [6, 4]);

/** A hexadecimal colour with an opacity. */
export function faded(colour, opacity) {
  const channel = (at) => parseInt(colour.slice(at, at + 2), 16);
  return `rgba(${channel(1)}, ${channel(3)}, ${channel(5)}, ${opacity})`;
}
