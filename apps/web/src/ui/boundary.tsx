/**
 * Keeps an error where it happens: the rest of the page goes on.
 *
 * @module
 */
import { Component } from 'react';
import type { ReactNode } from 'react';

export interface BoundaryProps {
  /** What stands in the place of the children. `retry` draws them again. */
  readonly fallback: (retry: () => void) => ReactNode;
  readonly onError?: () => void;
  readonly children: ReactNode;
}

// React has no hook for it.
export class Boundary extends Component<BoundaryProps, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { readonly hasFailed: boolean } {
    return { hasFailed: true };
  }

  override componentDidCatch(): void {
    this.props.onError?.();
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children;
    return this.props.fallback(() => {
      this.setState({ hasFailed: false });
    });
  }
}
