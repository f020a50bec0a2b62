import type { ComponentChildren } from 'preact';
import { Icon } from '../shell/Icon.tsx';
import './register.ts';

interface ButtonProps {
  readonly label: string;
  readonly icon?: string;
  readonly appearance?: 'primary' | 'secondary' | 'icon';
  readonly isDisabled?: boolean;
  readonly isPressed?: boolean;
  readonly hint?: string;
  readonly onPress: () => void;
  readonly children?: ComponentChildren;
}

/** An icon button shows only its icon; its label is what a screen reader says and the tooltip shows. */
export function Button(props: ButtonProps) {
  const { label, icon, appearance = 'secondary', isDisabled, isPressed, hint, onPress } = props;
  const isIcon = appearance === 'icon';
  return (
    <mlops-button
      appearance={appearance}
      class={isPressed ? 'is-pressed' : undefined}
      disabled={isDisabled ?? false}
      aria-label={isIcon ? label : undefined}
      aria-pressed={isPressed === undefined ? undefined : isPressed}
      title={hint ?? (isIcon ? label : undefined)}
      onClick={() => {
        if (!isDisabled) onPress();
      }}
    >
      {icon && !isIcon ? <Icon name={icon} slot="start" /> : null}
      {isIcon && icon ? <Icon name={icon} /> : label}
    </mlops-button>
  );
}
