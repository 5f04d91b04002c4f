/**
 * How files of well-known types begin.
 *
 * @module
 */

interface Signature {
  readonly type: string;
  /** Where it stands; 0 if absent. */
  readonly at?: number;
  /** As Latin-1. */
  readonly bytes: string;
}

/** In this order: the first that fits decides. */
const SIGNATURES: readonly Signature[] = [
  { type: 'image/jpeg', bytes: '\xFF\xD8\xFF' },
  { type: 'image/png', bytes: '\x89PNG\r\n\x1A\n' },
  { type: 'image/gif', bytes: 'GIF87a' },
  { type: 'image/gif', bytes: 'GIF89a' },
  { type: 'image/bmp', bytes: '\0\0\0\0', at: 6 }, // With "BM", see below.
  { type: 'image/tiff', bytes: 'II*\0' },
  { type: 'image/tiff', bytes: 'MM\0*' },
  { type: 'image/vnd.microsoft.icon', bytes: '\0\0\x01\0' },
  { type: 'image/vnd.adobe.photoshop', bytes: '8BPS\0' },
  { type: 'image/jxl', bytes: '\xFF\x0A' },
  { type: 'image/jxl', bytes: '\0\0\0\x0CJXL \r\n\x87\n' },
  { type: 'image/jp2', bytes: '\0\0\0\x0CjP  \r\n\x87\n' },
  { type: 'audio/flac', bytes: 'fLaC' },
  { type: 'audio/amr', bytes: '#!AMR' },
  { type: 'audio/midi', bytes: 'MThd\0\0\0\x06' },
  { type: 'audio/mpeg', bytes: 'ID3' },
  { type: 'video/x-flv', bytes: 'FLV\x01' },
  { type: 'video/mpeg', bytes: '\0\0\x01\xBA' },
  { type: 'application/pdf', bytes: '%PDF-' },
  { type: 'application/postscript', bytes: '%!PS' },
  { type: 'application/rtf', bytes: '{\\rtf' },
  { type: 'application/zip', bytes: 'PK\x03\x04' },
  { type: 'application/zip', bytes: 'PK\x05\x06' },
  { type: 'application/gzip', bytes: '\x1F\x8B\x08' },
  { type: 'application/x-7z-compressed', bytes: '7z\xBC\xAF\x27\x1C' },
  { type: 'application/vnd.rar', bytes: 'Rar!\x1A\x07' },
  { type: 'application/x-xz', bytes: '\xFD7zXZ\0' },
  { type: 'application/zstd', bytes: '\x28\xB5\x2F\xFD' },
  { type: 'application/x-bzip2', bytes: 'BZh' },
  { type: 'application/x-tar', bytes: 'ustar', at: 257 },
  { type: 'application/x-ole-storage', bytes: '\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1' },
  { type: 'application/vnd.sqlite3', bytes: 'SQLite format 3\0' },
  { type: 'application/wasm', bytes: '\0asm' },
  { type: 'application/x-elf', bytes: '\x7FELF' },
  { type: 'application/x-msdownload', bytes: 'MZ' },
  { type: 'application/x-mach-binary', bytes: '\xCF\xFA\xED\xFE' },
  { type: 'application/java-vm', bytes: '\xCA\xFE\xBA\xBE' },
  { type: 'application/vnd.debian.binary-package', bytes: '!<arch>\n' },
  { type: 'application/x-sh', bytes: '#!/' },
  { type: 'font/woff', bytes: 'wOFF' },
  { type: 'font/woff2', bytes: 'wOF2' },
  { type: 'font/otf', bytes: 'OTTO\0' },
  { type: 'font/ttf', bytes: '\0\x01\0\0\0' },
];

/** Containers of RIFF, by what stands at 8. */
const RIFF: ReadonlyMap<string, string> = new Map([
  ['WEBP', 'image/webp'],
  ['WAVE', 'audio/wav'],
  ['AVI ', 'video/x-msvideo'],
]);

/** Brands of ISO/IEC 14496-12 files (mp4ra.org); others are video/mp4. */
const BRANDS: readonly (readonly [RegExp, string])[] = [
  [/^avi[fs]/, 'image/avif'],
  [/^he(ic|ix|im|is|vc|vx)/, 'image/heic'],
  [/^qt {2}/, 'video/quicktime'],
  [/^M4[AB] /, 'audio/mp4'],
  [/^3g2/, 'video/3gpp2'],
  [/^3g/, 'video/3gpp'],
  [/^crx /, 'image/x-canon-cr3'],
  [/^jp2 /, 'image/jp2'],
];

