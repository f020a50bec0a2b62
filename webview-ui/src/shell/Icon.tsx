interface IconProps {
  /** Codicon name. */
  readonly name: string;
  readonly slot?: string;
  /** Said by a screen reader; absent = decoration. */
  readonly label?: string;
  readonly tone?: 'good' | 'bad' | 'busy' | 'muted' | 'warn';
}

const plainName = /^[a-z0-9-]+$/;

export function Icon({ name, slot, label, tone }: IconProps) {
  const shown = plainName.test(name) ? name : 'circle-outline';
  return (
    <span
      class={`codicon codicon-${shown}${tone ? ` tone-${tone}` : ''}`}
      slot={slot}
      {...(label ? { role: 'img', 'aria-label': label, title: label } : { 'aria-hidden': true })}
    />
  );
}
