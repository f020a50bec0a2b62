import type { RunLook } from '../charts/palette.ts';

/** The run's line as the charts draw it: colour and dash. */
export function Swatch({ look }: { readonly look: RunLook }) {
  return (
    <svg class="swatch" width="18" height="10" viewBox="0 0 18 10" aria-hidden="true">
      <line x1="1" y1="5" x2="17" y2="5" stroke={look.color} stroke-width="3" stroke-dasharray={look.dash.map((part) => part / 2).join(' ')} />
    </svg>
  );
}
