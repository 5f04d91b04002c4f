/**
 * Plays a sound: a spoken message with its waveform, or a piece of music.
 *
 * @module
 */
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ComponentProps, KeyboardEvent, PointerEvent, ReactNode, RefObject } from 'react';
import { useLingui } from '@lingui/react';
import { Pause, Play } from 'lucide-react';
import { durationText } from '../../model/file-kind.ts';
import { barsOf } from '../../model/waveform.ts';
import { FILES_CROSS_ORIGIN } from '../frame/root.ts';
import css from './sound.module.css';

export interface SoundPlayerProps {
  readonly url: string;
  /** For whoever cannot see it. */
  readonly label: string;
  /** 0: not known. */
  readonly durationMs: number;
  readonly waveform: Uint8Array;
}

const BARS = 42;
const SPEEDS = [1, 1.5, 2];
const STEP_S = 5;

export function SoundPlayer({ url, label, durationMs, waveform }: SoundPlayerProps): ReactNode {
  const { i18n } = useLingui();
  const { audio, isPlaying, isFailed, at, length, speed, toggle, seek, faster, handlers } =
    useSound(durationMs);
  return (
    <div className={css.player}>
      <button
        type="button"
        className={css.play}
        aria-label={isPlaying ? i18n._('Pause {label}', { label }) : i18n._('Play {label}', { label })}
        disabled={isFailed}
        onClick={toggle}
      >
        {isPlaying ? <Pause aria-hidden="true" /> : <Play aria-hidden="true" />}
      </button>
      <Track
        waveform={waveform}
        part={length === 0 ? 0 : at / length}
        at={at}
        length={length}
        onSeek={seek}
      />
      <span className={css.time}>
        {isFailed ? i18n._('Not available') : durationText((isPlaying || at > 0 ? at : length) * 1000)}
      </span>
      {(isPlaying || speed !== 1) && (
        <button
          type="button"
          className={css.speed}
          aria-label={i18n._('Speed {speed}×', { speed })}
          onClick={faster}
        >
          {speed}×
        </button>
      )}
      <audio
        ref={audio}
        crossOrigin={FILES_CROSS_ORIGIN}
        src={url}
        preload="none"
        data-sound=""
        {...handlers}
      />
    </div>
  );
}

interface Sound {
  readonly audio: RefObject<HTMLAudioElement | null>;
  readonly isPlaying: boolean;
  readonly isFailed: boolean;
  /** In seconds, as is `length`; 0: not known. */
  readonly at: number;
  readonly length: number;
  readonly speed: number;
  readonly toggle: () => void;
  readonly seek: (to: number) => void;
  /** The next speed; after the highest the usual one. */
  readonly faster: () => void;
  readonly handlers: ComponentProps<'audio'>;
}

function useSound(durationMs: number): Sound {
  const audio = useRef<HTMLAudioElement>(null);
  const [isPlaying, setPlaying] = useState(false);
  const [isFailed, setFailed] = useState(false);
  const [at, setAt] = useState(0);
  const [speed, setSpeed] = useState(1);
  const [measured, setMeasured] = useState(0);
  const length = durationMs > 0 ? durationMs / 1000 : measured;
  useSmoothTime(audio, isPlaying, setAt);
  return {
    audio,
    isPlaying,
    isFailed,
    at,
    length,
    speed,
    toggle() {
      const { current } = audio;
      if (current === null) return;
      if (!current.paused) return current.pause();
      pauseOthers(current);
      current.playbackRate = speed;
      // A refusal is told by the event `error`, or the user has paused it at once.
      void current.play().catch(() => {});
    },
    seek(to) {
      if (audio.current === null || length === 0) return;
      audio.current.currentTime = Math.min(length, Math.max(0, to));
      setAt(audio.current.currentTime);
    },
    faster() {
      const next = SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length] ?? 1;
      setSpeed(next);
      if (audio.current !== null) audio.current.playbackRate = next;
    },
    handlers: {
      onPlay: () => setPlaying(true),
      onPause: () => setPlaying(false),
      onEnded: () => setAt(0),
      onDurationChange: ({ currentTarget: { duration } }) => {
        if (Number.isFinite(duration)) setMeasured(duration);
      },
      onError: () => setFailed(true),
    },
  };
}

interface TrackProps {
  readonly waveform: Uint8Array;
  /** How much of it was played, 0 to 1. */
  readonly part: number;
  readonly at: number;
  readonly length: number;
  readonly onSeek: (to: number) => void;
}

/** A slider. Sounds go from left to right in every language. */
function Track({ waveform, part, at, length, onSeek }: TrackProps): ReactNode {
  const { i18n } = useLingui();
  const bars = useMemo(() => barsOf(waveform, BARS), [waveform]);
  const point = (event: PointerEvent<HTMLDivElement>): void => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    onSeek(((event.clientX - left) / Math.max(1, width)) * length);
  };
  const press = (event: KeyboardEvent): void => {
    const step = { ArrowRight: STEP_S, ArrowUp: STEP_S, ArrowLeft: -STEP_S, ArrowDown: -STEP_S }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    onSeek(at + step);
  };
  return (
    <div
      className={css.track}
      dir="ltr"
      role="slider"
      tabIndex={0}
      aria-label={i18n._('Position')}
      aria-valuemin={0}
      aria-valuemax={Math.round(length)}
      aria-valuenow={Math.round(at)}
      aria-valuetext={durationText(at * 1000)}
      onPointerDown={point}
      onPointerMove={(event) => event.buttons === 1 && point(event)}
      onKeyDown={press}
    >
      {bars.length === 0 ? (
        <span className={css.line}>
          <i style={{ width: `${part * 100}%` }} />
        </span>
      ) : (
        bars.map((height, index) => (
          <i
            key={index}
            className={css.wave}
            data-played={index < part * BARS}
            style={{ height: `${Math.max(10, height * 100)}%` }}
          />
        ))
      )}
    </div>
  );
}

/** Four times a second, as browsers tell it, is too jerky. */
function useSmoothTime(
  audio: { readonly current: HTMLAudioElement | null },
  isPlaying: boolean,
  setAt: (at: number) => void,
): void {
  useEffect(() => {
    if (!isPlaying) return undefined;
    let frame = 0;
    const tell = (): void => {
      setAt(audio.current?.currentTime ?? 0);
      frame = requestAnimationFrame(tell);
    };
    frame = requestAnimationFrame(tell);
    return () => cancelAnimationFrame(frame);
  }, [audio, isPlaying, setAt]);
}

/** One sound at a time. */
function pauseOthers(playing: HTMLAudioElement): void {
  for (const other of document.querySelectorAll<HTMLAudioElement>('audio[data-sound]'))
    if (other !== playing) other.pause();
}
