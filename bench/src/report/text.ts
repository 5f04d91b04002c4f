/**
 * Numbers and words for the report.
 *
 * @module
 */
const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ESCAPES[sign] ?? sign);
}

/** At most three significant digits, and a letter: 1.37M, 27.5k, 0.25. */
export function shortNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 999_500) return `${Number((value / 1e6).toPrecision(3))}M`;
  if (size >= 9995) return `${Number((value / 1e3).toPrecision(3))}k`;
  return String(size >= 1000 ? Math.round(value) : Number(value.toPrecision(3)));
}

/** An integer with separators from 1000 up: 27,474. */
export function longNumber(value: number): string {
  return Math.abs(value) >= 1000
    ? Math.round(value).toLocaleString('en-GB')
    : String(Number(value.toPrecision(3)));
}

/** Turns `serverCpu` into `server cpu`, and `ackP999Ms` into `ack p99.9 ms`. */
export function words(name: string): string {
  return name
    .replace(
      /P(\d\d)(\d*)Ms$/,
      (_all, whole: string, part: string) => ` p${whole}${part === '' ? '' : `.${part}`} ms`,
    )
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
}
