/**
 * Draws the icons of the installed page from public/icons/icon.svg: `node scripts/icons.ts`, when the horn has changed.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const FOLDER = fileURLToPath(new URL('../public/icons/', import.meta.url));
const ICON = readFileSync(`${FOLDER}icon.svg`, 'utf8');

/** Launchers cut off up to a tenth on each side. */
const MASKABLE = ICON.replace(/ rx="\d+"/, '').replace(
  /transform="[^"]*"/,
  'transform="translate(14.7 14.5) scale(1.44)"',
);
/** The shape alone, in white: systems give it a colour. */
const BADGE = ICON.replace(/<rect[^>]*>/, '')
  .replace(/stroke="#[^"]*"/, 'stroke="#ffffff"')
  .replace(/transform="[^"]*"/, 'transform="translate(1.6 1.6) scale(2.53)"');

await draw(ICON, 192, 'icon-192.png');
await draw(ICON, 512, 'icon-512.png');
await draw(MASKABLE, 512, 'maskable-512.png');
await draw(MASKABLE, 180, 'apple-touch-icon.png');
await draw(BADGE, 96, 'badge-96.png');

async function draw(svg: string, size: number, name: string): Promise<void> {
  const drawn = sharp(Buffer.from(svg), { density: (72 * size) / 64 });
  await drawn
    .resize(size, size)
    .png({ compressionLevel: 9, palette: true })
    .toFile(FOLDER + name);
}
