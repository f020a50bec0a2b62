interface SelectProps {
  readonly label: string;
  readonly value: string;
  readonly options: ReadonlyArray<{ readonly value: string; readonly label: string }>;
  readonly onChange: (value: string) => void;
}

/** One of a list. The browser's own control: keyboard, type-ahead and screen readers as people know them. */
export function Select({ label, value, options, onChange }: SelectProps) {
  return (
    <label class="select">
      <span class="select-label">{label}</span>
      <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}
