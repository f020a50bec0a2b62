import './register.ts';

interface CheckboxProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

export function Checkbox({ label, isOn, onChange }: CheckboxProps) {
  return (
    <mlops-checkbox
      checked={isOn}
      onChange={(event: Event) => {
        const next = (event.currentTarget as HTMLElement & { checked: boolean }).checked;
        if (next !== isOn) onChange(next);
      }}
    >
      {label}
    </mlops-checkbox>
  );
}
