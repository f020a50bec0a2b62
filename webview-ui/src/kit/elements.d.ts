import type { JSX } from 'preact';

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'mlops-button': JSX.HTMLAttributes<HTMLElement> & { appearance?: 'primary' | 'secondary' | 'icon'; disabled?: boolean };
      'mlops-checkbox': JSX.HTMLAttributes<HTMLElement> & { checked?: boolean; disabled?: boolean };
      'mlops-text-field': JSX.HTMLAttributes<HTMLElement> & { value?: string; placeholder?: string; size?: number };
    }
  }
}
