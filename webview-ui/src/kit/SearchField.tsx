import type { Ref } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
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

type TextField = HTMLElement & { readonly value: string; readonly control?: HTMLInputElement };

export function SearchField(props: SearchFieldProps) {
  const field = useRef<TextField | null>(null);
  // The element hands a new value to its input at the next frame only; keys that come before would be added to the old one.
  useLayoutEffect(() => {
    const input = field.current?.control;
    if (input && input.value !== props.value) input.value = props.value;
  }, [props.value]);
  return (
    <mlops-text-field
      ref={(element: HTMLElement | null) => {
        field.current = element as TextField | null;
        give(props.fieldRef, element);
      }}
      class={`search${props.isInvalid ? ' is-invalid' : ''}`}
      value={props.value}
      placeholder={props.placeholder}
      aria-label={props.label}
      aria-invalid={props.isInvalid ?? false}
      aria-describedby={props.describedBy}
      spellcheck={false}
      onInput={(event: Event) => props.onInput((event.currentTarget as TextField).value)}
      {...(props.onKeyDown ? { onKeyDown: props.onKeyDown } : {})}
    >
      <Icon name={props.icon ?? 'search'} slot="start" />
    </mlops-text-field>
  );
}

function give(ref: Ref<HTMLElement> | undefined, element: HTMLElement | null) {
  if (typeof ref === 'function') ref(element);
  else if (ref) ref.current = element;
}
