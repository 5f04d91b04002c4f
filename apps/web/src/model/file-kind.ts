/**
 * How a file is shown.
 *
 * @module
 */
import type { Attachment } from '@posthorn/protocol';

/** A picture that browsers show, one that moves by itself included; a video, a sound; a spoken message; any other file. */
export type FileKind = 'picture' | 'video' | 'audio' | 'voice' | 'file';

/** What browsers draw. Others, such as HEIC, are files. */
const PICTURES = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/avif', 'image/bmp']);
const VIDEOS = new Set(['video/mp4', 'video/webm', 'video/ogg', 'video/quicktime']);

export function fileKind({
  type,
  voice,
  width,
  height,
}: Pick<Attachment, 'type' | 'voice' | 'width' | 'height'>): FileKind {
  const bare = type.split(';', 1)[0] ?? '';
  // Without its size a picture could not be drawn without a shift of what is below.
  if (PICTURES.has(bare)) return width > 0 && height > 0 ? 'picture' : 'file';
  if (VIDEOS.has(bare)) return 'video';
  if (bare.startsWith('audio/')) return voice ? 'voice' : 'audio';
  return 'file';
}

/** The same of a file of the device, of which only the type is known. */
export function isPictureType(type: string): boolean {
  return PICTURES.has(type);
}

export function isVideoType(type: string): boolean {
  return VIDEOS.has(type);
}

/** The ending of a file's name, in capitals; empty if it has none, or a long one. */
export function extensionOf(name: string): string {
  return /[^.]\.([\p{L}\p{N}]{1,5})$/u.exec(name)?.[1]?.toUpperCase() ?? '';
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];

/** "1.8 MB". Steps of 1,000, as file managers of phones and Macs count. */
export function sizeText(bytes: number, locale: string): string {
  const power = bytes < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  const format = new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: UNITS[power] ?? 'byte',
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: power === 0 || value >= 100 ? 0 : 1,
  });
  return format.format(value);
}

/** "0:23", "1:02:05". */
export function durationText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const two = (part: number): string => String(part).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const rest = two(seconds % 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}
