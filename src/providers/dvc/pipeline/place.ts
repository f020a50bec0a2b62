import { fail } from '../../../core/base/fault.ts';
import type { DvcContext } from '../context.ts';

/** The project below the workspace folder: "" or `sub/project`. */
function below(ctx: DvcContext): string {
  const { folder } = ctx.config;
  return ctx.root === folder ? '' : ctx.root.slice(folder.length + 1).replaceAll('\\', '/');
}

/** A path relative to the workspace folder as one relative to the project. Throws `notFound` for a foreign one. */
export function inProject(ctx: DvcContext, path: string): string {
  const prefix = below(ctx);
  if (prefix === '') return path;
  if (!path.startsWith(`${prefix}/`)) throw fail('notFound', `${path} is not in the DVC project ${prefix}.`);
  return path.slice(prefix.length + 1);
}

export function inFolder(ctx: DvcContext, path: string): string {
  const prefix = below(ctx);
  return prefix === '' ? path : `${prefix}/${path}`;
}