/** By the first 4 KiB of a file. Undefined: none of these. */
export function signatureOf(head: Buffer): string | undefined {
  const text = head.toString('latin1');
  const riff = text.startsWith('RIFF') ? RIFF.get(text.slice(8, 12)) : undefined;
  if (riff !== undefined) return riff;
  if (text.startsWith('FORM') && /^AIF[FC]/.test(text.slice(8))) return 'audio/aiff';
  if (text.startsWith('\x1A\x45\xDF\xA3')) return matroskaOf(text);
  if (text.startsWith('OggS')) return oggOf(text);
  if (/^.{4}(ftyp|moov|mdat|wide|free|skip|pnot)/s.test(text)) return isoMediaOf(text);
  const found = SIGNATURES.find(({ bytes, at = 0 }) => text.startsWith(bytes, at) && !isOther(bytes, text));
  return found?.type ?? framesOf(head);
}

/** Some signatures are too short alone. */
function isOther(bytes: string, text: string): boolean {
  if (bytes === '\0\0\0\0') return !text.startsWith('BM');
  if (bytes === 'MZ') return !text.slice(0, 64).includes('\0');
  if (bytes === 'ID3') return text.charCodeAt(3) > 10;
  if (bytes === 'BZh') return !/^[1-9]1AY&SY/.test(text.slice(3));
  return false;
}

function matroskaOf(text: string): string {
  // The element DocType (RFC 8794 §11.2.4).
  const at = text.slice(0, 128).indexOf('\x42\x82');
  return at >= 0 && text.slice(at + 2, at + 14).includes('webm') ? 'video/webm' : 'video/x-matroska';
}

function oggOf(text: string): string {
  const start = text.slice(0, 128);
  return /\x80theora|OVP80/.test(start) ? 'video/ogg' : 'audio/ogg';
}

function isoMediaOf(text: string): string {
  if (text.slice(4, 8) !== 'ftyp') return 'video/quicktime';
  const length = Math.min(text.charCodeAt(2) * 256 + text.charCodeAt(3), 256);
  const brands = [text.slice(8, 12), ...(text.slice(16, Math.max(16, length)).match(/.{4}/gs) ?? [])];
  // A picture is named by what is compatible with it.
  const isAnyPicture = /^(mif1|msf1|miaf)/.test(brands[0] ?? '');
  for (const brand of isAnyPicture ? brands : brands.slice(0, 1)) {
    const found = BRANDS.find(([pattern]) => pattern.test(brand));
    if (found !== undefined) return found[1];
  }
  return isAnyPicture ? 'image/heif' : 'video/mp4';
}

/** MPEG audio and AAC have no signature: a header that is valid, followed by another one where the first frame ends. */
function framesOf(head: Buffer): string | undefined {
  if (head.length < 8 || head[0] !== 0xff) return undefined;
  const second = head[1] ?? 0;
  if ((second & 0xf6) === 0xf0) {
    const length = (head.readUIntBE(3, 3) >> 5) & 0x1fff;
    return length >= 7 && hasSync(head, length, 0xf6, 0xf0) ? 'audio/aac' : undefined;
  }
  if ((second & 0xe6) !== 0xe2) return undefined;
  const frame = mpegFrameAt(head, 0);
  return frame !== undefined && hasSync(head, frame.bytes, 0xe6, 0xe2) ? 'audio/mpeg' : undefined;
}

function hasSync(head: Buffer, at: number, mask: number, sync: number): boolean {
  return at + 1 < head.length && head[at] === 0xff && ((head[at + 1] ?? 0) & mask) === sync;
}

export interface MpegFrame {
  readonly bytes: number;
  readonly samples: number;
  readonly rate: number;
  readonly isMono: boolean;
  /** MPEG 1, not 2 or 2.5. */
  readonly isFirst: boolean;
}

const BITRATES_1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const BITRATES_2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const RATES = [44_100, 48_000, 32_000];

/** The frame of MPEG audio, layer 3, that begins there (ISO/IEC 11172-3 §2.4.1.3). */
export function mpegFrameAt(bytes: Buffer, at: number): MpegFrame | undefined {
  if (at + 4 > bytes.length) return undefined;
  const header = bytes.readUInt32BE(at);
  if (header >>> 21 !== 0x7_ff || ((header >>> 17) & 3) !== 1) return undefined;
  const version = (header >>> 19) & 3;
  const isFirst = version === 3;
  const bitrate = (isFirst ? BITRATES_1 : BITRATES_2)[(header >>> 12) & 15] ?? 0;
  const rate = (RATES[(header >>> 10) & 3] ?? 0) / (isFirst ? 1 : version === 2 ? 2 : 4);
  if (version === 1 || bitrate === 0 || rate === 0) return undefined;
  const samples = isFirst ? 1152 : 576;
  const padding = (header >>> 9) & 1;
  const length = Math.floor(((samples / 8) * bitrate * 1000) / rate) + padding;
  return { bytes: length, samples, rate, isMono: ((header >>> 6) & 3) === 3, isFirst };
}
