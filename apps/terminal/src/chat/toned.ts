/**
 * Text and frames in the colours of the screen.
 *
 * @module
 */
import { Text } from 'ink';
import type { TextProps } from 'ink';
import { createContext, createElement as h, useContext, useEffect, useState } from 'react';
import type { ReactElement, ReactNode } from 'react';
import type { Terminal } from './terminal.ts';
import { paletteFor } from './theme.ts';
import type { Palette, ThemeName, Tone } from './theme.ts';

export const PaletteContext = createContext<Palette>(paletteFor('unknown', 1));

export interface TonedProps extends Omit<TextProps, 'color' | 'children'> {
  readonly tone?: Tone | undefined;
  readonly children?: ReactNode;
}

export function Toned({ tone, ...props }: TonedProps): ReactElement {
  const color = usePalette()[tone ?? 'own'];
  return h(Text, { ...props, ...(tone !== undefined && color !== undefined && { color }) });
}

export function usePalette(): Palette {
  return useContext(PaletteContext);
}

/** The palette for what the user has chosen, or for what the terminal has said of itself. */
export function useTerminalPalette(
  terminal: Pick<Terminal, 'background' | 'colourBits' | 'onBackground'>,
  theme: ThemeName,
): Palette {
  const [background, setBackground] = useState(terminal.background);
  useEffect(() => terminal.onBackground(setBackground), [terminal]);
  return paletteFor(theme === 'auto' ? background : theme, terminal.colourBits);
}
