import type { HTMLAttributes } from 'preact';

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'mlops-button': HTMLAttributes<HTMLElement> & { appearance?: 'primary' | 'secondary' | 'icon'; disabled?: boolean };
      'mlops-checkbox': HTMLAttributes<HTMLElement> & { checked?: boolean; disabled?: boolean };
      'mlops-text-field': HTMLAttributes<HTMLElement> & { value?: string; placeholder?: string; size?: number };
    }
  }
}
