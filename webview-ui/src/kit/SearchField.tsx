import type { Ref } from 'preact';
import { Icon } from '../shell/Icon.tsx';
import './register.ts';

interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  readonly placeholder: string;
  readonly icon?: string;
  readonly isInvalid?: boolean;
  readonly describedBy?: string;
  readonly fieldRef?: Ref<HTMLElement>;
  readonly onInput: (value: string) => void;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
}

export function SearchField(props: SearchFieldProps) {
  return (
    <mlops-text-field
      ref={props.fieldRef ?? null}
      class={`search${props.isInvalid ? ' is-invalid' : ''}`}
      value={props.value}
      placeholder={props.placeholder}
      aria-label={props.label}
      aria-invalid={props.isInvalid ?? false}
      aria-describedby={props.describedBy}
      spellcheck={false}
      onInput={(event: Event) => props.onInput((event.currentTarget as HTMLElement & { value: string }).value)}
      {...(props.onKeyDown ? { onKeyDown: props.onKeyDown } : {})}
    >
      <Icon name={props.icon ?? 'search'} slot="start" />
    </mlops-text-field>
  );
}
