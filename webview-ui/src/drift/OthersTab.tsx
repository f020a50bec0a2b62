import { useMemo } from 'preact/hooks';
import type { ColumnVerdicts, SideBySide, ToolVerdicts } from '../../../src/core/drift/foreign/sideBySide.ts';
import { count, plain } from '../shell/words.ts';
import { Grid } from '../table/Grid.tsx';
import type { GridModel } from '../table/gridModel.ts';
import { StateMark } from './looks.tsx';

interface OthersTabProps {
  readonly others: SideBySide;
  readonly onOpen: (column: string) => void;
}

/** Columns × tools: in which of its reports each tool calls the column drift. */
export function OthersTab({ others, onOpen }: OthersTabProps) {
  const { columns, tools } = others;
  const model = useMemo(
    (): GridModel => ({
      rows: columns.length,
      pinned: 1,
      columns: [{ key: ' column', width: 200 }, ...tools.map(({ name }) => ({ key: name, width: 220 }))],
      stamp: (row) => row,
      header: (at) => {
        const tool = tools[at - 1];
        const text = tool ? `${plain(tool.name)}, ${count(tool.reports)} ${tool.reports === 1 ? 'report' : 'reports'}` : 'Column';
        return { content: text, title: text };
      },
      cell: (row, at) => {
        const name = plain(columns[row] ?? '');
        const tool = tools[at - 1];
        if (!tool) return { content: <span class="mono">{name}</span>, title: name };
        const found = tool.columns[row] ?? null;
        if (found === null) return { content: '–', tone: 'is-absent', label: 'not told' };
        return { content: mark(found, tool), title: `${name}, ${plain(tool.name)}: ${words(found, tool)}` };
      },
    }),
    [others],
  );
  return (
    <>
      <div class="tab-bar">
        <span class="faint">In which of its reports each tool calls a column drift, by its own rules and limits. Reports are numbered as they were opened.</span>
      </div>
      <Grid id="grid-others" label="Columns and what other tools say of them" model={model} events={{ onOpen: ({ row }) => onOpen(columns[row] ?? '') }} />
    </>
  );
}

function mark({ drift, negligible, unknown }: ColumnVerdicts, { reports }: ToolVerdicts) {
  if (drift.length > 0) return <StateMark state="drift" more={`in ${drift.join(', ')}`} />;
  if (unknown > 0) return <StateMark state="unknown" more={reports > 1 ? `in ${unknown} of ${reports}` : null} />;
  if (negligible > 0) return <StateMark state="negligible" more={reports > 1 ? `in ${negligible} of ${reports}` : null} />;
  return <StateMark state="none" more={null} />;
}

function words({ drift, negligible, unknown }: ColumnVerdicts, { reports }: ToolVerdicts): string {
  const parts = [`drift in ${drift.length} of ${reports}`, ...(negligible > 0 ? [`negligible in ${negligible}`] : []), ...(unknown > 0 ? [`unknown in ${unknown}`] : [])];
  return parts.join(', ');
}
