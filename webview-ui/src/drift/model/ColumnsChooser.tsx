import { useEffect, useState } from 'preact/hooks';
import { guessRoles } from '../../../../src/core/drift/guessRoles.ts';
import type { DriftContract, WindowRows } from '../../../../src/protocol/drift.ts';
import { rolesLimits, type DriftRoles } from '../../../../src/protocol/driftRoles.ts';
import type { ViewLink } from '../../../../src/protocol/rpc/viewLink.ts';
import { Button } from '../../kit/Button.tsx';
import { Select } from '../../kit/Select.tsx';
import { Icon } from '../../shell/Icon.tsx';
import { plain } from '../../shell/words.ts';

interface ColumnsChooserProps {
  readonly link: ViewLink<DriftContract>;
  readonly rows: WindowRows;
  readonly roles: DriftRoles | null;
  readonly isBusy: boolean;
  /** Kept over a reload: what was chosen but not measured yet. */
  readonly draft: DriftRoles | null;
  readonly onDraft: (draft: DriftRoles) => void;
}

const single = [
  { role: 'target', label: 'Label' },
  { role: 'prediction', label: 'Prediction' },
  { role: 'score', label: 'Probability' },
  { role: 'time', label: 'Time' },
] as const;

/** Which columns say what the model did. Proposed by their names; nothing is computed before the person says so. */
export function ColumnsChooser({ link, rows, roles, isBusy, draft, onDraft }: ColumnsChooserProps) {
  const columns = columnsOf(rows, roles);
  const [chosen, setChosen] = useState<DriftRoles>(() => draft ?? roles ?? guessRoles(columns));
  useEffect(() => {
    if (draft) setChosen(draft);
  }, [draft]);
  const change = (part: Partial<DriftRoles>) => {
    const next = { ...chosen, ...part };
    setChosen(next);
    onDraft(next);
  };
  const options = (none: string, of: typeof columns) => [{ value: '', label: none }, ...of.map(({ name }) => ({ value: name, label: plain(name) }))];
  const groupable = columns.filter(({ name, kind }) => kind !== 'datetime' && name !== chosen.target && name !== chosen.prediction && !chosen.groups.includes(name));
  const isReady = chosen.target !== null && chosen.prediction !== null && chosen.target !== chosen.prediction;
  return (
    <form
      class="roles"
      aria-label="Columns of the model"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady && !isBusy) link.command('setRoles', chosen);
      }}
    >
      {single.map(({ role, label }) => (
        <Select key={role} label={label} value={chosen[role] ?? ''} options={options('none', columns)} onChange={(value) => change({ [role]: value === '' ? null : value })} />
      ))}
      <div class="role-groups">
        {chosen.groups.length >= rolesLimits.groups ? null : <Select label="Groups" value="" options={options('add…', groupable)} onChange={(value) => value !== '' && change({ groups: [...chosen.groups, value] })} />}
        {chosen.groups.map((group) => (
          <button key={group} type="button" class="chip" aria-pressed="true" aria-label={`Leave out the group column ${plain(group)}`} onClick={() => change({ groups: chosen.groups.filter((one) => one !== group) })}>
            {plain(group)} <Icon name="close" />
          </button>
        ))}
      </div>
      <Button label="Measure" appearance="primary" isDisabled={!isReady || isBusy} onPress={() => link.command('setRoles', chosen)} />
      {isReady ? null : <span class="faint">A label and a prediction are needed.</span>}
    </form>
  );
}

/** The monitored columns and those that a role took out of them, by name. */
function columnsOf({ columns, families }: WindowRows, roles: DriftRoles | null): Array<{ readonly name: string; readonly kind: string }> {
  const known = columns.map(({ name, kind }) => ({ name, kind }));
  const taken = [...families.filter(({ name }) => name === 'prediction' || name === 'target').flatMap((family) => family.columns), ...(roles === null ? [] : [roles.target, roles.prediction, roles.score, roles.time, ...roles.groups])];
  const extra = [...new Set(taken)].filter((name) => name !== null && !known.some((column) => column.name === name));
  return [...known, ...extra.map((name) => ({ name: name!, kind: 'numeric' }))].sort((a, b) => a.name.localeCompare(b.name));
}
