/**
 * Thumbnails, by sharp (libvips), which is an optional dependency. Runs in worker processes alone: it decodes what strangers
 * have sent.
 *
 * @module
 */
import type SharpFunction from 'sharp';
import { rgbaToThumbHash } from 'thumbhash';
import type { ThumbnailSize } from './examined.ts';

type Sharp = typeof SharpFunction;

/** More are not decoded, nor shown as a picture. */
export const MAX_PIXELS = 100_000_000;

/** What decodes the types that are taken for pictures. All other loaders of libvips are blocked, such as those for SVG and PDF. */
const LOADERS = ['Jpeg', 'Png', 'Webp', 'Heif', 'Nsgif'];
const LARGEST = 1280;
const THUMBHASH_SIDE = 100;

export interface PictureMade {
  readonly size: ThumbnailSize;
  readonly width: number;
  readonly height: number;
  readonly type: string;
  readonly bytes: Buffer;
}

export interface PicturesMade {
  readonly thumbhash: Uint8Array;
  readonly thumbnails: readonly PictureMade[];
}

/** Undefined where sharp is not installed, or does not run. */
export async function loadSharp(): Promise<Sharp | undefined> {
  try {
    const { default: sharp } = await import('sharp');
    sharp.cache(false);
    sharp.concurrency(1);
    sharp.block({ operation: ['VipsForeignLoad'] });
    sharp.unblock({ operation: LOADERS.map((name) => `VipsForeignLoad${name}`) });
    return sharp;
  } catch {
    return undefined;
  }
}

/** Of the first picture in `input`, a path or bytes, the right way up. Rejects if it cannot be decoded. */
export async function makePictures(
  sharp: Sharp,
  input: string | Buffer,
  sizes: readonly ThumbnailSize[],
): Promise<PicturesMade> {
  const bounds = { limitInputPixels: MAX_PIXELS, failOn: 'none', sequentialRead: true } as const;
  // Once, as small as it is needed; all others are made of that one.
  const { data, info } = await sharp(input, bounds)
    .autoOrient()
    .resize({ width: LARGEST, height: LARGEST, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const raw = { raw: { width: info.width, height: info.height, channels: 4 as const } };
  const isOpaque = isOpaqueRgba(data);
  const thumbnails: PictureMade[] = [];
  for (const size of sizes) {
    const scaled = sharp(data, raw).resize({
      width: size,
      height: size,
      fit: 'inside',
      withoutEnlargement: true,
    });
    const made = await encoded(scaled, { size, isOpaque });
    thumbnails.push(made);
  }
  const tiny = await sharp(data, raw)
    .resize({ width: THUMBHASH_SIDE, height: THUMBHASH_SIDE, fit: 'inside', withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { thumbhash: rgbaToThumbHash(tiny.info.width, tiny.info.height, tiny.data), thumbnails };
}

/** The small one in a format that is easily decoded everywhere. */
async function encoded(
  scaled: ReturnType<Sharp>,
  { size, isOpaque }: { readonly size: ThumbnailSize; readonly isOpaque: boolean },
): Promise<PictureMade> {
  const [type, result] = isOpaque
    ? (['image/jpeg', scaled.removeAlpha().jpeg({ quality: 78 })] as const)
    : size === LARGEST
      ? (['image/webp', scaled.webp({ quality: 80 })] as const)
      : (['image/png', scaled.png({ compressionLevel: 9 })] as const);
  const { data, info } = await result.toBuffer({ resolveWithObject: true });
  return { size, width: info.width, height: info.height, type, bytes: data };
}

function isOpaqueRgba(data: Buffer): boolean {
  for (let at = 3; at < data.length; at += 4) if ((data[at] ?? 255) < 255) return false;
  return true;
}
