/**
 * Runs ffmpeg, in a worker process, whose limits of memory and priority it inherits. It reads one file and writes to a pipe;
 * it may open nothing else, and uses the demuxer of the type that was found, and no decoders but those of common formats.
 *
 * @module
 */
import { spawn } from 'node:child_process';

/** Names of demuxers. Others, such as those of playlists, which name other files, are never used. */
const DEMUXERS: ReadonlyMap<string, string> = new Map([
  ['video/mp4', 'mov'],
  ['video/quicktime', 'mov'],
  ['video/3gpp', 'mov'],
  ['video/3gpp2', 'mov'],
  ['audio/mp4', 'mov'],
  ['video/webm', 'matroska'],
  ['video/x-matroska', 'matroska'],
  ['audio/webm', 'matroska'],
  ['audio/x-matroska', 'matroska'],
  ['audio/ogg', 'ogg'],
  ['video/ogg', 'ogg'],
  ['audio/mpeg', 'mp3'],
  ['audio/aac', 'aac'],
  ['audio/flac', 'flac'],
]);

const DECODERS =
  'h264,hevc,vp8,vp9,libvpx,libvpx-vp9,av1,libdav1d,libaom-av1,mpeg4,h263,mjpeg,theora,' +
  'aac,mp3,mp3float,opus,libopus,vorbis,libvorbis,flac,alac,amrnb,amrwb,' +
  'pcm_s16le,pcm_s16be,pcm_s24le,pcm_f32le,pcm_u8,pcm_mulaw,pcm_alaw';

/** Seconds of a processor. */
const SHELL = 'ulimit -t 20 2>/dev/null; exec "$0" "$@"';

export interface FfmpegRun {
  /** Of the program. */
  readonly command: string;
  readonly path: string;
  /** As it was sniffed. */
  readonly type: string;
  /** What to make of it: options and format of the output. */
  readonly output: readonly string[];
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

/**
 * What it writes. Undefined for a type that it is not used for, if it fails, takes too long, or writes too much. Chunks are handed to
 * `take` if there is one, and not kept.
 */
export async function ffmpeg(run: FfmpegRun, take?: (chunk: Buffer) => void): Promise<Buffer | undefined> {
  const demuxer = DEMUXERS.get(run.type);
  if (demuxer === undefined) return undefined;
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const child = spawn('sh', ['-c', SHELL, run.command, ...argumentsOf(run, demuxer)], {
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: run.timeoutMs,
    killSignal: 'SIGKILL',
  });
  child.once('error', () => resolve(false));
  child.once('close', (code) => resolve(code === 0));
  const chunks: Buffer[] = [];
  let bytes = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > run.maxBytes) child.kill('SIGKILL');
    else if (take === undefined) chunks.push(chunk);
    else take(chunk);
  });
  const isDone = await promise;
  return isDone && bytes > 0 ? Buffer.concat(chunks) : undefined;
}

function argumentsOf({ path, output }: FfmpegRun, demuxer: string): readonly string[] {
  const bounds = ['-max_alloc', String(256 * 1024 ** 2), '-protocol_whitelist', 'file,pipe', '-threads', '1'];
  const input = [
    '-codec_whitelist',
    DECODERS,
    '-max_pixels',
    '40000000',
    '-f',
    demuxer,
    '-i',
    `file:${path}`,
  ];
  return [
    '-nostdin',
    '-hide_banner',
    '-v',
    'error',
    ...bounds,
    ...input,
    '-map_metadata',
    '-1',
    ...output,
    'pipe:1',
  ];
}
