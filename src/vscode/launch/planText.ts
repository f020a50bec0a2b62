import type { Plan } from '../../core/model/launch.ts';
import { quoteCommand } from './commandLine.ts';

/** The same launch for a terminal: what "Copy as CLI" gives. */
export function cliCommand(plan: Plan): string {
  const { spec } = plan;
  const flags = [
    ...Object.entries(spec.params).flatMap(([key, value]) => ['--param', `${key}=${String(value)}`]),
    ...Object.entries(spec.options).flatMap(([key, value]) => ['--option', `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`]),
  ];
  // A stage by its name: its planned command is for this one launch, and could not be run a second time.
  const what = spec.entry ? ['--stage', `${spec.entry.file}:${spec.entry.stage}`] : ['--', ...plan.command];
  const folder = spec.entry ? spec.folder : spec.cwd;
  return quoteCommand(['mlops', 'launch', '--cwd', folder, '--target', plan.target, ...flags, ...what]);
}
