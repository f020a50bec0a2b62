import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { constants } from 'node:os';
import type { Sqlite } from '../core/port/sqlite.ts';

const guard = 'MLOPS_NODE_CHANGED';

/**
 * On a Node without SQLite the command starts itself again on a better one (`MLOPS_NODE`, or the path the extension
 * wrote to `record`) the moment SQLite is asked for; until then, and where none is known, it goes on.
 */
export function betterNodeSqlite(sqlite: Sqlite, record: string): Sqlite {
  if (sqlite.isAvailable || process.env[guard]) return sqlite;
  let isTried = false;
  const change = (): void => {
    if (isTried) return;
    isTried = true;
    const node = process.env['MLOPS_NODE'] ?? recorded(record);
    if (node !== undefined && isProgram(node)) startAgain(node);
  };
  return {
    get isAvailable() {
      change();
      return sqlite.isAvailable;
    },
    openReadOnly(path) {
      change();
      return sqlite.openReadOnly(path);
    },
  };
}

/** Nothing was printed yet: answers are written at the end, in one piece. */
function startAgain(node: string): void {
  const result = spawnSync(node, process.argv.slice(1), {
    stdio: 'inherit',
    // The editor's own program is a Node when told so.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', [guard]: '1' },
  });
  if (result.error) return;
  process.exit(result.status ?? 128 + (constants.signals[result.signal ?? 'SIGTERM'] ?? 0));
}

function recorded(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function isProgram(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}
