import type { Plan } from '../../core/model/launch.ts';
import { quoteCommand } from './commandLine.ts';

/** The same launch for a terminal: what "Copy as CLI" gives. */
export function cliCommand(plan: Plan): string {
  const { spec } = plan;
  const flags = [
    ...Object.entries(spec.params).flatMap(([key, value]) => ['--param', `${key}=${String(value)}`]),
    ...Object.entries(spec.options).flatMap(([key, value]) => ['--option', `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`]),
  ];
  return quoteCommand(['mlops', 'launch', '--cwd', spec.cwd, '--target', plan.target, ...flags, '--', ...plan.command]);
}
