/**
 * The colour of the server's operator. Only its hue is taken, so that contrast stays as designed, in light and dark.
 *
 * @module
 */

/** `colour`: `#rrggbb`, or '' for our own. */
export function applyAccent(colour: string): void {
  const { style } = document.documentElement;
  const hue = colour === '' ? undefined : hueOf(colour);
  if (hue === undefined) style.removeProperty('--accent-hue');
  else style.setProperty('--accent-hue', String(Math.round(hue)));
}

/** The hue of a colour in OKLCH, in degrees; undefined for greys. Conversion as in CSS Color 4, section 10. */
export function hueOf(colour: string): number | undefined {
  const channels = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
  const [r, g, b] = channels.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)) as [
    number,
    number,
    number,
  ];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const bb = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  if (Math.hypot(a, bb) < 0.02) return undefined;
  return ((Math.atan2(bb, a) * 180) / Math.PI + 360) % 360;
}
